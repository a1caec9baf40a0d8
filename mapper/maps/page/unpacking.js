// Turns the coded columns of a large payload back into plain ones; mapper/maps/packing.py tells how they are coded.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SMALL = 2 ** 30; // below it, steps of bits do for numbers
const VALUES = new Uint8Array(128);
for (let i = 0; i < LETTERS.length; i += 1) VALUES[LETTERS.charCodeAt(i)] = i;

// A column of which a cell is made when it is asked for: of thousands of claims few are ever read.
class Late {
  constructor(length, make) { Object.assign(this, { length, make }); }

  at(i) { return this.make(i); }

  toJSON() { return Array.from({ length: this.length }, (_, i) => this.make(i)); }
}

export function unpacked(data) {
  const { places, reports, claims, resolutions } = data;
  for (const table of [places, reports, claims, resolutions, data.areas, data.front]) plain(table);
  for (const column of ['lon', 'lat']) {
    const { over } = places[column];
    places[column] = numbers(places[column]).map((whole) => (whole === null ? null : whole / over));
  }
  places.entry = places.entry.map((entry, i) => entry ?? places.name[i]);
  const { id, words, place } = claims;
  claims.words = new Late(words.length, (i) => words[i] ?? places.name[place[i]]);
  fill(data.texts, reports, claims);
  claims.id = new Late(id.length, (i) => (Array.isArray(id[i]) ? id[i][0] : reports.id.at(claims.report[i]) + id[i]));
  unwrite(resolutions, claims, places);
  const homes = Array.from(places.key ?? [], () => []);
  for (let i = 0; i < place.length; i += 1) homes[place[i]]?.push(i);
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

// Lists of numbers as a column of which each is cut out when it is asked for: how long each is, then all of them.
function late({ sizes, items }) {
  const every = wholes(items);
  const ends = running(wholes(sizes));
  return new Late(ends.length, (i) => every.subarray(i && ends[i - 1], ends[i]));
}

function running(sizes) {
  for (let i = 1; i < sizes.length; i += 1) sizes[i] += sizes[i - 1];
  return sizes;
}

// The same of numbers below a thousand million, none of them missing: millions of coordinates need few bytes each.
function wholes(steps) {
  const found = new Int32Array(steps.length);
  let [count, whole, shift] = [0, 0, 0];
  for (let i = 0; i < steps.length; i += 1) {
    const letter = VALUES[steps.charCodeAt(i)];
    whole |= (letter & 31) << shift;
    if (letter > 31) shift += 5;
    else {
      found[count] = (whole >>> 1) ^ -(whole & 1);
      count += 1;
      whole = 0;
      shift = 0;
    }
  }
  return found.slice(0, count);
}

// The long texts, cut apart and filled when one is asked for; mapper/maps/texts.py tells what its gap stands for.
function fill({ ids, titles, urls, quotes, end, gap }, reports, claims) {
  const apart = (joined) => {
    let texts;
    return (i) => (texts ??= joined.split(end))[i];
  };
  const filled = (text, words) => {
    const at = text.indexOf(gap);
    return at < 0 ? text : text.slice(0, at) + words() + text.slice(at + gap.length);
  };
  const [id, title, address, quote] = [ids, titles, urls, quotes].map(apart);
  const size = reports.published.length;
  let first;
  const words = (i) => claims.words.at((first ??= firsts(claims.report)).get(i));
  reports.id = new Late(size, id);
  reports.title = new Late(size, (i) => filled(title(i), () => words(i)));
  reports.url = new Late(size, (i) => filled(address(i), () => id(i).slice(id(i).lastIndexOf('-') + 1)));
  const whole = (i) => filled(quote(i), () => claims.words.at(i));
  const [mark, said] = [late(claims.mark), late(claims.said)];
  claims.quote = new Late(mark.length, whole);
  claims.mark = new Late(mark.length, (i) => {
    if (mark.at(i).length) return Array.from(mark.at(i));
    const start = quote(i).indexOf(gap);
    return [start, start + claims.words.at(i).length];
  });
  claims.said = new Late(said.length, (i) => {
    const [start, rest] = said.at(i);
    return [start, whole(i).length - rest];
  });
}

// Where each number stands first.
function firsts(column) {
  const found = new Map();
  for (let i = column.length - 1; i >= 0; i -= 1) found.set(column[i], i);
  return found;
}

// A losing candidate is a place of the map by its number, or one of the texts after those.
function unwrite(resolutions, claims, places) {
  const { written, rivals: { of, at, sizes, scores } } = resolutions;
  let first; // the first claim of each toponym, which has its words
  resolutions.written = new Late(written.length, (i) => written[i] ?? claims.words.at((first ??= firsts(claims.resolution)).get(i)));
  const [names, points] = [late({ sizes, items: at }), late({ sizes, items: scores })];
  const { entry, within } = places;
  const told = (number) => (number < entry.length ? [entry[number], ...[...within[number]].reverse()].filter(Boolean).join(', ') : of[number - entry.length]);
  resolutions.rivals = new Late(names.length, (i) => Array.from(names.at(i), (name, k) => [told(name), points.at(i)[k]]));
}

// A claim by its rank among those about the place; one about another place as -1 - number.
function unrank(spells, homes) {
  for (const name of ['claims', 'against']) {
    const ranks = late(spells[name]);
    const home = (i) => homes[spells.place[i]];
    spells[name] = new Late(ranks.length, (i) => Array.from(ranks.at(i), (rank) => (rank < 0 ? -1 - rank : home(i)[rank])));
  }
}

// The lines of each shape, cut out when it is drawn: a page opens with those of one day.
function shapes({ lines, sizes, items }) {
  const every = late({ sizes, items });
  const ends = running(wholes(lines));
  return new Late(ends.length, (i) => {
    const first = i && ends[i - 1];
    return Array.from({ length: ends[i] - first }, (_, k) => Array.from(every.at(first + k)));
  });
}
