// Reads the one payload of the map and turns its columns into rows.

import { unpacked } from './unpacking.js';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$()*+-;=?@^_|}~.,:/[]';
const NAMED_SOURCES = 40; // sources that can be filtered by name; the rest are filtered together

export async function readPayload(element) {
  const found = JSON.parse(element.textContent);
  const read = found.gzip ? JSON.parse(await inflated(found)) : found;
  if (![1, 3].includes(read.format)) throw new Error(`payload of format ${read.format}, this page reads 1 and 3`);
  const data = read.format === 3 ? unpacked(read) : read;
  data.sides = rows(data.sides);
  data.places = Array.from(data.places.key ?? [], (_, i) => new Place(data.places, i));
  timed(data.claims, data.reports);
  data.sources = sourcesOf(data.claims, data.reports);
  for (const table of ['reports', 'claims', 'resolutions']) data[table] = lazyRows(data[table]);
  data.views = [viewOf(data, 0, null, data.spells), ...data.lenses.map((lens, i) => viewOf(data, i + 1, lens.side, lens.spells))];
  for (const claim of data.claims) data.places[claim.place]?.claims.push(claim);
  if (Number.isInteger(data.day)) data.span = [data.day, data.day]; // a map of one day
  data.areas.rows = rows(data.areas);
  data.front.rows = rows(data.front);
  return data;
}

// Places and spells are asked at each step of the slider: they have their cells, each in a field of its own.
class Place {
  constructor(columns, i) {
    this.number = i;
    this.claims = [];
    this.key = columns.key[i];
    this.name = columns.name[i];
    this.entry = columns.entry[i];
    this.local = columns.local[i];
    this.kind = columns.kind[i];
    this.within = columns.within[i];
    this.lon = columns.lon[i];
    this.lat = columns.lat[i];
    this.precision = columns.precision[i];
    this.label = columns.label[i];
    this.population = columns.population[i];
    this.gazetteer = columns.gazetteer[i];
  }
}

class Spell {
  constructor(columns, i) {
    this.columns = columns;
    this.index = i;
    this.status = columns.status[i];
    this.holder = columns.holder[i];
    this.gaining = columns.gaining[i];
    this.start = columns.start[i];
    this.end = columns.end[i];
    this.confidence = columns.confidence[i];
    this.moved = undefined; // whether the place came into another hand with it: chronicle.js finds out
  }

  get claims() { return this.columns.claims.at(this.index); }

  get against() { return this.columns.against.at(this.index); }

  get precision() { return this.columns.precision[this.index]; }

  get reason() { return this.columns.reason[this.index]; }
}

// How all claims settle, or, through a lens, those alone that a side's sources make (-1: nobody's side).
function viewOf(data, number, side, columns) {
  const spells = data.places.map(() => []);
  const size = columns.place?.length ?? 0;
  for (let i = 0; i < size; i += 1) spells[columns.place[i]]?.push(new Spell(columns, i));
  return { number, side, spells };
}

// Columns of what the page asks of every claim: when it was so, else when it was said; and when it was told.
function timed(claims, reports) {
  const { start = [], end, reported, report } = claims;
  const size = start.length;
  Object.assign(claims, { number: new Array(size), when: new Array(size), told: new Array(size) });
  for (let i = 0; i < size; i += 1) {
    const published = reports.published[report[i]];
    claims.number[i] = i;
    claims.when[i] = start[i] ?? end[i] ?? reported[i] ?? published;
    claims.told[i] = reported[i] ?? published ?? start[i];
  }
}

// The sources by how much they say; a claim's source is their number, the last one for all others.
function sourcesOf(claims, reports) {
  const counts = new Map();
  const from = (claims.report ?? []).map((report) => reports.source[report]);
  for (const name of from) counts.set(name, (counts.get(name) || 0) + 1);
  const named = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const ranks = new Map(named.map(([name], rank) => [name, Math.min(rank, NAMED_SOURCES)]));
  claims.source = from.map((name) => ranks.get(name));
  const sources = named.slice(0, NAMED_SOURCES).map(([name, count]) => ({ name: name || 'Source not told', count }));
  const rest = named.slice(NAMED_SOURCES).reduce((sum, [, count]) => sum + count, 0);
  return rest ? [...sources, { name: `${named.length - NAMED_SOURCES} other sources`, count: rest }] : sources;
}

async function inflated({ gzip, size }) {
  const stream = new Blob([bytesOf(gzip, size)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

// Five letters are four bytes, the highest first; mapper/maps/island.py writes them.
function bytesOf(letters, size) {
  const values = new Uint8Array(128);
  for (let i = 0; i < LETTERS.length; i += 1) values[LETTERS.charCodeAt(i)] = i;
  const bytes = new Uint8Array(4 * Math.ceil(size / 4));
  const view = new DataView(bytes.buffer);
  const value = (i) => values[letters.charCodeAt(i)];
  for (let i = 0, at = 0; at < bytes.length; i += 5, at += 4) {
    view.setUint32(at, (((value(i) * 85 + value(i + 1)) * 85 + value(i + 2)) * 85 + value(i + 3)) * 85 + value(i + 4));
  }
  return bytes.subarray(0, size);
}

// The shapes of areas and fronts stand beside their columns and are no column.
function rows(columns) {
  const keys = Object.keys(columns).filter((key) => !['shapes', 'reach'].includes(key));
  const count = keys.length ? columns[keys[0]].length : 0;
  return Array.from({ length: count }, (_, i) => Object.fromEntries(keys.map((key) => [key, columns[key][i]])));
}

// The same for long tables of which few cells are read: a row looks its cells up in the columns, and a column that is
// no list makes its cells when they are asked for.
function lazyRows(columns) {
  const keys = Object.keys(columns);
  class Row {
    constructor(index) { this.index = index; }
  }
  for (const key of keys) {
    const column = columns[key];
    const get = Array.isArray(column) ? function get() { return column[this.index]; } : function get() { return column.at(this.index); };
    Object.defineProperty(Row.prototype, key, { get });
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
