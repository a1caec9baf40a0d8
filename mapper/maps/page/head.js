// The head card: title, how many places each side held, what changed, and a sign where not everything is shown.

import { make, makeButton, shownName } from './dom.js';
import { EVERYTHING, filterWords } from './filter.js';
import { lensWords } from './lens.js';
import { readable } from './symbols.js';
import { dayMonthYear, inSentence, parts, plural, shortDate, sideTitle, stateWords } from './words.js';

const NAMED = 3;

// Counts by look: one row a side, then contested, then unknown; areas are no places.
export function tally(data, chronicle, day) {
  const counts = chronicle.counts(day);
  const rows = data.sides.map((side, number) => ({ title: side.title, look: side, count: counts[number], kind: '' }));
  const contested = { title: 'contested', look: data.contested, count: counts[rows.length], kind: 'contested' };
  const unknown = { title: 'unknown', look: data.unknown, count: counts[rows.length + 1], kind: 'unknown' };
  const held = rows.filter((row) => row.count);
  // Contested stands between the two sides that are largest, as it does on the ground.
  return [...held.slice(0, 1), contested, ...held.slice(1), unknown].filter((row) => row.count);
}

export function summary(rows) {
  return rows.map((row) => `${row.title} ${row.count}`).join(', ') || 'no place known';
}

export class Head {
  constructor(page) {
    this.page = page;
    this.parts = Object.fromEntries(['balance', 'counts', 'news', 'sign', 'theatre', 'title'].map((name) => [name, page.frame.find(name)]));
    this.parts.theatre.textContent = page.data.theatre;
    this.parts.title.textContent = page.data.title;
  }

  update(state, rows, theme) {
    const colour = (row) => (state.dark ? row.look.dark : row.look.colour);
    this.parts.balance.setAttribute('aria-label', `Places: ${summary(rows)}`);
    const key = [state.dark, ...rows.map(({ title }) => title)].join('|');
    if (key !== this.rowsKey) this.#makeRows(rows, theme, colour);
    this.rowsKey = key;
    rows.forEach((row, i) => {
      this.parts.balance.children[i].style.flexGrow = row.count;
      this.parts.counts.children[i].firstChild.textContent = row.count;
    });
    this.parts.news.replaceChildren(...this.#news(state));
  }

  // A part of the bar and a line of the list for each row; from day to day these mostly stay and only numbers change.
  #makeRows(rows, theme, colour) {
    this.parts.balance.replaceChildren(...rows.map((row) => {
      const part = make('span', row.kind ? `fl-${row.kind}-part` : '');
      part.style.setProperty('--side', colour(row));
      return part;
    }));
    this.parts.counts.replaceChildren(...rows.map((row) => {
      const item = make('li', '', make('b', ''), ' ', make('span', '', row.title));
      item.style.setProperty('--side', readable(colour(row), theme.card, theme.ink));
      return item;
    }));
  }

  // What changed on the day, else what changed last; between two dates what differs. Names keep their own direction.
  #news(state) {
    const { data, chronicle } = this.page;
    if (state.before !== null) return this.#between(state);
    const told = ({ place, spell }) => {
      const to = spell.status === 'held' ? sideTitle(data, spell.holder) || 'unknown' : inSentence(data, spell);
      return [shownName(place, state.local), ` → ${to}`];
    };
    const today = chronicle.on(state.day);
    if (today.length) return [...listed(today.map(told), '; '), '.'];
    const last = chronicle.lastBefore(state.day);
    return last ? ['No change reported. Last: ', ...told(last), `, ${datesOf(last.day, state.day)[0]}.`] : ['No change reported yet.'];
  }

  #between(state) {
    const { data, chronicle } = this.page;
    const [here, there] = [chronicle.states(state.before), chronicle.states(state.day)];
    const other = (a, b) => stateWords(data, a) !== stateWords(data, b);
    const changed = data.places.filter((place) => !place.label && other(here[place.number], there[place.number]));
    // The dates in their order, whichever stands left of the divider.
    const between = `between ${datesOf(...[state.before, state.day].sort((a, b) => a - b)).join(' and ')}`;
    const turned = state.before > state.day ? ' The later date is on the left.' : '';
    if (!changed.length) return [`No place differs ${between}.${turned}`];
    const names = changed.map((place) => [shownName(place, state.local)]);
    return [`${plural(changed.length, 'place differs', 'places differ')} ${between}: `, ...listed(names, ', '), `.${turned}`];
  }

  // Says what is left out, and offers everything again.
  sign(state) {
    const { data, chronicle, store } = this.page;
    const told = [];
    if (chronicle.view.side !== null) told.push(`${lensWords(data, chronicle.view)}.`);
    if (this.page.areas.has(data.views[0]) && !this.page.areas.has(chronicle.view)) told.push('No areas were estimated from these alone.');
    if (chronicle.filtered) told.push(`Filters on: ${filterWords(data, state.filter)}.`);
    this.parts.sign.hidden = !told.length;
    if (!told.length) {
      this.parts.sign.replaceChildren();
      return;
    }
    const reset = makeButton('fl-reset', 'Show everything', () => store.set({ lens: 0, filter: EVERYTHING }));
    this.parts.sign.replaceChildren(make('p', '', told.join(' ')), reset);
  }
}

// The first few of some entries, each a list of texts and elements, and how many more there are.
function listed(entries, comma) {
  const shown = entries.slice(0, NAMED).flatMap((entry, i) => (i ? [comma, ...entry] : entry));
  return entries.length > NAMED ? [...shown, ` and ${entries.length - NAMED} more`] : shown;
}

// Two days in few words, with their years where those differ.
function datesOf(one, other) {
  const words = parts(one).year === parts(other).year ? shortDate : dayMonthYear;
  return [words(one), words(other)];
}
