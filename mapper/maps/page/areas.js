// Estimated areas and the front line, which fade where no named place is near.

import { blank } from './canvas.js';
import { decoded } from './payload.js';
import { fading } from './fading.js';
import { mixed } from './symbols.js';

const FULL_KM = 3; // full strength up to here from a named place
const GONE_KM = 8; // nothing from here on: nobody reported on that land
const LEAST_FADE = 1.5; // km over which colour fades at least
const MASK_SCALE = 0.25; // the fade is soft, so a quarter of the pixels do
const KEPT = 10; // drawings kept, so that going back and forth in time costs nothing

export class Areas {
  constructor(data) {
    this.data = data;
    this.shapes = { areas: revived(data.areas.shapes, data.grid), front: revived(data.front.shapes, data.grid) };
    this.days = { areas: days(data.areas.rows), front: days(data.front.rows) };
    // Areas that were estimated less far out fade earlier: a hard edge would look like knowledge.
    this.gone = Math.max(2 * LEAST_FADE, Math.min(GONE_KM, data.areas.reach ?? GONE_KM));
    this.full = Math.min(FULL_KM, this.gone - LEAST_FADE);
    this.kept = new Map();
  }

  // Up to how many km from a place colour is full, and from where on it is gone, for people to read.
  reach() {
    return { full: Math.round(this.full * 10) / 10, gone: Math.round(this.gone * 10) / 10 };
  }

  // The rows that hold on a day: those of the last date that is not after it.
  rows(kind, day) {
    const at = this.days[kind].filter((date) => date <= day).at(-1);
    return at === undefined ? [] : this.data[kind].rows.filter((row) => row.date === at);
  }

  // `shown` says which of areas, front, sides to draw. Areas are estimated from all sources: a lens has none.
  draw(ctx, sheet, theme, { chronicle, day, shown }) {
    if (chronicle.view.side !== null || !(shown.areas || shown.front)) return;
    const key = [sheet.key, chronicle.epoch(day), chronicle.filterKey, shown.key, theme.dark].join('|');
    if (!this.kept.has(key)) {
      if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value);
      this.kept.set(key, this.#drawing(sheet, theme, { chronicle, day, shown }));
    }
    const drawing = this.kept.get(key);
    if (drawing) ctx.drawImage(drawing, 0, 0, sheet.width, sheet.height);
  }

  #drawing(sheet, theme, { chronicle, day, shown }) {
    const areas = shown.areas ? this.rows('areas', day).filter((row) => row.holder < 0 || shown.side(row.holder)) : [];
    const front = this.rows('front', day);
    if (!areas.length && !(shown.front && front.length)) return null;
    const canvas = blank(sheet.width * sheet.ratio, sheet.height * sheet.ratio);
    const ctx = canvas.getContext('2d');
    ctx.scale(sheet.ratio, sheet.ratio);
    const mask = fading(sheet, MASK_SCALE, this.#known(chronicle, day), { full: this.full, gone: this.gone });
    if (areas.length) this.#drawAreas(ctx, sheet, theme, areas, front, mask);
    if (shown.front) this.#drawFront(ctx, sheet, theme, front, mask);
    return canvas;
  }

  // The places whose state is known on a day: only near them is an area more than a guess.
  #known(chronicle, day) {
    const states = chronicle.states(day);
    return this.data.places.filter((place) => {
      const spell = place.lon !== null && !place.label ? states[place.number] : null;
      return spell && spell.status !== 'unknown';
    });
  }

  #drawAreas(ctx, sheet, theme, rows, front, mask) {
    const layer = blank(sheet.width, sheet.height);
    const own = layer.getContext('2d');
    for (const row of rows) {
      own.fillStyle = this.#fill(own, row, theme);
      own.beginPath();
      for (const ring of this.shapes.areas[row.shape]) smooth(own, sheet, ring, true);
      own.fill('evenodd');
    }
    this.#soften(own, sheet, front);
    own.globalCompositeOperation = 'destination-in';
    own.drawImage(mask, 0, 0, sheet.width, sheet.height);
    ctx.save();
    ctx.globalAlpha = theme.areas;
    ctx.drawImage(layer, 0, 0, sheet.width, sheet.height);
    ctx.restore();
  }

  // Colour gives way along the line, as wide as the line is unsure.
  #soften(own, sheet, front) {
    own.save();
    own.globalCompositeOperation = 'destination-out';
    own.lineCap = 'round';
    own.lineJoin = 'round';
    for (const row of front) {
      const width = Math.min(160, 2 * row.uncertainty * sheet.pixelsPerKm);
      for (const share of [1, 0.86, 0.72, 0.58, 0.44, 0.3, 0.16]) {
        own.globalAlpha = 0.06;
        own.lineWidth = Math.max(1, width * share);
        own.beginPath();
        for (const line of this.shapes.front[row.shape]) smooth(own, sheet, line, false);
        own.stroke();
      }
    }
    own.restore();
  }

  #drawFront(ctx, sheet, theme, rows, mask) {
    const layer = blank(sheet.width * sheet.ratio, sheet.height * sheet.ratio);
    const own = layer.getContext('2d');
    own.scale(sheet.ratio, sheet.ratio);
    own.lineCap = 'round';
    own.lineJoin = 'round';
    own.beginPath();
    for (const row of rows) for (const line of this.shapes.front[row.shape]) smooth(own, sheet, line, false);
    own.strokeStyle = theme.halo;
    own.lineWidth = 6;
    own.stroke();
    own.strokeStyle = theme.front;
    own.lineWidth = 2.6;
    own.stroke();
    own.globalCompositeOperation = 'destination-in';
    own.drawImage(mask, 0, 0, sheet.width, sheet.height);
    ctx.drawImage(layer, 0, 0, sheet.width, sheet.height);
  }

  #fill(ctx, row, theme) {
    const pick = (look) => (theme.dark ? look.dark : look.colour);
    if (row.status === 'contested') return hatch(ctx, pick(this.data.contested));
    const look = row.holder < 0 ? this.data.unknown : this.data.sides[row.holder];
    return mixed(pick(look), theme.land, 0.55 + 0.45 * Math.min(1, row.confidence / 80));
  }
}

function revived(shapes, grid) {
  return shapes.map((lines) => lines.map((steps) => decoded(steps, grid)));
}

function days(rows) {
  return [...new Set(rows.map((row) => row.date))].sort((a, b) => a - b);
}

function hatch(ctx, colour) {
  const tile = blank(8, 8);
  const own = tile.getContext('2d');
  own.strokeStyle = colour;
  own.lineWidth = 2.4;
  for (const shift of [-8, 0, 8]) {
    own.moveTo(shift - 1, 9);
    own.lineTo(shift + 9, -1);
  }
  own.stroke();
  return ctx.createPattern(tile, 'repeat');
}

// Corners are rounded by less than half a side: an estimate has no corners of its own.
function smooth(ctx, sheet, points, close) {
  const count = points.length / 2;
  const x = (i) => sheet.x(points[2 * (i % count)]);
  const y = (i) => sheet.y(points[2 * (i % count) + 1]);
  const closed = close || (points[0] === points.at(-2) && points[1] === points.at(-1));
  const sides = closed && count > 1 && x(0) === x(count - 1) && y(0) === y(count - 1) ? count - 1 : count;
  if (sides < 3) {
    for (let i = 0; i < count; i += 1) ctx[i ? 'lineTo' : 'moveTo'](x(i), y(i));
    return;
  }
  const at = (i) => [sheet.x(points[2 * (i % sides)]), sheet.y(points[2 * (i % sides) + 1])];
  const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];
  const last = closed ? sides : sides - 2;
  ctx.moveTo(...(closed ? middle(at(0), at(1)) : at(0)));
  if (!closed) ctx.lineTo(...middle(at(0), at(1)));
  for (let i = 1; i <= last; i += 1) ctx.quadraticCurveTo(...at(i), ...middle(at(i), at(i + 1)));
  if (closed) ctx.closePath();
  else ctx.lineTo(...at(sides - 1));
}
