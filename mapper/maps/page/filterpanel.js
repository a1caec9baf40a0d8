// The Filter tab: through whose eyes, which sides, sources, certainties, and how sure at least.

import { make, makeButton, shownName } from './dom.js';
import { EVERYTHING, toggled, withLeast } from './filter.js';
import { differing, lensTitle, lensWords } from './lens.js';
import { lookOf, symbolSvg } from './symbols.js';
import { CERTAINTY, plural, stateWords } from './words.js';

const LISTED = 60; // places that differ, named at most
const STEP = 5; // percent of confidence from one stop of the control to the next

export class FilterPanel {
  constructor(page) {
    Object.assign(this, { page, data: page.data, store: page.store, frame: page.frame });
    this.view = page.frame.find('view-filter');
    this.boxes = [];
    this.view.replaceChildren(
      ...this.#lenses(),
      this.#set('Side', 'Who holds the place', 'sides', this.data.sides.map((side, number) => [number, side.title])),
      this.#set('Certainty', 'How the claims behind it are meant', 'certainties', this.#certainties()),
      this.#least(),
      this.#set('Source', 'Who reported the claims behind it', 'sources', this.data.sources.map((source, number) => [number, `${source.name} (${source.count})`])),
      make('p', 'fl-note fl-remark', 'Filters hide; they settle nothing anew. What one side’s sources alone would show is a lens.'),
      makeButton('fl-more', 'Reset lens and filters', () => this.store.set({ lens: 0, filter: EVERYTHING })),
    );
  }

  // The symbols of the sides, anew whenever the page turns light or dark.
  #drawSymbols(dark) {
    this.dark = dark;
    for (const { input, member } of this.boxes.filter(({ key }) => key === 'sides')) {
      input.parentElement.querySelector('svg')?.remove();
      input.after(symbolSvg(lookOf(this.data, { status: 'held', holder: member }, dark), 16));
    }
  }

  #certainties() {
    const found = new Set(this.data.claims.map((claim) => claim.certainty));
    return Object.keys(CERTAINTY).filter((key) => found.has(key)).map((key) => [key, CERTAINTY[key]]);
  }

  #lenses() {
    if (this.data.views.length < 2) return [];
    this.radios = this.data.views.map((view, number) => {
      const input = make('input', '');
      Object.assign(input, { type: 'radio', name: this.frame.id('lens'), value: String(number), id: this.frame.id(`lens-${number}`) });
      input.addEventListener('change', () => this.store.set({ lens: number }));
      return [input, labelled(input, lensTitle(this.data, view))];
    });
    // Said aloud is how many places differ: all their names at each step of the slider would drown everything else.
    [this.verdict, this.places, this.silent] = [make('p', ''), make('ul', ''), make('p', '')];
    this.verdict.setAttribute('aria-live', 'polite');
    this.differ = make('div', 'fl-differ', this.verdict, this.places, this.silent);
    this.differ.hidden = true;
    return [group('According to', 'The map as one side’s sources alone would draw it', ...this.radios.map(([, label]) => label)), this.differ];
  }

  #set(title, hint, key, rows) {
    return group(title, hint, ...rows.map(([member, text]) => {
      const input = make('input', '');
      Object.assign(input, { type: 'checkbox', checked: true, id: this.frame.id(`${key}-${member}`) });
      input.addEventListener('change', () => this.store.set({ filter: toggled(this.store.state.filter, key, member, input.checked) }));
      this.boxes.push({ input, key, member });
      return labelled(input, text);
    }));
  }

  #least() {
    this.range = make('input', '');
    Object.assign(this.range, { type: 'range', min: 0, max: 100, step: STEP, value: 0, id: this.frame.id('least') });
    this.range.addEventListener('input', () => this.store.set({ filter: withLeast(this.store.state.filter, Number(this.range.value)) }));
    this.told = make('output', 'fl-number', '');
    this.told.setAttribute('for', this.range.id);
    const label = make('label', 'fl-range', 'At least ', this.told, this.range);
    return group('Confidence', 'How surely it was read, and how sure the state is', label);
  }

  update(state) {
    if (this.dark !== state.dark) this.#drawSymbols(state.dark);
    for (const { input, key, member } of this.boxes) input.checked = !state.filter[key].has(member);
    // An address may ask for a share between two steps: the control has to stand there too.
    this.range.step = state.filter.least % STEP ? 1 : STEP;
    this.range.value = state.filter.least;
    this.told.textContent = `${state.filter.least}%`;
    this.range.setAttribute('aria-valuetext', `at least ${state.filter.least}%`);
    this.frame.find('tab-filter').classList.toggle('fl-marked', state.lens > 0 || this.page.chronicle.filtered);
    if (!this.radios) return;
    this.radios.forEach(([input], number) => { input.checked = number === state.lens; });
    this.#differences(state);
  }

  // Where the lens and all sources do not agree on the day, each with both states.
  #differences(state) {
    if (this.view.hidden || !this.page.panel.isShown()) return;
    const { chronicle, whole } = this.page;
    this.differ.hidden = state.lens === 0;
    if (state.lens === 0) return;
    const { places, silent } = differing(this.data, chronicle, whole, state.day);
    const [seen, all] = [chronicle.states(state.day), whole.states(state.day)];
    const items = places.slice(0, LISTED).map((place) => {
      const button = makeButton('fl-row-name', '', () => this.store.set({ selected: place.number, fly: place.number }));
      button.append(shownName(place, state.local));
      return make('li', '', button, ` ${stateWords(this.data, seen[place.number])}; all sources: ${stateWords(this.data, all[place.number])}`);
    });
    const count = places.length ? `${plural(places.length, 'place differs', 'places differ')} from all sources on this date` : 'No place differs from all sources on this date';
    this.verdict.textContent = `${lensWords(this.data, chronicle.view)}. ${count}${places.length ? ':' : '.'}`;
    this.places.replaceChildren(...items);
    this.silent.textContent = silent ? `Of ${plural(silent, 'other place', 'other places')} these sources say nothing.` : '';
  }
}

function group(title, hint, ...rows) {
  return make('fieldset', 'fl-group-of', make('legend', '', title), make('p', 'fl-note', hint), ...rows);
}

function labelled(input, text) {
  const label = make('label', 'fl-check', input, make('bdi', '', text));
  label.htmlFor = input.id;
  return label;
}
