// How colour fades where no named place is near: a coarse grid of distances, stretched over the sheet.

import { blank } from './canvas.js';

// A canvas whose opacity is full up to `full` km from the nearest of the places, and nothing from `gone` km on.
export function fading(sheet, scale, places, { full, gone }) {
  const canvas = blank(sheet.width * scale, sheet.height * scale);
  const { width, height } = canvas;
  const ctx = canvas.getContext('2d');
  const image = ctx.createImageData(width, height);
  const reach = gone * sheet.pixelsPerKm * scale;
  const start = full / gone;
  for (const place of places) {
    const x = sheet.x(place.lon) * scale;
    const y = sheet.y(place.lat) * scale;
    if (x > -reach && y > -reach && x < width + reach && y < height + reach) stamp(image.data, { width, height, x, y, reach, start });
  }
  ctx.putImageData(image, 0, 0);
  return canvas;
}

// Where two discs meet the fuller one counts, so that colour says nothing of how many places there are.
function stamp(alpha, { width, height, x, y, reach, start }) {
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(width - 1, Math.ceil(x + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(height - 1, Math.ceil(y + reach))];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const t = (Math.hypot(column + 0.5 - x, row + 0.5 - y) / reach - start) / (1 - start);
      if (t >= 1) continue;
      const value = t <= 0 ? 255 : 255 * (1 - t * t * (3 - 2 * t));
      const at = 4 * (row * width + column) + 3;
      if (value > alpha[at]) alpha[at] = value;
    }
  }
}
