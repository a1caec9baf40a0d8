// Thousands of places at once: shapes could not be told apart, so each is a square in one buffer of pixels.

import { mixed, pixelOf, strength } from './symbols.js';

const buffers = new WeakMap(); // one buffer a canvas
const pixels = new Map();

// Draws `count` dots at x, y (in sheet pixels) with looks and confidences; replaces all that the canvas shows.
export function drawSwarm(ctx, sheet, theme, { count, x, y, looks, shares }) {
  const { canvas } = ctx;
  const { image, words } = bufferOf(ctx, canvas);
  words.fill(0);
  const size = Math.max(2, Math.round((count > 12000 ? 3 : count > 5000 ? 4 : 5) * sheet.ratio));
  const rim = pixelOf(theme.halo);
  for (let i = 0; i < count; i += 1) {
    const left = Math.round(x[i] * sheet.ratio - size / 2);
    const top = Math.round(y[i] * sheet.ratio - size / 2);
    if (left < 1 || top < 1 || left + size >= canvas.width - 1 || top + size >= canvas.height - 1) continue;
    const word = pixelFor(looks[i], shares[i], theme);
    square(words, canvas.width, left - 1, top - 1, size + 2, rim);
    square(words, canvas.width, left, top, size, word);
  }
  ctx.putImageData(image, 0, 0);
}

function square(words, width, left, top, size, word) {
  for (let row = top * width + left, end = (top + size) * width + left; row < end; row += width) {
    for (let at = row; at < row + size; at += 1) words[at] = word;
  }
}

function pixelFor(look, confidence, theme) {
  const step = Math.round(strength(confidence) * 10) / 10;
  const key = `${look.colour}${look.hollow ? 'o' : step}${theme.dark}`;
  if (!pixels.has(key)) pixels.set(key, pixelOf(mixed(look.colour, theme.card, look.hollow ? 0.5 : step)));
  return pixels.get(key);
}

function bufferOf(ctx, canvas) {
  const known = buffers.get(canvas);
  if (known && known.image.width === canvas.width && known.image.height === canvas.height) return known;
  const image = ctx.createImageData(canvas.width, canvas.height);
  const fresh = { image, words: new Uint32Array(image.data.buffer) };
  buffers.set(canvas, fresh);
  return fresh;
}
