// Thousands of places at once: shapes could not be told apart, so each is a square in one buffer of pixels.

import { mixed, pixelOf, strength } from './symbols.js';

const buffers = new WeakMap(); // one buffer a canvas
const pixels = new WeakMap(); // by look

// Draws `count` dots at x, y (in sheet pixels) with looks and confidences; replaces all that the canvas shows.
export function drawSwarm(ctx, sheet, theme, { count, x, y, looks, shares }) {
  const { width, height } = ctx.canvas;
  const { image, words } = bufferOf(ctx);
  words.fill(0);
  const { ratio } = sheet;
  const size = Math.max(2, Math.round((count > 12000 ? 3 : count > 5000 ? 4 : 5) * ratio));
  const rim = pixelOf(theme.halo);
  const [lastX, lastY] = [width - size - 2, height - size - 2];
  let [look, known] = [null, null];
  for (let i = 0; i < count; i += 1) {
    const left = (x[i] * ratio - size / 2) | 0;
    const top = (y[i] * ratio - size / 2) | 0;
    if (left < 1 || top < 1 || left > lastX || top > lastY) continue;
    if (looks[i] !== look) {
      look = looks[i];
      known = pixelsOf(look, theme);
    }
    square(words, width, (top - 1) * width + left - 1, size, known[shares[i]], rim);
  }
  ctx.putImageData(image, 0, 0);
}

// A square with a rim of one pixel round it, from its upper left corner on.
function square(words, width, corner, size, fill, rim) {
  const end = corner + (size + 1) * width;
  for (let column = 0; column < size + 2; column += 1) words[corner + column] = words[end + column] = rim;
  for (let row = corner + width; row < end; row += width) {
    words[row] = words[row + size + 1] = rim;
    for (let at = row + 1; at <= row + size; at += 1) words[at] = fill;
  }
}

// The pixel of a look by its confidence, worked out once a look.
function pixelsOf(look, theme) {
  if (!pixels.has(look)) {
    pixels.set(look, Uint32Array.from({ length: 101 }, (_, confidence) => {
      const share = look.hollow ? 0.5 : Math.round(strength(confidence) * 10) / 10;
      return pixelOf(mixed(look.colour, theme.card, share));
    }));
  }
  return pixels.get(look);
}

function bufferOf(ctx) {
  const { canvas } = ctx;
  const known = buffers.get(canvas);
  if (known && known.image.width === canvas.width && known.image.height === canvas.height) return known;
  const image = ctx.createImageData(canvas.width, canvas.height);
  const fresh = { image, words: new Uint32Array(image.data.buffer) };
  buffers.set(canvas, fresh);
  return fresh;
}
