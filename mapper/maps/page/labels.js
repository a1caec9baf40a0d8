// Names on the map: each at the first free spot beside its place, the important ones first.

const GAP = 4;

const MOST = 3000; // names kept as pictures
const HALO = 3.6; // pixels of the light rim, half of it outside
const OFTEN = 6; // uses from which on a name is worth a picture of its own: making one costs more than to write it
const sprites = new Map();
let scratch = null;

// Where names are written and measured: a canvas off the page, because to set the font of one on the page has the
// browser work out the style of all that changed before.
function pen() {
  scratch ??= new OffscreenCanvas(512, 64).getContext('2d');
  return scratch;
}

// A name, as a small picture once it has come often: writing it costs ten times as much as stamping it.
function spriteOf(text, { font, size, colour, halo, spread = 0 }, ratio) {
  const key = `${text}|${font}|${colour}|${ratio}`;
  let sprite = sprites.get(key);
  if (!sprite) {
    if (sprites.size >= MOST) sprites.clear();
    const width = widthOf(text, font) + spread * text.length;
    const [wide, high] = [Math.ceil((width + 2 * HALO) * ratio), Math.ceil((size * 1.6 + 2 * HALO) * ratio)];
    sprite = { width, wide, high, uses: 0, text, font, size, style: { colour, halo }, spread };
    sprites.set(key, sprite);
  }
  return sprite;
}

function write(ctx, { text, font, size, style, spread }, ratio) {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.font = font;
  if ('letterSpacing' in ctx) ctx.letterSpacing = `${spread}px`;
  writeHaloed(ctx, text, HALO + spread / 2, size * 0.8 + HALO, style);
}

// The picture of a name: its own, or for the moment the scratch canvas.
function written(sprite, ratio) {
  sprite.uses += 1;
  if (sprite.canvas) return sprite.canvas;
  const { wide, high } = sprite;
  if (sprite.uses >= OFTEN) {
    sprite.canvas = new OffscreenCanvas(wide, high);
    write(sprite.canvas.getContext('2d'), sprite, ratio);
    return sprite.canvas;
  }
  const ctx = pen();
  if (ctx.canvas.width < wide) ctx.canvas.width = wide;
  if (ctx.canvas.height < high) ctx.canvas.height = high;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, wide, high);
  write(ctx, sprite, ratio);
  return ctx.canvas;
}

const letters = new Map();

// Letters are measured once a font and added up, but for scripts whose letters are joined.
function widthOf(text, font) {
  const measured = (part) => {
    const ctx = pen();
    ctx.font = font;
    if ('letterSpacing' in ctx) ctx.letterSpacing = '0px';
    return ctx.measureText(part).width;
  };
  if (/[^\u0020-\u024f\u02bc-\u02bf\u2018\u2019]/.test(text)) return measured(text);
  if (!letters.has(font)) letters.set(font, new Map());
  const known = letters.get(font);
  let width = 0;
  for (const letter of text) {
    if (!known.has(letter)) known.set(letter, measured(letter));
    width += known.get(letter);
  }
  return width;
}

function stamp(ctx, sprite, left, middle, ratio) {
  const { wide, high, size } = sprite;
  const [x, y] = [Math.round((left - HALO) * ratio) / ratio, Math.round((middle - size * 0.8 - HALO) * ratio) / ratio];
  ctx.drawImage(written(sprite, ratio), 0, 0, wide, high, x, y, wide / ratio, high / ratio);
}

// The boxes that are taken, in a coarse grid so that thousands of names stay quick, and the lines that lead to names.
export class Taken {
  constructor() {
    this.cells = new Map();
    this.lines = [];
  }

  crosses(line) {
    return this.lines.some((other) => cross(line, other));
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

// Whether two lines, each from x, y to x, y, have a point in common.
function cross([ax, ay, bx, by], [cx, cy, dx, dy]) {
  const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by);
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

// Further out, up to so many pixels: a thin line leads back to the symbol.
function farSpots(x, y, radius, width, height, most) {
  const found = [];
  for (const reach of [20, 38, 58, 84, 112].filter((far) => far <= most).map((far) => far + radius)) {
    for (const turn of [-0.25, 0.25, -0.75, 0.75, -0.5, 0.5, 0, 1]) {
      const [dx, dy] = [Math.cos(turn * Math.PI), Math.sin(turn * Math.PI)];
      const left = x + dx * reach + (dx > 0.1 ? 0 : dx < -0.1 ? -width : -width / 2);
      found.push([left, y + dy * reach - height / 2]);
    }
  }
  return found;
}

// Draws the label at its first free spot and takes it; false where there is none.
export function placeLabel(ctx, taken, { x, y, radius, text, font, size, colour, halo, ratio, reach = 0, line = colour }) {
  const sprite = spriteOf(text, { font, size, colour, halo }, ratio);
  const { width } = sprite;
  const height = size * 1.15;
  const boxAt = ([left, top]) => [left - 1, top, left + width + 1, top + height];
  const free = (spot) => taken.free(boxAt(spot));
  let spot = spots(x, y, radius, width, height).find(free);
  if (!spot && reach) {
    const lineTo = ([left, top]) => ledTo([x, y, radius], [Math.max(left, Math.min(x, left + width)), top + height / 2]);
    const far = farSpots(x, y, radius, width, height, reach);
    spot = far.find((one) => free(one) && !taken.crosses(lineTo(one))) || far.find(free);
    if (spot) lead(ctx, taken, lineTo(spot), line);
  }
  if (!spot) return false;
  taken.add(boxAt(spot));
  stamp(ctx, sprite, spot[0], spot[1] + height / 2, ratio);
  return true;
}

// The line from the rim of a symbol to its name.
function ledTo([x, y, radius], [toX, toY]) {
  const length = Math.hypot(toX - x, toY - y) || 1;
  return [x + ((toX - x) * (radius + 4)) / length, y + ((toY - y) * (radius + 4)) / length, toX, toY];
}

function lead(ctx, taken, line, colour) {
  taken.lines.push(line);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.1;
  ctx.beginPath();
  ctx.moveTo(line[0], line[1]);
  ctx.lineTo(line[2], line[3]);
  ctx.stroke();
  ctx.restore();
}

// A label without a symbol, in the middle of its point, letters spread if asked.
export function placeWide(ctx, taken, { x, y, text, font, size, colour, halo, ratio, spacing = 0 }) {
  // Arabic letters are joined: spreading them would break the words.
  const spread = /[\u0590-\u08ff]/.test(text) ? 0 : spacing;
  const sprite = spriteOf(text, { font, size, colour, halo, spread }, ratio);
  const { width } = sprite;
  const box = [x - width / 2 - 6, y - size * 0.7, x + width / 2 + 6, y + size * 0.7];
  if (!taken.free(box)) return false;
  taken.add(box);
  stamp(ctx, sprite, x - width / 2, y, ratio);
  return true;
}

function writeHaloed(ctx, text, x, y, { colour, halo }) {
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = HALO;
  ctx.strokeStyle = halo;
  // The direction stays left to right for placing; the letters inside follow their own script.
  ctx.direction = 'ltr';
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}
