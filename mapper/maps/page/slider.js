// The time bar: a histogram of the reports by side, the slider over it, and the buttons that step.

import { byId, makeSvg, narrow } from './dom.js';
import { lookOfClaim } from './symbols.js';
import { dayMonthYear, longDate, monthYear, parts, shortDate, weekday } from './words.js';

const AXIS = 20; // pixels below the bars for the dates
const BLOCK = 15; // the tallest a single report may be drawn
const LEAST = 5; // the lowest: a day with more reports than fit is cut off and says how many there are
const WIDEST = 16;
const STEP_MS = 520;
const LONG = 120; // days; a longer story is played from change to change

export class TimeBar {
  constructor({ data, chronicle, store }) {
    Object.assign(this, { data, chronicle, store });
    this.canvas = byId('fl-histogram');
    this.slider = byId('fl-slider');
    this.bars = count(data, chronicle);
    this.slider.min = chronicle.first;
    this.slider.max = chronicle.last;
    this.slider.addEventListener('input', () => this.go(Number(this.slider.value)));
    byId('fl-previous').addEventListener('click', () => this.go(chronicle.previous(store.state.day) ?? chronicle.first));
    byId('fl-next').addEventListener('click', () => this.go(chronicle.next(store.state.day) ?? chronicle.last));
    byId('fl-play').addEventListener('click', () => this.play(!this.timer));
    this.measure();
    new ResizeObserver(() => { this.measure(); this.update(store.state, store.theme); }).observe(byId('fl-track'));
    drawIcons();
  }

  // Measured only when it changes: asking at each step would have the browser lay out every list first.
  measure() {
    const box = byId('fl-track').getBoundingClientRect();
    this.size = { width: box.width, height: box.height };
  }

  go(day) {
    if (this.timer) this.play(false);
    this.store.set({ day });
  }

  play(start) {
    clearInterval(this.timer);
    this.timer = null;
    const button = byId('fl-play');
    button.setAttribute('aria-pressed', String(start));
    button.setAttribute('aria-label', start ? 'Pause' : 'Play');
    button.classList.toggle('fl-playing', start);
    if (!start) return;
    const { first, last } = this.chronicle;
    if (this.store.state.day >= last) this.store.set({ day: first });
    this.timer = setInterval(() => this.#step(), STEP_MS);
  }

  #step() {
    const { first, last } = this.chronicle;
    const day = this.store.state.day;
    const next = last - first > LONG ? this.chronicle.next(day) ?? last : day + 1;
    this.store.set({ day: Math.min(next, last) });
    if (next >= last) this.play(false);
  }

  update(state, theme) {
    this.slider.value = state.day;
    this.slider.setAttribute('aria-valuetext', `${weekday(state.day)}, ${longDate(state.day)}: ${state.summary}`);
    byId('fl-date').textContent = narrow() ? dayMonthYear(state.day) : longDate(state.day);
    byId('fl-weekday').textContent = weekday(state.day);
    this.#draw(state, theme);
  }

  #draw(state, theme) {
    const box = this.size;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = box.width * ratio;
    this.canvas.height = box.height * ratio;
    const ctx = this.canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    const { first, last } = this.chronicle;
    // The thumb of a range input stops half its width before each end; so does the first day here.
    const inset = 11;
    const scale = (box.width - 2 * inset) / Math.max(1, last - first);
    const x = (day) => inset + (day - first) * scale;
    const floor = box.height - AXIS;
    ctx.fillStyle = theme.track;
    round(ctx, 0, 0, box.width, floor, 6);
    ctx.fill();
    ctx.save();
    ctx.clip();
    ctx.fillStyle = theme['track-past'];
    ctx.fillRect(0, 0, x(state.day), floor);
    ctx.restore();
    this.#axis(ctx, theme, x, scale, floor, box.width);
    // The cursor stands behind the bars: on the last day it would hide the very reports it points to.
    ctx.fillStyle = theme.ink;
    round(ctx, x(state.day) - 1.5, 0, 3, floor, 1.5);
    ctx.fill();
    this.#columns(ctx, theme, { x, scale, floor, state });
  }

  #columns(ctx, theme, { x, scale, floor, state }) {
    const most = [...this.bars.values()].reduce((size, list) => Math.max(size, list.length), 1);
    const block = Math.max(LEAST, Math.min(BLOCK, (floor - 6) / most));
    const room = Math.floor((floor - 2) / block);
    const width = Math.max(2, Math.min(WIDEST, scale * 0.72));
    for (const [day, claims] of this.bars) {
      ctx.globalAlpha = day > state.day ? 0.45 : 1;
      claims.slice(0, room).forEach((claim, i) => {
        const look = lookOfClaim(this.data, claim, theme.dark);
        const gap = block > LEAST ? 1 : 0.5;
        const box = [x(day) - width / 2, floor - (i + 1) * block + gap, width, block - gap];
        ctx.fillStyle = look.colour;
        if (look.hatched) stripe(ctx, box, look.colour, theme.card);
        else if (look.hollow) strokeBox(ctx, box, look.colour);
        else ctx.fillRect(...box);
      });
      if (claims.length > room) writeCount(ctx, claims.length, x(day) + width / 2 + 4, theme);
    }
    ctx.globalAlpha = 1;
  }

  #axis(ctx, theme, x, scale, floor, width) {
    ctx.font = `11.5px ${theme.sans}`;
    ctx.textBaseline = 'middle';
    let free = -Infinity;
    for (const [day, text, strong] of ticks(this.chronicle.first, this.chronicle.last, scale)) {
      ctx.strokeStyle = theme.line;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(Math.round(x(day)) + 0.5, 0);
      ctx.lineTo(Math.round(x(day)) + 0.5, floor + (strong ? 5 : 0));
      ctx.stroke();
      const size = ctx.measureText(text).width;
      const left = Math.max(0, Math.min(x(day) - (strong ? -4 : size / 2), width - size));
      if (left < free) continue;
      ctx.fillStyle = theme.muted;
      ctx.fillText(text, left, floor + AXIS / 2 + 2);
      free = left + size + 12;
    }
  }
}

function writeCount(ctx, count, left, theme) {
  ctx.font = `600 11px ${theme.sans}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.muted;
  ctx.fillText(String(count), left, 4);
}

// Claims by the day they were said, those of one side together.
function count(data, chronicle) {
  const bars = new Map();
  for (const claim of data.claims) {
    const day = chronicle.said(claim);
    if (day === null || day < chronicle.first || day > chronicle.last) continue;
    if (!bars.has(day)) bars.set(day, []);
    bars.get(day).push(claim);
  }
  const key = (claim) => (['contested', 'advanced', 'besieged'].includes(claim.change) ? 99 : claim.controller < 0 ? 100 : claim.controller);
  for (const list of bars.values()) list.sort((a, b) => key(a) - key(b));
  return bars;
}

// Days where they fit, else weeks, else months, else years.
function ticks(first, last, scale) {
  const found = [];
  for (let day = first; day <= last; day += 1) {
    const date = parts(day);
    if (scale >= 46) found.push([day, shortDate(day), false]);
    else if (date.day === 1 && (scale >= 1.6 || date.month === 0)) found.push([day, scale >= 1.6 ? monthYear(day) : String(date.year), true]);
    else if (scale >= 9 && date.week === 1) found.push([day, shortDate(day), false]);
    if (last - first > 20000 && date.month > 0) day += 27;
  }
  return found;
}

function stripe(ctx, [left, top, width, height], colour, ground) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = ground;
  ctx.fillRect(left, top, width, height);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.8;
  ctx.beginPath();
  for (let shift = -height; shift < width + height; shift += 4) {
    ctx.moveTo(left + shift, top + height);
    ctx.lineTo(left + shift + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function strokeBox(ctx, [left, top, width, height], colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.strokeRect(left + 0.6, top + 0.6, width - 1.2, Math.max(0, height - 1.2));
}

function round(ctx, x, y, width, height, radius) {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
}

function drawIcons() {
  const icon = (id, path) => byId(id).append(makeSvg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, ...path.map(([d, name]) => makeSvg('path', { d, fill: 'currentColor', class: name }))));
  icon('fl-play', [['M4 2.5L13.5 8L4 13.5Z', 'fl-when-paused'], ['M3.5 2.5H6.5V13.5H3.5ZM9.5 2.5H12.5V13.5H9.5Z', 'fl-when-playing']]);
  icon('fl-previous', [['M2.5 3H4.3V13H2.5ZM13.5 3V13L5.2 8Z', '']]);
  icon('fl-next', [['M11.7 3H13.5V13H11.7ZM2.5 3L10.8 8L2.5 13Z', '']]);
}
