// What the reader wants to see: which sides, sources and certainties, and from which confidence on.

import { CERTAINTY, plural } from './words.js';

// Sets name what is left out, so that an empty filter shows everything.
export const EVERYTHING = Object.freeze({ sides: new Set(), sources: new Set(), certainties: new Set(), least: 0 });

export function isOn(filter) {
  return filter.sides.size > 0 || filter.sources.size > 0 || filter.certainties.size > 0 || filter.least > 0;
}

// A filter; the one that shows everything is always the same object, so that it can be told by that.
function frozen(filter) {
  return isOn(filter) ? Object.freeze(filter) : EVERYTHING;
}

// The filter with one member of a set put in or out.
export function toggled(filter, key, member, shown) {
  const set = new Set(filter[key]);
  if (shown) set.delete(member);
  else set.add(member);
  return frozen({ ...filter, [key]: set });
}

export function withLeast(filter, least) {
  return frozen({ ...filter, least });
}

export function passesClaim(filter, claim) {
  const side = claim.controller >= 0 ? claim.controller : claim.actor;
  return !filter.sources.has(claim.source) && !filter.certainties.has(claim.certainty)
    && claim.confidence >= filter.least && !filter.sides.has(side);
}

// A state is shown if its side is, if it is sure enough, and if any claim that speaks for it is shown.
// Nobody speaks for a state that was only concluded, of the time before a place was taken: any claim about the place does.
export function passesSpell(filter, spell, place, claims) {
  if (filter.sides.has(spell.holder) || spell.confidence < filter.least) return false;
  if (!filter.sources.size && !filter.certainties.size) return true;
  const told = spell.claims.length ? spell.claims.map((number) => claims[number]) : place.claims;
  return told.some((claim) => !filter.sources.has(claim.source) && !filter.certainties.has(claim.certainty));
}

// The filter in words: "without Government; 2 sources left out; confidence from 60%".
export function filterWords(data, filter) {
  const told = [];
  if (filter.sides.size) told.push(`without ${[...filter.sides].map((side) => data.sides[side].title).join(', ')}`);
  if (filter.sources.size) told.push(`${plural(filter.sources.size, 'source', 'sources')} left out`);
  if (filter.certainties.size) told.push(`nothing ${[...filter.certainties].map((key) => CERTAINTY[key]).join(', ')}`);
  if (filter.least) told.push(`confidence from ${filter.least}%`);
  return told.join('; ');
}

export function writeFilter(data, filter, words) {
  // One word for each: a name may have any character in it.
  for (const side of filter.sides) words.append('without', data.sides[side].name);
  for (const source of filter.sources) words.append('sources', data.sources[source].name);
  if (filter.certainties.size) words.set('certainty', [...filter.certainties].join('|'));
  if (filter.least) words.set('confidence', String(filter.least));
}

export function readFilter(data, words) {
  const numbers = (key, table) => {
    const wanted = words.getAll(key);
    return new Set(table.map((row, number) => (wanted.includes(row.name) ? number : -1)).filter((number) => number >= 0));
  };
  const certainties = (words.get('certainty') || '').split('|').filter((key) => Object.hasOwn(CERTAINTY, key));
  const least = Math.round(Number(words.get('confidence')));
  return frozen({
    sides: numbers('without', data.sides),
    sources: numbers('sources', data.sources),
    certainties: new Set(certainties),
    least: least > 0 && least <= 100 ? least : 0,
  });
}
