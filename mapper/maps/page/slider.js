// The time bar: the slider over the histogram, the date in words, and the buttons that step and play.

import { makeSvg } from './dom.js';
import { Histogram } from './histogram.js';
import { dayMonthYear, longDate, weekday } from './words.js';

const STEP_MS = 520;
const LONG = 120; // days; a longer story is played from change to change

export class TimeBar {
  constructor(page) {
    Object.assign(this, { page, frame: page.frame, store: page.store });
    const find = (name) => page.frame.find(name);
    this.histogram = new Histogram(find('histogram'), page.data);
    this.slider = find('slider');
    this.before = find('slider-before');
    for (const [slider, key] of [[this.slider, 'day'], [this.before, 'before']]) {
      slider.min = page.all.first;
      slider.max = page.all.last;
      slider.addEventListener('input', () => this.go(Number(slider.value), key));
    }
    find('previous').addEventListener('click', () => this.go(page.chronicle.previous(this.store.state.day) ?? page.all.first));
    find('next').addEventListener('click', () => this.go(page.chronicle.next(this.store.state.day) ?? page.all.last));
    find('play').addEventListener('click', () => this.play(!this.timer));
    this.measure();
    new ResizeObserver(() => { this.measure(); this.update(this.store.state, this.store.theme); }).observe(find('track'));
    this.#drawIcons();
  }

  // Measured only when it changes: asking at each step would have the browser lay out every list first.
  measure() {
    const box = this.frame.find('track').getBoundingClientRect();
    this.histogram.resize(box.width, box.height);
    this.short = this.frame.narrow();
  }

  go(day, key = 'day') {
    if (this.timer) this.play(false);
    this.store.set({ [key]: day });
  }

  play(start) {
    clearInterval(this.timer);
    this.timer = null;
    const button = this.frame.find('play');
    button.setAttribute('aria-pressed', String(start));
    button.setAttribute('aria-label', start ? 'Pause' : 'Play');
    button.classList.toggle('fl-playing', start);
    if (!start) return;
    const { first, last } = this.page.all;
    if (this.store.state.day >= last) this.store.set({ day: first });
    this.timer = setInterval(() => this.#step(), STEP_MS);
  }

  #step() {
    const { first, last } = this.page.all;
    const day = this.store.state.day;
    const next = last - first > LONG ? this.page.chronicle.next(day) ?? last : day + 1;
    this.store.set({ day: Math.min(next, last) });
    if (next >= last) this.play(false);
  }

  // To be called when lens or filter let other claims through.
  recount() {
    this.histogram.count(this.page.chronicle);
  }

  update(state, theme) {
    this.#say(this.slider, state.day, state.summary);
    this.before.hidden = state.before === null;
    if (state.before !== null) this.#say(this.before, state.before, state.summaryBefore);
    this.slider.setAttribute('aria-label', state.before === null ? 'Date' : 'Date on the right of the divider');
    this.frame.find('date').textContent = this.short ? dayMonthYear(state.day) : longDate(state.day);
    this.frame.find('weekday').textContent = weekday(state.day);
    this.histogram.draw(theme, state.day, state.before);
  }

  #say(slider, day, summary) {
    slider.value = day;
    slider.setAttribute('aria-valuetext', `${weekday(day)}, ${longDate(day)}: ${summary}`);
  }

  #drawIcons() {
    const icon = (name, path) => this.frame.find(name).append(makeSvg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, ...path.map(([d, part]) => makeSvg('path', { d, fill: 'currentColor', class: part }))));
    icon('play', [['M4 2.5L13.5 8L4 13.5Z', 'fl-when-paused'], ['M3.5 2.5H6.5V13.5H3.5ZM9.5 2.5H12.5V13.5H9.5Z', 'fl-when-playing']]);
    icon('previous', [['M2.5 3H4.3V13H2.5ZM13.5 3V13L5.2 8Z', '']]);
    icon('next', [['M11.7 3H13.5V13H11.7ZM2.5 3L10.8 8L2.5 13Z', '']]);
  }
}
