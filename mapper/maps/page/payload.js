// Reads the one payload of the map and turns its columns into rows.

import { unpacked } from './unpacking.js';

const LIMIT = 60000; // a packed page in one string is decoded in pieces of this many characters
const NAMED_SOURCES = 40; // sources that can be filtered by name; the rest are filtered together

export async function readPayload(element) {
  const found = JSON.parse(element.textContent);
  const read = found.gzip ? JSON.parse(await inflated(found.gzip)) : found;
  if (![1, 2].includes(read.format)) throw new Error(`payload of format ${read.format}, this page reads 1 and 2`);
  const data = read.format === 2 ? unpacked(read) : read;
  for (const table of ['sides', 'places']) data[table] = rows(data[table]);
  for (const table of ['reports', 'claims', 'resolutions']) data[table] = lazyRows(data[table]);
  data.places.forEach((place, number) => { place.number = number; place.claims = []; });
  data.views = [viewOf(data, 0, null, data.spells), ...data.lenses.map((lens, i) => viewOf(data, i + 1, lens.side, lens.spells))];
  data.sources = sourcesOf(data);
  data.claims.forEach((claim, number) => {
    const { published } = data.reports[claim.report];
    claim.number = number;
    claim.when = claim.start ?? claim.end ?? claim.reported ?? published; // when it was so, else when it was said
    claim.told = claim.reported ?? published ?? claim.start;
    claim.source = data.reports[claim.report].rank;
    data.places[claim.place]?.claims.push(claim);
  });
  if (Number.isInteger(data.day)) data.span = [data.day, data.day]; // a map of one day
  data.areas.rows = rows(data.areas);
  data.front.rows = rows(data.front);
  return data;
}

// How all claims settle, or, through a lens, those alone that a side's sources make (-1: nobody's side).
function viewOf(data, number, side, columns) {
  const spells = data.places.map(() => []);
  for (const spell of rows(columns)) spells[spell.place]?.push(spell);
  return { number, side, spells };
}

// The sources by how much they say; a report's rank is its source's number, the last one for all others.
function sourcesOf(data) {
  const counts = new Map();
  for (const claim of data.claims) {
    const name = data.reports[claim.report].source;
    counts.set(name, (counts.get(name) || 0) + 1);
  }
  const named = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const ranks = new Map(named.map(([name], rank) => [name, Math.min(rank, NAMED_SOURCES)]));
  for (const report of data.reports) report.rank = ranks.get(report.source) ?? -1;
  const sources = named.slice(0, NAMED_SOURCES).map(([name, count]) => ({ name: name || 'Source not told', count }));
  const rest = named.slice(NAMED_SOURCES).reduce((sum, [, count]) => sum + count, 0);
  return rest ? [...sources, { name: `${named.length - NAMED_SOURCES} other sources`, count: rest }] : sources;
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
  return Array.from({ length: count }, (_, i) => {
    const row = {};
    for (const key of keys) row[key] = columns[key][i];
    return row;
  });
}

// The same for long tables of which few cells are read: a row looks its cells up in the columns.
function lazyRows(columns) {
  const keys = Object.keys(columns);
  class Row {
    constructor(index) { this.index = index; }
  }
  for (const key of keys) {
    const column = columns[key];
    Object.defineProperty(Row.prototype, key, { get() { return column[this.index]; } });
  }
  return Array.from({ length: keys.length ? columns[keys[0]].length : 0 }, (_, i) => new Row(i));
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
