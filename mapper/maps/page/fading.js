// How colour fades where no named place is near: a coarse grid of opacities over the sheet.

import { blank, mercator } from './canvas.js';

const SCALE = 0.25; // the fade is soft, so a quarter of the pixels do

// The opacity is full up to `full` km from the nearest of the places, and nothing from `gone` km on.
export class Fading {
  constructor(sheet, places, { full, gone }) {
    this.key = sheet.key;
    this.width = Math.max(1, Math.ceil(sheet.width * SCALE));
    this.height = Math.max(1, Math.ceil(sheet.height * SCALE));
    this.depth = new Float32Array(this.width * this.height);
    this.reach = Math.ceil(gone * sheet.pixelsPerKm * SCALE);
    this.#stamp(sheet, places, discOf(this.reach, gone * sheet.pixelsPerKm * SCALE, full / gone));
  }

  // Where two discs meet nearly the fuller one counts (the root of the sum of their squares): colour says
  // nothing of how many places there are, and yet leaves no crease between them.
  #stamp(sheet, places, disc) {
    const { width, height, depth, reach } = this;
    const done = new Uint8Array(width * height);
    const size = 2 * reach + 1;
    for (const place of places) {
      const x = Math.round((((place.lon + 180) / 360) * sheet.world - sheet.origin.x) * SCALE);
      const y = Math.round((mercator(place.lat) * sheet.world - sheet.origin.y) * SCALE);
      if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
      if (x >= 0 && y >= 0 && x < width && y < height) {
        if (done[y * width + x]) continue;
        done[y * width + x] = 1;
      }
      const [left, right] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)];
      for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row += 1) {
        let from = (row - y + reach) * size + left - x + reach;
        for (let at = row * width + left; at <= row * width + right; at += 1, from += 1) {
          depth[at] += disc[from];
        }
      }
    }
  }

  // The opacity, 0 to 1, at a point of the sheet.
  at(x, y) {
    const [column, row] = [Math.round(x * SCALE), Math.round(y * SCALE)];
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return 0;
    return this.#opacity(row * this.width + column);
  }

  #opacity(at) {
    return Math.min(1, Math.sqrt(this.depth[at]));
  }

  // Leaves of a context only what is not faded.
  apply(ctx, width, height) {
    if (!this.canvas) {
      this.canvas = blank(this.width, this.height);
      const own = this.canvas.getContext('2d');
      const image = own.createImageData(this.width, this.height);
      for (let i = 0; i < this.depth.length; i += 1) if (this.depth[i]) image.data[4 * i + 3] = 255 * this.#opacity(i);
      own.putImageData(image, 0, 0);
    }
    ctx.globalCompositeOperation = 'destination-in';
    ctx.drawImage(this.canvas, 0, 0, width, height);
    ctx.globalCompositeOperation = 'source-over';
  }
}

function discOf(half, reach, start) {
  const size = 2 * half + 1;
  const disc = new Float32Array(size * size);
  for (let row = -half; row <= half; row += 1) {
    for (let column = -half; column <= half; column += 1) {
      const t = (Math.sqrt(column * column + row * row) / reach - start) / (1 - start);
      disc[(row + half) * size + column + half] = t <= 0 ? 1 : t >= 1 ? 0 : (1 - t * t * (3 - 2 * t)) ** 2;
    }
  }
  return disc;
}
