// The head card: title, how many places each side held, and what changed on the day.

import { byId, make } from './dom.js';
import { shortDate, sideTitle, stateWords } from './words.js';

const NAMED = 3;

export function fillHead(data) {
  byId('fl-theatre').textContent = data.theatre;
  byId('fl-title').textContent = data.title;
}

// Counts by look: one row a side, then contested, then unknown; areas are no places.
export function tally(data, chronicle, day) {
  const rows = data.sides.map((side) => ({ title: side.title, look: side, count: 0, kind: '' }));
  const contested = { title: 'contested', look: data.contested, count: 0, kind: 'contested' };
  const unknown = { title: 'unknown', look: data.unknown, count: 0, kind: 'unknown' };
  for (const place of data.places) {
    if (place.label) continue;
    const spell = chronicle.at(place, day);
    if (!spell || spell.status === 'unknown' || (spell.holder < 0 && spell.status !== 'contested')) unknown.count += 1;
    else if (spell.status === 'contested') contested.count += 1;
    else rows[spell.holder].count += 1;
  }
  const held = rows.filter((row) => row.count);
  // Contested stands between the two sides that are largest, as it does on the ground.
  return [...held.slice(0, 1), contested, ...held.slice(1), unknown].filter((row) => row.count);
}

export function summary(rows) {
  return rows.map((row) => `${row.title} ${row.count}`).join(', ') || 'no place known';
}

export function updateHead(data, chronicle, state, rows) {
  const colour = (row) => (state.dark ? row.look.dark : row.look.colour);
  const balance = byId('fl-balance');
  balance.setAttribute('aria-label', `Places: ${summary(rows)}`);
  balance.replaceChildren(...rows.map((row) => {
    const part = make('span', row.kind ? `fl-${row.kind}-part` : '');
    part.style.flexGrow = row.count;
    part.style.setProperty('--side', colour(row));
    return part;
  }));
  byId('fl-counts').replaceChildren(...rows.map((row) => {
    const item = make('li', '', make('b', '', String(row.count)), ' ', make('span', '', row.title));
    item.style.setProperty('--side', colour(row));
    return item;
  }));
  byId('fl-news').textContent = news(data, chronicle, state.day);
}

function news(data, chronicle, day) {
  const told = ({ place, spell }) => {
    const to = spell.status === 'held' ? sideTitle(data, spell.holder) || 'unknown' : stateWords(data, spell).toLowerCase();
    return `${place.name} → ${to}`;
  };
  const today = chronicle.on(day);
  if (today.length) {
    const more = today.length > NAMED ? ` and ${today.length - NAMED} more` : '';
    return `${today.slice(0, NAMED).map(told).join('; ')}${more}.`;
  }
  const last = chronicle.lastBefore(day);
  return last ? `No change reported. Last: ${told(last)}, ${shortDate(last.day)}.` : 'No change reported yet.';
}
