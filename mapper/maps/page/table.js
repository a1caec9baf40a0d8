// The Table tab: every place on screen with its state on the chosen day, to sort and to read without the map.

import { make, makeButton, shownName } from './dom.js';
import { lookOf, symbolSvg } from './symbols.js';
import { dayMonthYear, longDate, plural, stateWords } from './words.js';

const BATCH = 300;
const COLUMNS = [['name', 'Place'], ['state', 'State'], ['since', 'Since'], ['sure', 'Sure']];

export class Table {
  constructor(page) {
    Object.assign(this, { page, data: page.data, store: page.store });
    this.view = page.frame.find('view-table');
    this.sorting = { key: 'name', down: false };
    this.limit = BATCH;
    this.onScreen = false;
    const id = page.frame.id('on-screen');
    this.box = make('input', '');
    Object.assign(this.box, { type: 'checkbox', id });
    this.box.addEventListener('change', () => { this.onScreen = this.box.checked; this.update(this.store.state); });
    const label = make('label', 'fl-check', this.box, 'Only what the map shows now');
    label.htmlFor = id;
    this.count = make('p', 'fl-count');
    this.count.setAttribute('role', 'status');
    this.caption = make('caption', 'fl-hidden');
    this.heads = COLUMNS.map(([key, text]) => {
      const cell = make('th', '', makeButton('fl-sort', text, () => this.#sort(key)));
      cell.scope = 'col';
      return cell;
    });
    this.body = make('tbody', '');
    this.more = makeButton('fl-more', '', () => { this.limit += BATCH; this.update(this.store.state); });
    this.view.replaceChildren(label, this.count, make('table', '', this.caption, make('thead', '', make('tr', '', ...this.heads)), this.body), this.more);
    page.frame.map.on('moveend', () => { if (this.onScreen) this.update(this.store.state); });
  }

  #sort(key) {
    this.sorting = { key, down: this.sorting.key === key && !this.sorting.down };
    this.update(this.store.state);
  }

  update(state) {
    if (this.view.hidden || !this.page.panel.isShown()) return;
    const found = this.rows(state);
    this.body.replaceChildren(...found.slice(0, this.limit).map((row) => this.#row(row, state)));
    this.count.textContent = `${plural(found.length, 'place', 'places')} on ${longDate(state.day)}${found.length > this.limit ? `, the first ${this.limit} shown` : ''}`;
    this.caption.textContent = `Who held which place on ${longDate(state.day)}`;
    this.more.hidden = found.length <= this.limit;
    this.more.textContent = `Show ${Math.min(BATCH, found.length - this.limit)} more`;
    this.heads.forEach((cell, i) => {
      const own = COLUMNS[i][0] === this.sorting.key;
      if (own) cell.setAttribute('aria-sort', this.sorting.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    });
  }

  // The places that the chronicle, the legend and "Changes only" let through, sorted.
  rows(state) {
    const { chronicle, frame } = this.page;
    const states = chronicle.states(state.day);
    const shown = this.page.shown();
    const bounds = this.onScreen ? frame.map.getBounds() : null;
    const rows = [];
    for (const place of this.data.places) {
      const spell = states[place.number];
      if (chronicle.hides(spell) || (!place.label && !shown.spell(spell))) continue;
      if (shown.onlyChanges && !chronicle.isRecent(spell, state.day)) continue;
      if (bounds && (place.lon === null || !bounds.contains([place.lat, place.lon]))) continue;
      rows.push({ place, spell, words: place.label && !spell ? 'An area: see its claims' : stateWords(this.data, spell) });
    }
    const known = ({ spell }) => spell && spell.status !== 'unknown';
    this.collator ??= new Intl.Collator('en', { sensitivity: 'base' }); // costly to make, and few readers sort
    const by = {
      name: (a, b) => this.collator.compare(a.place.name, b.place.name),
      state: (a, b) => this.collator.compare(a.words, b.words),
      since: (a, b) => (known(a) ? a.spell.start ?? -Infinity : Infinity) - (known(b) ? b.spell.start ?? -Infinity : Infinity),
      sure: (a, b) => (known(a) ? a.spell.confidence : -1) - (known(b) ? b.spell.confidence : -1),
    };
    const turn = this.sorting.down ? -1 : 1;
    return rows.sort((a, b) => turn * (by[this.sorting.key](a, b) || 0) || by.name(a, b));
  }

  #row({ place, spell, words }, state) {
    const button = makeButton('fl-row-name', '', () => this.store.set({ selected: place.number, fly: place.number }));
    button.append(shownName(place, state.local));
    const name = make('th', '', button);
    name.scope = 'row';
    if (place.lon === null) name.append(make('span', 'fl-note', 'no point'));
    const holder = make('td', '', make('span', 'fl-state', symbolSvg(lookOf(this.data, spell, state.dark), 16), make('span', '', words)));
    const known = spell && spell.status !== 'unknown';
    const since = known && spell.start !== null ? dayMonthYear(spell.start) : '–';
    return make('tr', '', name, holder, make('td', 'fl-number', since), make('td', 'fl-number', known ? `${spell.confidence}%` : '–'));
  }
}
