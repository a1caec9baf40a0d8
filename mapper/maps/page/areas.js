// Estimated areas and the front line, which fade where no named place is near.

import { blank } from './canvas.js';
import { Fading } from './fading.js';
import { drawFront } from './front.js';
import { Shapes, outline, smooth } from './shapes.js';
import { mixed } from './symbols.js';

const FULL_KM = 3; // full strength up to here from a named place
const GONE_KM = 8; // nothing from here on: nobody reported on that land
const LEAST_FADE = 1.5; // km over which colour fades at least
const SOFT = 0.5; // areas have no sharp edge, so half the pixels do
const KEPT = 12; // drawings kept, so that going back and forth in time costs nothing

export class Areas {
  constructor(data) {
    this.data = data;
    this.shapes = { areas: new Shapes(data.areas.shapes, data.grid), front: new Shapes(data.front.shapes, data.grid) };
    this.views = data.views.map((_, lens) => ({ areas: grouped(data.areas.rows, lens), front: grouped(data.front.rows, lens) }));
    // Areas that were estimated less far out fade earlier: a hard edge would look like knowledge.
    this.gone = Math.max(2 * LEAST_FADE, Math.min(GONE_KM, data.areas.reach ?? GONE_KM));
    this.full = Math.min(this.gone - LEAST_FADE, (FULL_KM * this.gone) / GONE_KM);
    this.kept = new Map();
    this.points = data.places.filter((place) => place.lon !== null && !place.label);
    this.known = new Uint8Array(this.points.length); // of which the state is known, as the grid has them
  }

  // Up to how many km from a place colour is full, and from where on it is gone, for people to read.
  reach() {
    return { full: Math.round(this.full * 10) / 10, gone: Math.round(this.gone * 10) / 10 };
  }

  // Whether anything was estimated as a view has it: through a lens that may have been left out.
  has({ number }) {
    const { areas, front } = this.views[number];
    return areas.dates.length + front.dates.length > 0;
  }

  // The rows that hold on a day as a view has it: those of the last date that is not after it.
  rows(kind, day, { number }) {
    const { dates, rows } = this.views[number][kind];
    let at = dates.length - 1;
    while (at >= 0 && dates[at] > day) at -= 1;
    return at < 0 ? [] : rows.get(dates[at]);
  }

  // The canvases of areas and of the front line on a day; none where there is nothing to draw.
  drawn(sheet, theme, { chronicle, day, shown }) {
    if (!(shown.areas || shown.front)) return { areas: null, front: null };
    const key = [sheet.key, chronicle.view.number, chronicle.epoch(day), chronicle.filterKey, shown.key, theme.dark].join('|');
    if (!this.kept.has(key)) {
      const oldest = this.kept.size >= KEPT ? this.kept.keys().next().value : null;
      const spare = oldest === null ? null : this.kept.get(oldest);
      if (oldest !== null) this.kept.delete(oldest);
      this.kept.set(key, this.#drawing(sheet, theme, { chronicle, day, shown, spare }));
    }
    return this.kept.get(key);
  }

  #drawing(sheet, theme, { chronicle, day, shown, spare }) {
    const { view } = chronicle;
    const areas = shown.areas ? this.rows('areas', day, view).filter((row) => row.holder < 0 || shown.side(row.holder)) : [];
    const front = this.rows('front', day, view);
    const line = shown.front && front.length;
    const fading = areas.length || line ? this.#fading(sheet, chronicle.states(day)) : null;
    const found = { areas: null, front: null };
    if (areas.length) {
      found.areas = cleared(spare?.areas, sheet, SOFT * sheet.ratio);
      this.#drawAreas(found.areas, sheet, theme, { areas, front, fading });
    }
    if (line) {
      found.front = cleared(spare?.front, sheet, sheet.ratio);
      const lines = front.flatMap((row) => this.shapes.front.on(sheet, row.shape));
      drawFront(found.front.getContext('2d'), sheet, theme, { lines, fading });
    }
    return found;
  }

  // Only near places whose state is known is an area more than a guess. From day to day they mostly stay the same.
  #fading(sheet, states) {
    const { points, known } = this;
    let same = this.grid?.key === sheet.key;
    for (let i = 0; i < points.length; i += 1) {
      const spell = states[points[i].number];
      const is = spell && spell.status !== 'unknown' ? 1 : 0;
      if (is !== known[i]) {
        known[i] = is;
        same = false;
      }
    }
    if (!same) this.grid = new Fading(sheet, points.filter((_, i) => known[i]), this);
    return this.grid;
  }

  #drawAreas(canvas, sheet, theme, { areas, front, fading }) {
    const ctx = canvas.getContext('2d');
    for (const row of areas) {
      ctx.fillStyle = this.#fill(ctx, row, theme);
      ctx.beginPath();
      for (const ring of this.shapes.areas.on(sheet, row.shape)) smooth(ctx, ring);
      ctx.fill('evenodd');
    }
    this.#soften(ctx, sheet, front);
    fading.apply(ctx, sheet.width, sheet.height);
    canvas.style.opacity = theme.areas;
  }

  // Colour gives way along the line, as wide as the line is unsure.
  #soften(ctx, sheet, front) {
    ctx.save();
    ctx.globalCompositeOperation = 'destination-out';
    ctx.lineCap = 'round';
    ctx.lineJoin = 'round';
    ctx.globalAlpha = 0.1;
    for (const row of front) {
      const width = Math.min(160, 2 * row.uncertainty * sheet.pixelsPerKm);
      ctx.beginPath();
      for (const line of this.shapes.front.on(sheet, row.shape)) outline(ctx, line);
      for (const share of [1, 0.75, 0.5, 0.25]) {
        ctx.lineWidth = Math.max(1, width * share);
        ctx.stroke();
      }
    }
    ctx.restore();
  }

  #fill(ctx, row, theme) {
    const pick = (look) => (theme.dark ? look.dark : look.colour);
    if (row.status === 'contested') return hatch(ctx, pick(this.data.contested));
    const look = row.holder < 0 ? this.data.unknown : this.data.sides[row.holder];
    return mixed(pick(look), theme.land, 0.55 + 0.45 * Math.min(1, row.confidence / 80));
  }
}

// A canvas of the sheet's size at a scale; an old one of that size is wiped and used again.
function cleared(old, sheet, scale) {
  const [width, height] = [Math.ceil(sheet.width * scale), Math.ceil(sheet.height * scale)];
  const canvas = old && old.width === width && old.height === height && !old.isConnected ? old : blank(width, height);
  const ctx = canvas.getContext('2d');
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.scale(scale, scale);
  return canvas;
}

// The rows of a lens (0: all sources) by their dates.
function grouped(all, lens) {
  const found = new Map();
  for (const row of all) {
    if ((row.lens ?? 0) !== lens) continue;
    if (!found.has(row.date)) found.set(row.date, []);
    found.get(row.date).push(row);
  }
  return { dates: [...found.keys()].sort((a, b) => a - b), rows: found };
}

function hatch(ctx, colour) {
  const tile = blank(8, 8);
  const own = tile.getContext('2d');
  own.strokeStyle = colour;
  own.lineWidth = 2.6;
  for (const shift of [-8, 0, 8]) {
    own.moveTo(shift - 1, 9);
    own.lineTo(shift + 9, -1);
  }
  own.stroke();
  return ctx.createPattern(tile, 'repeat');
}
