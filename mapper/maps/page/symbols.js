// The shapes of the sides, the same path on the map, in the legend and in the lists.

import { makeSvg } from './dom.js';

// Each path fills about the same area round 0, 0.
const PATHS = {
  circle: 'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z',
  square: 'M-.9-.9H.9V.9H-.9Z',
  triangle: 'M0-1.18L1.12.86H-1.12Z',
  wedge: 'M0 1.18L1.12-.86H-1.12Z',
  hexagon: 'M1.08 0L.54.94H-.54L-1.08 0L-.54-.94H.54Z',
  pentagon: 'M0-1.12L1.07-.34L.66.91H-.66L-1.07-.34Z',
  star: 'M0-1.3L.38-.46L1.28-.4L.6.2L.8 1.08L0 .6L-.8 1.08L-.6.2L-1.28-.4L-.38-.46Z',
  cross: 'M-.42-1.1H.42V-.42H1.1V.42H.42V1.1H-.42V.42H-1.1V-.42H-.42Z',
  diamond: 'M0-1.28L1.28 0L0 1.28L-1.28 0Z',
};
const HATCH = 'M-1.2-.1L.1-1.4M-1.2.62L.82-1.4M-.9 1.04L1.24-1.1M-.4 1.26L1.44-.58M.2 1.38L1.44.14';

// Changes that leave it open who holds a place.
const FOUGHT = new Set(['contested', 'advanced', 'besieged']);

const mixtures = new Map();

// Black or white, whichever is easier to read on a colour (contrast as in WCAG 2.1).
export function inkOn(colour) {
  return luminance(colour) > 0.18 ? '#14171b' : '#ffffff';
}

// A colour for words on a ground: the colour itself where it reads well enough, else the ink.
export function readable(colour, ground, ink) {
  const [low, high] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05) >= 4.5 ? colour : ink;
}

function luminance(colour) {
  const linear = rgb(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

// A colour as one number of a pixel buffer (little endian, as every browser of today has it).
export function pixelOf(colour) {
  const found = /^rgb\((\d+) (\d+) (\d+)\)$/.exec(colour);
  const [red, green, blue] = found ? found.slice(1).map(Number) : rgb(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function pathOf(shape) {
  return PATHS[shape] || PATHS.circle;
}

// Colours mixed, not made transparent: what lies below must not shine through a symbol.
export function mixed(colour, ground, share) {
  const key = `${colour}${ground}${share}`;
  if (!mixtures.has(key)) {
    const [a, b] = [rgb(colour), rgb(ground)];
    mixtures.set(key, `rgb(${a.map((value, i) => Math.round(value * share + b[i] * (1 - share))).join(' ')})`);
  }
  return mixtures.get(key);
}

function rgb(hex) {
  const text = hex.trim().replace('#', '');
  const long = text.length === 3 ? [...text].map((char) => char + char).join('') : text;
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16));
}

// The look of a spell: which shape, which colour, filled how.
export function lookOf(data, spell, dark) {
  const pick = (look) => (dark ? look.dark : look.colour);
  if (!spell || spell.status === 'unknown') return { shape: 'circle', colour: pick(data.unknown), hollow: true };
  if (spell.status === 'contested') return { shape: 'diamond', colour: pick(data.contested), hatched: true };
  if (spell.holder < 0) return { shape: 'circle', colour: pick(data.unknown), hollow: true };
  const side = data.sides[spell.holder];
  return { shape: side.shape, colour: pick(side), besieged: spell.status === 'besieged' };
}

export function isFought(claim) {
  return FOUGHT.has(claim.change);
}

// The look of what a claim says.
export function lookOfClaim(data, claim, dark) {
  if (isFought(claim)) {
    return lookOf(data, { status: 'contested' }, dark);
  }
  return lookOf(data, { status: 'held', holder: claim.controller }, dark);
}

// How strong a colour is drawn: full where sure, never so pale that the side cannot be told.
export function strength(confidence) {
  return 0.45 + 0.55 * Math.min(1, Math.max(0, (confidence - 30) / 55));
}

const paths = new Map();

function path2d(path) {
  if (!paths.has(path)) paths.set(path, new Path2D(path));
  return paths.get(path);
}

const sprites = new Map();

// Drawn once for each look and then stamped: ten thousand symbols would cost a quarter of a second.
export function drawSymbol(ctx, x, y, radius, look, theme, { share = 1, ratio = 1 } = {}) {
  const step = Math.round(share * 10) / 10;
  const size = Math.round(radius * 10) / 10;
  const key = [look.shape, look.colour, look.hollow, look.hatched, look.besieged, step, size, ratio, theme.dark].join();
  const half = Math.ceil(size * 2.2 + 5);
  if (!sprites.has(key)) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 2 * half * ratio;
    const own = canvas.getContext('2d');
    own.scale(ratio, ratio);
    own.translate(half, half);
    paint(own, size, look, theme, step);
    sprites.set(key, canvas);
  }
  ctx.drawImage(sprites.get(key), x - half, y - half, 2 * half, 2 * half);
}

function paint(ctx, radius, look, theme, share) {
  const shape = path2d(pathOf(look.shape));
  ctx.save();
  ctx.scale(radius, radius);
  ctx.lineJoin = 'round';
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 6 / radius;
  ctx.stroke(shape);
  ctx.fillStyle = look.hollow || look.hatched ? theme.card : mixed(look.colour, theme.card, share);
  ctx.fill(shape);
  if (look.hatched) {
    ctx.save();
    ctx.clip(shape);
    ctx.strokeStyle = look.colour;
    ctx.lineWidth = 2 / radius;
    ctx.stroke(path2d(HATCH));
    ctx.restore();
  }
  ctx.strokeStyle = look.hollow || look.hatched ? look.colour : theme.outline;
  ctx.lineWidth = (look.hollow ? 2 : 1.5) / radius;
  ctx.stroke(shape);
  if (look.besieged) {
    ctx.setLineDash([0.5, 0.5]);
    ctx.strokeStyle = theme.contested;
    ctx.lineWidth = 2.4 / radius;
    ctx.scale(1.5, 1.5);
    ctx.stroke(shape);
  }
  ctx.restore();
}

export function symbolSvg(look, size = 18, share = 1) {
  const dim = { viewBox: '-1.7 -1.7 3.4 3.4', width: size, height: size, 'aria-hidden': 'true', class: 'fl-symbol' };
  const filled = !look.hollow && !look.hatched;
  const shape = makeSvg('path', {
    d: pathOf(look.shape),
    fill: filled ? look.colour : 'var(--card)',
    'fill-opacity': filled ? share : 1,
    stroke: filled ? 'var(--outline)' : look.colour,
    'stroke-width': look.hollow ? 0.34 : 0.2,
    'stroke-linejoin': 'round',
  });
  const svg = makeSvg('svg', dim, shape);
  if (look.hatched) {
    svg.append(makeSvg('path', { d: HATCH, fill: 'none', stroke: look.colour, 'stroke-width': 0.28, 'clip-path': 'polygon(50% 12%, 88% 50%, 50% 88%, 12% 50%)' }));
  }
  if (look.besieged) {
    svg.append(makeSvg('path', { d: pathOf(look.shape), fill: 'none', stroke: 'var(--contested)', 'stroke-width': 0.3, 'stroke-dasharray': '.45 .4', transform: 'scale(1.45)' }));
  }
  return svg;
}
