// Lenses: the map according to one side's sources alone, and where it differs from that of all.

import { sideTitle } from './words.js';

export function seesClaim(view, claim) {
  return view.side === null || claim.leaning === view.side;
}

export function lensTitle(data, view) {
  if (view.side === null) return 'All sources';
  return view.side < 0 ? 'Nobody’s side' : sideTitle(data, view.side);
}

// "Only what sources on the side of Rebels claim"
export function lensWords(data, view) {
  if (view.side === null) return 'What all sources say, weighed together';
  return view.side < 0 ? 'Only what sources on nobody’s side say' : `Only what sources on the side of ${sideTitle(data, view.side)} claim`;
}

// What a hash calls a lens.
export function lensName(data, view) {
  if (view.side === null) return '';
  return view.side < 0 ? 'neither' : data.sides[view.side].name;
}

// Where one chronicle and another do not agree on a day, areas left out: the places that both know, or only
// the first; and how many there are of which the first knows nothing.
export function differing(data, one, other, day) {
  const [here, there] = [one.states(day), other.states(day)];
  const places = data.places.filter((place) => !place.label && state(here[place.number]) !== state(there[place.number]));
  const told = places.filter((place) => state(here[place.number]) !== 'unknown');
  return { places: told, silent: places.length - told.length };
}

function state(spell) {
  return !spell || spell.status === 'unknown' ? 'unknown' : `${spell.status} ${spell.holder}`;
}
