// The address of what is shown: date, place, view, lens, filters and divider in the hash, where the page has one.

import { isOn, readFilter, writeFilter } from './filter.js';
import { lensName } from './lens.js';
import { dayOfIso, isoDate } from './words.js';

// What a hash says; whatever it does not say, or says wrongly, has its first value.
export function readHash(page, hash) {
  const { data, all } = page;
  const found = new URLSearchParams(hash.replace(/^#/, ''));
  const within = (text) => {
    const day = text ? dayOfIso(text) : null;
    return day === null ? null : Math.max(all.first, Math.min(all.last, day));
  };
  const key = found.get('place');
  const place = key === null ? null : data.places.find((row) => row.key === key);
  const view = (found.get('view') || '').split('/').map(Number);
  const split = Number(found.get('split') ?? 50);
  return {
    day: within(found.get('date')) ?? all.last,
    before: within(found.get('before')),
    split: split >= 0 && split <= 100 ? split : 50,
    selected: place ? place.number : null,
    lens: Math.max(0, data.views.findIndex((row) => lensName(data, row) === (found.get('lens') || ''))),
    filter: readFilter(data, found),
    local: found.get('names') === 'local',
    changesOnly: found.get('changes') === 'only',
    view: view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 85 ? view : null,
  };
}

export function hashOf({ data, frame, store: { state } }) {
  const centre = frame.map.getCenter();
  const words = new URLSearchParams({ date: isoDate(state.day) });
  if (state.before !== null) {
    words.set('before', isoDate(state.before));
    words.set('split', String(Math.round(state.split)));
  }
  if (state.selected !== null) words.set('place', data.places[state.selected].key);
  if (state.lens) words.set('lens', lensName(data, data.views[state.lens]));
  if (isOn(state.filter)) writeFilter(data, state.filter, words);
  if (state.local) words.set('names', 'local');
  if (state.changesOnly) words.set('changes', 'only');
  return `#${words}&view=${frame.map.getZoom().toFixed(2)}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`;
}

// Whether a map has an address to lead back to: one in a notebook's frame has none, and of several on a page the first.
export function hasAddress({ number }) {
  return number === 1 && location.protocol !== 'about:';
}

let pending = null;
let failed = false;

// Written a moment later: browsers allow a page only so many changes of its address in a while.
export function writeHash(page) {
  if (!hasAddress(page.frame) || failed) return;
  clearTimeout(pending);
  pending = setTimeout(() => {
    try {
      history.replaceState(null, '', hashOf(page));
    } catch {
      failed = true; // a frame whose address nobody may change; there is nothing to keep it in
    }
  }, 120);
}
