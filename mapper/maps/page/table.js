// The Table tab: every place with its state on the chosen day, to search and to read without the map.

import { byId, make } from './dom.js';
import { lookOf, symbolSvg } from './symbols.js';
import { dayMonthYear, longDate, plural, stateWords } from './words.js';

const BATCH = 300;

export class Table {
  constructor({ data, chronicle, store }) {
    Object.assign(this, { data, chronicle, store });
    this.view = byId('fl-view-table');
    this.limit = BATCH;
    this.search = make('input', 'fl-search');
    this.search.type = 'search';
    this.search.placeholder = 'Search a place';
    this.search.setAttribute('aria-label', 'Search a place');
    this.search.addEventListener('input', () => this.update(store.state));
    this.count = make('p', 'fl-count');
    this.count.setAttribute('aria-live', 'polite');
    this.body = make('tbody', '');
    const head = make('tr', '', ...['Place', 'State', 'Since', 'Sure'].map((text) => {
      const cell = make('th', '', text);
      cell.scope = 'col';
      return cell;
    }));
    this.caption = make('caption', 'fl-hidden');
    this.view.replaceChildren(this.search, this.count, make('table', '', this.caption, make('thead', '', head), this.body));
    const collator = new Intl.Collator('en', { sensitivity: 'base' });
    this.order = [...data.places].sort((a, b) => collator.compare(a.name, b.name));
  }

  update(state) {
    if (this.view.hidden) return;
    const wanted = folded(this.search.value);
    const found = this.order.filter((place) => [place.name, place.entry, place.local].some((name) => folded(name).includes(wanted)));
    this.body.replaceChildren(...found.slice(0, this.limit).map((place) => this.#row(place, state)));
    this.count.textContent = `${plural(found.length, 'place', 'places')} on ${longDate(state.day)}${found.length > this.limit ? `, the first ${this.limit} shown` : ''}`;
    this.caption.textContent = `Who held which place on ${longDate(state.day)}`;
  }

  #row(place, state) {
    const spell = this.chronicle.at(place, state.day);
    const button = make('button', 'fl-row-name', make('bdi', '', place.name));
    button.type = 'button';
    button.addEventListener('click', () => this.store.set({ selected: place.number, fly: place.number }));
    const name = make('th', '', button);
    name.scope = 'row';
    if (place.lon === null) name.append(make('span', 'fl-note', 'no point'));
    const words = place.label && !spell ? 'An area: see its claims' : stateWords(this.data, spell);
    const holder = make('td', '', make('span', 'fl-state', symbolSvg(lookOf(this.data, spell, state.dark), 16), words));
    const known = spell && spell.status !== 'unknown';
    return make('tr', '', name, holder, make('td', 'fl-number', known && spell.start !== null ? dayMonthYear(spell.start) : '–'), make('td', 'fl-number', known ? `${spell.confidence}%` : '–'));
  }
}

// Without case and accents: nobody types the dots and strokes of a transliteration.
function folded(text) {
  return text.normalize('NFD').replace(/[\u0300-\u036f'’ʿʾ`-]/g, '').toLowerCase();
}
