// Turns the coded columns of a large payload back into plain ones; mapper/maps/packing.py tells how they are coded.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SMALL = 2 ** 30; // below it, steps of bits do for numbers
const VALUES = new Uint8Array(128);
for (let i = 0; i < LETTERS.length; i += 1) VALUES[LETTERS.charCodeAt(i)] = i;

export function unpacked(data) {
  const { places, reports, claims, resolutions } = data;
  for (const table of [places, reports, claims, resolutions, data.areas, data.front]) plain(table);
  for (const column of ['lon', 'lat']) {
    const { over } = places[column];
    places[column] = numbers(places[column]).map((whole) => (whole === null ? null : whole / over));
  }
  places.entry = places.entry.map((entry, i) => entry ?? places.name[i]);
  for (const name of ['mark', 'said']) claims[name] = lists(claims[name]);
  scatter(reports, claims);
  claims.id = claims.id.map((end, i) => (Array.isArray(end) ? end[0] : reports.id[claims.report[i]] + end));
  claims.words = claims.words.map((words, i) => words ?? places.name[claims.place[i]]);
  claims.quote.forEach((quote, i) => unframe(claims, quote, i));
  unwrite(resolutions, claims);
  const homes = Array.from(places.key ?? [], () => []);
  claims.place.forEach((place, number) => homes[place]?.push(number));
  for (const { spells } of [data, ...data.lenses]) unrank(plain(spells), homes);
  for (const table of [data.areas, data.front]) table.shapes = shapes(table.shapes);
  return data;
}

// The columns of a table that are coded by themselves.
function plain(table) {
  for (const [name, column] of Object.entries(table)) {
    if (Array.isArray(column) || !(column instanceof Object)) continue; // how far areas reach is no column
    if ('all' in column) table[name] = new Array(column.length).fill(column.all);
    else if ('at' in column && !('sizes' in column)) table[name] = numbers({ steps: column.at }).map((at) => column.of[at]);
    else if ('steps' in column && !('over' in column)) table[name] = numbers(column);
  }
  return table;
}

// Whole numbers out of their letters. It runs over millions of them: no array or object is made on the way.
function numbers({ steps, nulls = false, sums = false }) {
  const found = [];
  const size = steps.length;
  let whole = 0;
  let weight = 1;
  let last = 0;
  for (let i = 0; i < size; i += 1) {
    const letter = VALUES[steps.charCodeAt(i)];
    whole += (letter & 31) * weight;
    if (letter > 31) weight *= 32;
    else {
      if (nulls && whole === 0) found.push(null);
      else {
        if (nulls) whole -= 1;
        const value = whole < SMALL ? (whole >>> 1) ^ -(whole & 1) : whole % 2 ? -(whole + 1) / 2 : whole / 2;
        last = sums ? last + value : value;
        found.push(last);
      }
      whole = 0;
      weight = 1;
    }
  }
  return found;
}

function lists({ sizes, items }) {
  const every = numbers({ steps: items });
  let at = 0;
  return numbers({ steps: sizes }).map((size) => every.slice(at, at += size));
}

// The texts stand one report after the other: id, title, address, then the quotes of its claims.
function scatter(reports, claims) {
  const { told } = reports.texts;
  delete reports.texts;
  Object.assign(reports, { id: [], title: [], url: [] });
  claims.quote = [];
  let at = 0;
  for (let report = 0; at < told.length; report += 1) {
    for (const column of ['id', 'title', 'url']) reports[column].push(told[at++]);
    while (claims.report[claims.quote.length] === report) claims.quote.push(told[at++]);
  }
}

// A mark of one number says that the words of the claim were cut out of the quote there.
function unframe(claims, quote, i) {
  const [start, end] = claims.mark[i];
  if (end === undefined) {
    claims.quote[i] = quote.slice(0, start) + claims.words[i] + quote.slice(start);
    claims.mark[i] = [start, start + claims.words[i].length];
  }
  claims.said[i][1] = claims.quote[i].length - claims.said[i][1];
}

function unwrite(resolutions, claims) {
  const words = new Map();
  claims.resolution.forEach((number, i) => { if (!words.has(number)) words.set(number, claims.words[i]); });
  resolutions.written = resolutions.written.map((written, number) => written ?? words.get(number));
  const { of, at, sizes, scores } = resolutions.rivals;
  const [names, points] = [numbers({ steps: at }), numbers({ steps: scores })];
  let next = 0;
  resolutions.rivals = numbers({ steps: sizes }).map((size) => Array.from({ length: size }, () => [of[names[next]], points[next++]]));
}

// A claim by its rank among those about the place; one about another place as -1 - number.
function unrank(spells, homes) {
  for (const name of ['claims', 'against']) {
    spells[name] = lists(spells[name]).map((some, i) => some.map((rank) => (rank < 0 ? -1 - rank : homes[spells.place[i]][rank])));
  }
}

function shapes({ lines, sizes, items }) {
  const every = lists({ sizes, items });
  let at = 0;
  return numbers({ steps: lines }).map((count) => every.slice(at, at += count));
}
