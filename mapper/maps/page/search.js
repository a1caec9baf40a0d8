// The search for a place: by any of its names, in either script, however spelt; a list that keys can walk.

import { make } from './dom.js';
import { distance, folded, skeleton } from './fold.js';
import { lookOf, symbolSvg } from './symbols.js';
import { capital, degrees, stateWords } from './words.js';

const LISTED = 8;
const TWIN = 0.1; // degrees within which two labels of one name mean the same
const KINDS = { settlement: 'Town', admin: 'Province', region: 'Region' };

export class Search {
  constructor(page) {
    Object.assign(this, { page, data: page.data, store: page.store, frame: page.frame });
    this.input = page.frame.find('search');
    this.list = page.frame.find('found');
    this.found = [];
    this.active = -1;
    this.input.addEventListener('input', () => this.#find());
    this.input.addEventListener('focus', () => this.#find());
    this.input.addEventListener('blur', () => this.#show(false));
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
    document.addEventListener('keydown', (event) => {
      const ours = page.frame.element.contains(event.target) || (page.frame.number === 1 && event.target === document.body);
      if (event.key !== '/' || !ours || event.target.closest('input')) return;
      event.preventDefault();
      page.panel.open(true, false);
      this.input.focus();
    });
  }

  // Every name of every place, folded once: its own, the gazetteer's, the local one, those in the reports.
  #names() {
    if (!this.names) {
      const rows = [];
      const add = (place, town, names) => {
        for (const name of new Set(names.filter(Boolean).map(folded))) if (name) rows.push({ name, bones: skeleton(name), place, town });
      };
      for (const place of this.data.places) add(place, null, [place.name, place.entry, place.local, ...place.claims.map((claim) => claim.words)]);
      const own = new Set(rows.map((row) => row.name));
      for (const town of apart(this.data.base.labels)) if (!own.has(folded(town[0]))) add(null, town, [town[0], town[1]]);
      this.names = rows;
    }
    return this.names;
  }

  #find() {
    const wanted = folded(this.input.value);
    if (!wanted) {
      this.#show(false);
      return;
    }
    const bones = skeleton(wanted);
    const best = new Map();
    for (const row of this.#names()) {
      const rank = rankOf(row, wanted, bones);
      const key = row.place || row.town;
      if (rank !== null && rank + (row.place ? 0 : 0.5) < (best.get(key)?.rank ?? Infinity)) best.set(key, { ...row, rank: rank + (row.place ? 0 : 0.5) });
    }
    this.found = [...best.values()].sort((a, b) => a.rank - b.rank || a.name.length - b.name.length).slice(0, LISTED);
    this.#list();
  }

  #list() {
    const { chronicle } = this.page;
    const { day, dark } = this.store.state;
    this.active = this.found.length ? 0 : -1;
    this.list.replaceChildren(...this.found.map(({ place, town }, i) => {
      const option = make('li', '');
      option.id = this.frame.id(`found-${i}`);
      option.setAttribute('role', 'option');
      const spell = place ? chronicle.at(place, day) : null;
      const [name, local] = place ? [place.name, place.local] : town;
      const told = !place ? this.#ground(town) : place.label ? 'an area' : `${stateWords(this.data, spell)}${place.lon === null ? ', no point' : ''}`;
      if (place) option.append(symbolSvg(lookOf(this.data, spell, dark), 16));
      option.append(make('span', '', make('b', '', make('bdi', '', name)), local ? make('bdi', 'fl-local-name', local) : null, make('span', 'fl-note', told)));
      option.addEventListener('click', () => this.#choose(i));
      return option;
    }));
    if (!this.found.length) {
      const none = make('li', 'fl-none', 'No place of this name');
      none.setAttribute('role', 'option');
      none.setAttribute('aria-disabled', 'true');
      this.list.append(none);
    }
    this.#show(true);
  }

  // What of the base map it is; where others of its kind have the name too, which of them.
  #ground([name, , kind, lon, lat]) {
    const twins = this.found.filter(({ town }) => town && town[0] === name && town[2] === kind).length > 1;
    return `${KINDS[kind] ?? capital(kind)} on the base map, no report${twins ? ` · ${degrees(lat, 'N', 'S', 2)}, ${degrees(lon, 'E', 'W', 2)}` : ''}`;
  }

  #show(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute('aria-expanded', String(shown));
    [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === this.active)));
    if (shown && this.active >= 0) this.input.setAttribute('aria-activedescendant', this.frame.id(`found-${this.active}`));
    else this.input.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      if (this.list.hidden) this.#find();
      else this.active = (this.active + step + this.found.length) % this.found.length;
      this.#show(true);
    } else if (event.key === 'Enter' && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.#choose(this.active);
    } else if (event.key === 'Escape' && (this.input.value || !this.list.hidden)) {
      event.preventDefault();
      this.input.value = '';
      this.#show(false);
    }
  }

  #choose(number) {
    const { place, town } = this.found[number];
    this.#show(false);
    this.input.value = place ? place.name : town[0];
    if (place) this.store.set({ selected: place.number, fly: place.number });
    else {
      this.page.panel.open(false); // a drawer would hide the town
      this.page.view.goTo(town[4], town[3]);
    }
  }
}

// Labels of the base map without those that say the same once more: name and kind alike, the spot nearly so.
function apart(labels) {
  const near = (a, b) => Math.abs(a[3] - b[3]) < TWIN && Math.abs(a[4] - b[4]) < TWIN;
  const named = new Map();
  return labels.filter((label) => {
    const key = `${folded(label[0])}|${label[2]}`;
    const others = named.get(key) ?? [];
    named.set(key, [...others, label]);
    return !others.some((other) => near(other, label));
  });
}

// How well a name fits: 0 the same, then beginnings, parts, a letter off, the same consonants; null not at all.
function rankOf({ name, bones }, wanted, wantedBones) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (wanted.length > 2 && name.includes(wanted)) return 2;
  const most = wanted.length > 6 ? 2 : wanted.length > 3 ? 1 : 0;
  const off = most ? distance(name, wanted, most) : 9;
  if (off <= most) return 2 + off;
  return wantedBones.length > 1 && bones === wantedBones ? 5 : null;
}
