// Places by the keyboard: with the map in focus n and p go from place to place in view, Enter opens the one pointed at.

import { since, stateWords } from './words.js';

export class Pointing {
  constructor(page) {
    Object.assign(this, { page, store: page.store, told: page.frame.find('pointed') });
    const box = page.frame.map.getContainer();
    box.addEventListener('keydown', (event) => {
      if (event.target !== box || event.ctrlKey || event.altKey || event.metaKey) return;
      const act = { n: () => this.#go(1), p: () => this.#go(-1), Enter: () => this.#open() }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    box.addEventListener('blur', () => this.store.set({ pointed: null }));
  }

  // From north to south, those beside each other from west to east.
  #go(step) {
    const { data, frame, symbols, view } = this.page;
    const { clientWidth: width, clientHeight: height } = frame.element;
    const { map } = frame;
    const seen = symbols.after.drawn.map(({ place }) => ({ place, at: map.latLngToContainerPoint([place.lat, place.lon]) }))
      .filter(({ at }) => at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height)
      .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x)
      .map(({ place }) => place.number);
    if (!seen.length) {
      this.told.textContent = 'No place in view.';
      return;
    }
    const at = seen.indexOf(this.store.state.pointed);
    const next = at < 0 ? (step > 0 ? 0 : seen.length - 1) : (at + step + seen.length) % seen.length;
    const place = data.places[seen[next]];
    this.store.set({ pointed: place.number });
    view.reveal(place);
    const spell = this.page.chronicle.at(place, this.store.state.day);
    this.told.textContent = `${place.name}: ${stateWords(data, spell)}${since(spell)}. ${next + 1} of ${seen.length} in view.`;
  }

  #open() {
    const { pointed } = this.store.state;
    if (pointed !== null) this.store.set({ selected: pointed, fly: pointed });
  }
}
