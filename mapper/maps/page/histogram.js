// The histogram of the claims by day and side, drawn once and then only lit up to the day chosen.

import { blank } from './canvas.js';
import { isFought, lookOfClaim } from './symbols.js';
import { monthYear, parts, shortDate } from './words.js';

const AXIS = 20; // pixels below the bars for the dates
const BLOCK = 15; // the tallest a single claim may be drawn
const LEAST = 5; // the lowest: a day with more claims than fit is cut off and says how many there are
const WIDEST = 16;
const INSET = 11; // the thumb of a range input stops half its width before each end; so does the first day here

export class Histogram {
  constructor(canvas, data) {
    Object.assign(this, { canvas, data });
    this.size = { width: 0, height: 0 };
  }

  resize(width, height) {
    this.size = { width, height };
    this.sheet = null;
  }

  // Which claims are counted, between which days.
  count(chronicle) {
    Object.assign(this, { first: chronicle.first, last: chronicle.last, bars: barsOf(chronicle), sheet: null });
  }

  // The bars up to the day in full strength, later ones paler; `before` is the day left of the divider, or null.
  draw(theme, day, before) {
    const { width, height } = this.size;
    const ratio = window.devicePixelRatio || 1;
    if (!this.sheet || this.dark !== theme.dark) this.#prepare(theme, ratio);
    const floor = height - AXIS;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const ctx = this.canvas.getContext('2d');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    const [from, to] = [before === null ? 0 : this.x(Math.min(day, before)), this.x(before === null ? day : Math.max(day, before))];
    ctx.fillStyle = theme.track;
    round(ctx, 0, 0, width, floor, 6);
    ctx.fill();
    ctx.fillStyle = theme['track-past'];
    ctx.beginPath();
    ctx.roundRect(from, 0, Math.max(0, to - from), floor, [from ? 0 : 6, 0, 0, from ? 0 : 6]);
    ctx.fill();
    ctx.drawImage(this.axis, 0, 0, width, height);
    // The cursor stands behind the bars: on the last day it would hide the very reports it points to.
    for (const moment of before === null ? [day] : [before, day]) {
      ctx.fillStyle = theme.ink;
      round(ctx, this.x(moment) - 1.5, 0, 3, floor, 1.5);
      ctx.fill();
    }
    this.#stretch(ctx, 0, to, 1);
    this.#stretch(ctx, to, width, 0.45);
  }

  #stretch(ctx, from, to, alpha) {
    const half = to < this.size.width ? this.half : 0;
    const [left, right] = [from ? from + this.half : 0, to + half];
    if (right <= left) return;
    const scale = this.sheet.width / this.size.width;
    ctx.globalAlpha = alpha;
    ctx.drawImage(this.sheet, left * scale, 0, (right - left) * scale, this.sheet.height, left, 0, right - left, this.size.height);
    ctx.globalAlpha = 1;
  }

  #prepare(theme, ratio) {
    const { width, height } = this.size;
    this.dark = theme.dark;
    const scale = (width - 2 * INSET) / Math.max(1, this.last - this.first);
    this.x = (day) => INSET + (day - this.first) * scale;
    this.half = Math.max(2, Math.min(WIDEST, scale * 0.72)) / 2;
    const floor = height - AXIS;
    const sheets = [0, 1].map(() => blank(width * ratio, height * ratio));
    const [axis, bars] = sheets.map((sheet) => sheet.getContext('2d'));
    axis.scale(ratio, ratio);
    bars.scale(ratio, ratio);
    drawAxis(axis, theme, { x: this.x, scale, floor, width, first: this.first, last: this.last });
    this.#columns(bars, theme, floor);
    [this.axis, this.sheet] = sheets;
  }

  #columns(ctx, theme, floor) {
    const most = [...this.bars.values()].reduce((size, list) => Math.max(size, list.length), 1);
    const block = Math.max(LEAST, Math.min(BLOCK, (floor - 6) / most));
    const room = Math.floor((floor - 2) / block);
    const width = 2 * this.half;
    const crowded = most > 2 * room; // then the highest day has full height, and a block stands for several claims
    for (const [day, claims] of this.bars) {
      const blocks = crowded ? Math.max(1, Math.round((claims.length / most) * room)) : Math.min(claims.length, room);
      for (let i = 0; i < blocks; i += 1) {
        const claim = claims[Math.floor(((i + 0.5) * claims.length) / blocks)];
        const look = lookOfClaim(this.data, claim, theme.dark);
        const gap = block > LEAST ? 1 : 0.5;
        const box = [this.x(day) - width / 2, floor - (i + 1) * block + gap, width, block - gap];
        ctx.fillStyle = look.colour;
        if (look.hatched) stripe(ctx, box, look.colour, theme.card);
        else if (look.hollow) strokeBox(ctx, box, look.colour);
        else ctx.fillRect(...box);
      }
      if (claims.length > room && !crowded) writeCount(ctx, claims.length, this.x(day) + width / 2 + 4, theme);
    }
  }
}

function drawAxis(ctx, theme, { x, scale, floor, width, first, last }) {
  ctx.font = `11.5px ${theme.sans}`;
  ctx.textBaseline = 'middle';
  let free = -Infinity;
  for (const [day, text, strong] of ticks(first, last, scale)) {
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

function writeCount(ctx, count, left, theme) {
  ctx.font = `600 11px ${theme.sans}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.muted;
  ctx.fillText(String(count), left, 4);
}

// Claims by the day they were said, those of one side together.
function barsOf(chronicle) {
  const bars = new Map();
  for (const claim of chronicle.claims) {
    const day = claim.told;
    if (day === null || day < chronicle.first || day > chronicle.last) continue;
    if (!bars.has(day)) bars.set(day, []);
    bars.get(day).push(claim);
  }
  const key = (claim) => (isFought(claim) ? 99 : claim.controller < 0 ? 100 : claim.controller);
  for (const list of bars.values()) list.sort((a, b) => key(a) - key(b));
  return bars;
}

// Days where they fit, else weeks, else months, else quarters, else years.
function ticks(first, last, scale) {
  const found = [];
  const months = scale >= 1.6 ? 1 : scale >= 0.5 ? 3 : 12;
  for (let day = first; day <= last; day += 1) {
    const date = parts(day);
    if (scale >= 46) found.push([day, shortDate(day), false]);
    else if (date.day === 1 && date.month % months === 0) found.push([day, months < 12 ? monthYear(day) : String(date.year), true]);
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
