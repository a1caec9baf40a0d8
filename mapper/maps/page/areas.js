// Estimated areas and the front line, which fade where no named place is near.

import { blank } from './canvas.js';
import { decoded } from './payload.js';
import { mixed } from './symbols.js';

const FULL_KM = 3; // full strength up to here from a named place
const GONE_KM = 8; // nothing from here on: nobody reported on that land
const LEAST_FADE = 1.5; // km over which colour fades at least
const SPRITE = 128;
const MASK_SCALE = 0.5; // the fade is soft, so half the pixels do

export class Areas {
  constructor(data) {
    this.data = data;
    this.shapes = { areas: revived(data.areas.shapes, data.grid), front: revived(data.front.shapes, data.grid) };
    this.days = { areas: days(data.areas.rows), front: days(data.front.rows) };
    // Areas that were estimated less far out fade earlier: a hard edge would look like knowledge.
    this.gone = Math.max(2 * LEAST_FADE, Math.min(GONE_KM, data.areas.reach ?? GONE_KM));
    this.sprite = makeSprite(Math.min(FULL_KM, this.gone - LEAST_FADE) / this.gone);
  }

  // The rows that hold on a day: those of the last date that is not after it.
  rows(kind, day) {
    const at = this.days[kind].filter((date) => date <= day).at(-1);
    return at === undefined ? [] : this.data[kind].rows.filter((row) => row.date === at);
  }

  // `places` are those with a known state on the day; `shown` says which of areas, front, sides to draw.
  draw(ctx, sheet, theme, { day, places, shown }) {
    const areas = shown.areas ? this.rows('areas', day).filter((row) => row.holder < 0 || shown.side(row.holder)) : [];
    const front = this.rows('front', day);
    if (!areas.length && !(shown.front && front.length)) return;
    const mask = this.mask(sheet, places);
    if (areas.length) this.#drawAreas(ctx, sheet, theme, areas, front, mask);
    if (shown.front) this.#drawFront(ctx, sheet, theme, front, mask);
  }

  mask(sheet, places) {
    const canvas = blank(sheet.width * MASK_SCALE, sheet.height * MASK_SCALE);
    const ctx = canvas.getContext('2d');
    const radius = this.gone * sheet.pixelsPerKm * MASK_SCALE;
    for (const place of places) {
      const x = sheet.x(place.lon) * MASK_SCALE;
      const y = sheet.y(place.lat) * MASK_SCALE;
      const near = x > -radius && y > -radius && x < canvas.width + radius && y < canvas.height + radius;
      if (near) ctx.drawImage(this.sprite, x - radius, y - radius, 2 * radius, 2 * radius);
    }
    return canvas;
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

// A disc that is full up to this share of its radius and then fades to nothing.
function makeSprite(start) {
  const canvas = blank(SPRITE, SPRITE);
  const ctx = canvas.getContext('2d');
  const half = SPRITE / 2;
  const gradient = ctx.createRadialGradient(half, half, 0, half, half, half);
  for (let i = 0; i <= 8; i += 1) {
    const t = i / 8;
    gradient.addColorStop(start + (1 - start) * t, `rgba(0,0,0,${1 - t * t * (3 - 2 * t)})`);
  }
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, SPRITE, SPRITE);
  return canvas;
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
