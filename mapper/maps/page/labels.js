// Names on the map: each at the first free spot beside its place, the important ones first.

const GAP = 4;

const widths = new Map();

// Measuring costs more than drawing, and the same names come back at each step.
function widthOf(ctx, font, text) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}

// The boxes that are taken, in a coarse grid so that thousands of names stay quick.
export class Taken {
  constructor() {
    this.cells = new Map();
  }

  add(box) {
    for (const key of keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  free(box) {
    return !keys(box).some((key) => (this.cells.get(key) || []).some((other) => meet(box, other)));
  }
}

function keys([left, top, right, bottom]) {
  const found = [];
  for (let x = Math.floor(left / 96); x <= Math.floor(right / 96); x += 1) {
    for (let y = Math.floor(top / 96); y <= Math.floor(bottom / 96); y += 1) found.push(x * 4096 + y);
  }
  return found;
}

function meet(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

// Where a label of this size may stand round a symbol: right, left, above, below, then the corners.
function spots(x, y, radius, width, height) {
  const far = radius + GAP;
  const near = radius * 0.7 + 2;
  return [
    [x + far, y - height / 2], [x - far - width, y - height / 2],
    [x + near, y - near - height], [x + near, y + near], [x - near - width, y - near - height],
    [x - near - width, y + near], [x - width / 2, y - far - height], [x - width / 2, y + far],
  ];
}

// Further out, for names that must be seen: a thin line leads back to the symbol.
function farSpots(x, y, radius, width, height) {
  const found = [];
  for (const reach of [radius + 20, radius + 38, radius + 58, radius + 84, radius + 112]) {
    for (const turn of [-0.25, 0.25, -0.75, 0.75, -0.5, 0.5, 0, 1]) {
      const [dx, dy] = [Math.cos(turn * Math.PI), Math.sin(turn * Math.PI)];
      const left = x + dx * reach + (dx > 0.1 ? 0 : dx < -0.1 ? -width : -width / 2);
      found.push([left, y + dy * reach - height / 2]);
    }
  }
  return found;
}

// Draws the label at its first free spot and takes it; false where there is none.
export function placeLabel(ctx, taken, { x, y, radius, text, font, size, colour, halo, must = false }) {
  const width = widthOf(ctx, font, text);
  const height = size * 1.15;
  const near = spots(x, y, radius, width, height);
  for (const [left, top] of must ? [...near, ...farSpots(x, y, radius, width, height)] : near) {
    const box = [left - 1, top, left + width + 1, top + height];
    if (taken.free(box)) {
      taken.add(box);
      if (!near.some((spot) => spot[0] === left && spot[1] === top)) {
        lead(ctx, [x, y, radius], [Math.max(left, Math.min(x, left + width)), top + height / 2], colour);
      }
      ctx.font = font;
      writeHaloed(ctx, text, left, top + height / 2, { colour, halo, align: 'left' });
      return true;
    }
  }
  return false;
}

function lead(ctx, [x, y, radius], [toX, toY], colour) {
  const length = Math.hypot(toX - x, toY - y) || 1;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  ctx.moveTo(x + ((toX - x) * (radius + 4)) / length, y + ((toY - y) * (radius + 4)) / length);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.restore();
}

// A label without a symbol, in the middle of its point, letters spread if asked.
export function placeWide(ctx, taken, { x, y, text, font, size, colour, halo, spacing = 0 }) {
  ctx.save();
  ctx.font = font;
  // Arabic letters are joined: spreading them would break the words.
  const spread = /[\u0590-\u08ff]/.test(text) ? 0 : spacing;
  if ('letterSpacing' in ctx) ctx.letterSpacing = `${spread}px`;
  const width = ctx.measureText(text).width;
  const box = [x - width / 2 - 6, y - size * 0.7, x + width / 2 + 6, y + size * 0.7];
  const fits = taken.free(box);
  if (fits) {
    taken.add(box);
    writeHaloed(ctx, text, x + spread / 2, y, { colour, halo, align: 'center' });
  }
  ctx.restore();
  return fits;
}

function writeHaloed(ctx, text, x, y, { colour, halo, align }) {
  ctx.save();
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3.6;
  ctx.strokeStyle = halo;
  // The direction stays left to right for placing; the letters inside follow their own script.
  ctx.direction = 'ltr';
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}
