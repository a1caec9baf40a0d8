// Reads the one payload of the page and turns its columns into rows.

const LIMIT = 60000; // a packed page in one string is decoded in pieces of this many characters

export async function readPayload(element) {
  const found = JSON.parse(element.textContent);
  const data = found.gzip ? JSON.parse(await inflated(found.gzip)) : found;
  if (data.format !== 1) throw new Error(`payload of format ${data.format}, this page reads 1`);
  for (const table of ['sides', 'places', 'spells', 'reports', 'claims', 'resolutions']) {
    data[table] = rows(data[table]);
  }
  data.places.forEach((place, number) => { place.number = number; place.spells = []; place.claims = []; });
  data.spells.forEach((spell) => data.places[spell.place]?.spells.push(spell));
  data.claims.forEach((claim, number) => {
    claim.number = number;
    data.places[claim.place]?.claims.push(claim);
  });
  data.areas.rows = rows(data.areas);
  data.front.rows = rows(data.front);
  return data;
}

async function inflated(base64) {
  const bytes = new Uint8Array(Math.floor((base64.length * 3) / 4));
  let size = 0;
  for (let at = 0; at < base64.length; at += LIMIT) {
    const piece = atob(base64.slice(at, at + LIMIT));
    for (let i = 0; i < piece.length; i += 1) bytes[size++] = piece.charCodeAt(i);
  }
  const stream = new Blob([bytes.subarray(0, size)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

// The shapes of areas and fronts stand beside their columns and are no column.
function rows(columns) {
  const keys = Object.keys(columns).filter((key) => !['shapes', 'reach'].includes(key));
  const count = keys.length ? columns[keys[0]].length : 0;
  return Array.from({ length: count }, (_, i) => Object.fromEntries(keys.map((key) => [key, columns[key][i]])));
}

// Grid-coded line to a flat list of lon, lat.
export function decoded(steps, grid) {
  const points = new Float64Array(steps.length);
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points[i] = x * grid;
    points[i + 1] = y * grid;
  }
  return points;
}
