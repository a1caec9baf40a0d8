// The address of what is shown: date, place and view in the hash, where the page has an address.

import { dayOfIso, isoDate } from './words.js';

export function readHash(data, chronicle) {
  const found = new URLSearchParams(location.hash.slice(1));
  const day = found.get('date') ? dayOfIso(found.get('date')) : null;
  const place = data.places.find((row) => row.key === found.get('place'));
  const view = (found.get('view') || '').split('/').map(Number);
  return {
    day: day === null ? null : Math.max(chronicle.first, Math.min(chronicle.last, day)),
    selected: place ? place.number : null,
    view: view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 85 ? view : null,
  };
}

export function writeHash(data, state, map) {
  const centre = map.getCenter();
  const words = new URLSearchParams({ date: isoDate(state.day) });
  if (state.selected !== null) words.set('place', data.places[state.selected].key);
  const view = `view=${map.getZoom().toFixed(2)}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`;
  try {
    history.replaceState(null, '', `#${words}&${view}`);
  } catch {
    // A notebook shows the page in a frame that has no address; there is nothing to keep it in.
  }
}
