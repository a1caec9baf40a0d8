// Before and after: two dates side by side, and the divider between them, for pointer, finger and keys.

import { makeSvg } from './dom.js';
import { longDate, shortDate, parts } from './words.js';

const STEP = 2; // percent of the map's width for an arrow key
const LEAP = 10;

export class Swipe {
  constructor(page, layers) {
    Object.assign(this, { page, layers, frame: page.frame, store: page.store });
    this.element = page.frame.find('swipe');
    this.handle = page.frame.find('handle');
    this.handle.append(makeSvg('svg', { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' }, makeSvg('path', { d: 'M7 5L2 10L7 15M13 5L18 10L13 15', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })));
    const button = page.frame.find('before-after');
    button.addEventListener('click', () => this.store.set({ before: this.store.state.before === null ? this.#earlier() : null }));
    this.handle.addEventListener('pointerdown', (event) => {
      this.handle.setPointerCapture(event.pointerId);
      this.grabbed = event.clientX - this.handle.getBoundingClientRect().left - this.handle.offsetWidth / 2;
      event.preventDefault();
      this.handle.focus({ preventScroll: true });
    });
    this.handle.addEventListener('pointermove', (event) => {
      if (!this.handle.hasPointerCapture(event.pointerId)) return;
      const { left, width } = this.frame.element.getBoundingClientRect();
      this.#move((100 * (event.clientX - this.grabbed - left)) / width);
    });
    this.handle.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.cut(this.store.state)).observe(page.frame.element);
  }

  // A date to compare with: some changes back, so that there is something to see.
  #earlier() {
    const { chronicle, all } = this.page;
    const { day } = this.store.state;
    const past = chronicle.days.filter((change) => change < day);
    const half = past[Math.floor(past.length / 2)];
    return Math.max(all.first, half === undefined ? all.first : half - 1);
  }

  #key(event) {
    const { split } = this.store.state;
    const to = {
      ArrowLeft: split - STEP, ArrowDown: split - STEP, ArrowRight: split + STEP, ArrowUp: split + STEP,
      PageDown: split - LEAP, PageUp: split + LEAP, Home: 0, End: 100,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to);
  }

  #move(percent) {
    this.store.set({ split: Math.round(Math.max(0, Math.min(100, percent)) * 10) / 10 });
  }

  // Where the divider stands, in pixels of the map; null where there is none.
  line(state) {
    return state.before === null ? null : (state.split / 100) * this.frame.element.clientWidth;
  }

  update(state) {
    const on = state.before !== null;
    this.element.hidden = !on;
    this.frame.find('before-after').setAttribute('aria-pressed', String(on));
    if (on) {
      const short = parts(state.before).year === parts(state.day).year ? shortDate : longDate;
      this.frame.find('flag-before').textContent = short(state.before);
      this.frame.find('flag-after').textContent = short(state.day);
      this.handle.setAttribute('aria-valuenow', String(Math.round(state.split)));
      this.handle.setAttribute('aria-valuetext', `${longDate(state.before)} on the left ${Math.round(state.split)}%, ${longDate(state.day)} on the right`);
    }
    this.cut(state);
  }

  cut(state) {
    const line = this.line(state);
    if (line !== null) this.element.style.left = `${line}px`;
    for (const [name, layer] of Object.entries(this.layers)) {
      const early = name.endsWith('Before');
      if (early) layer.hide(line === null);
      if (name !== 'base') layer.cutAt(line === null ? null : early ? 'left' : 'right', line);
    }
  }
}
