// Thousands of places at once: shapes could not be told apart, so each is a square in one buffer of pixels.

import { mixed, pixelOf, strength } from './symbols.js';

const MANY_CHANGED = 0.2; // share of the dots from which on all are painted anew

export class Swarm {
  // Dots at x, y in pixels of the sheet; `key` says what else they depend on: sheet, theme, what is shown.
  constructor(ctx, sheet, theme, { key, count, x, y }) {
    Object.assign(this, { key, count, x, y, width: ctx.canvas.width });
    this.image = ctx.createImageData(ctx.canvas.width, ctx.canvas.height);
    this.words = new Uint32Array(this.image.data.buffer);
    this.size = Math.max(2, Math.round((count > 12000 ? 3 : count > 5000 ? 4 : 5) * sheet.ratio));
    this.rim = pixelOf(theme.halo);
    this.corners = Int32Array.from({ length: count }, (_, i) => this.#corner(x[i] * sheet.ratio, y[i] * sheet.ratio, ctx.canvas.height));
    this.painted = new Uint32Array(count);
  }

  // Where in the buffer a dot with its rim begins; -1 where it is not wholly on the canvas.
  #corner(x, y, height) {
    const [left, top] = [Math.floor(x - this.size / 2) - 1, Math.floor(y - this.size / 2) - 1];
    const inside = left >= 0 && top >= 0 && left + this.size + 2 <= this.width && top + this.size + 2 <= height;
    return inside ? top * this.width + left : -1;
  }

  // Paints some dots in the colours they have now, 0 for none: those that changed, or all where many did.
  paint(ctx, dots, colourOf) {
    const changed = [];
    let gone = false;
    for (const i of dots) {
      const colour = colourOf(i);
      if (colour === this.painted[i]) continue;
      this.painted[i] = colour;
      changed.push(i);
      gone ||= colour === 0;
    }
    if (gone || changed.length > this.count * MANY_CHANGED) this.#all(ctx);
    else for (const i of changed) this.#one(ctx, i);
  }

  #all(ctx) {
    this.words.fill(0);
    for (let i = 0; i < this.count; i += 1) this.#square(i);
    ctx.putImageData(this.image, 0, 0);
  }

  #one(ctx, i) {
    this.#square(i);
    const corner = this.corners[i];
    if (corner >= 0) ctx.putImageData(this.image, 0, 0, corner % this.width, Math.floor(corner / this.width), this.size + 2, this.size + 2);
  }

  #square(i) {
    const corner = this.corners[i];
    const fill = this.painted[i];
    if (corner < 0 || !fill) return;
    const { words, width, size, rim } = this;
    const end = corner + (size + 1) * width;
    for (let column = 0; column < size + 2; column += 1) words[corner + column] = words[end + column] = rim;
    for (let row = corner + width; row < end; row += width) {
      words[row] = words[row + size + 1] = rim;
      for (let at = row + 1; at <= row + size; at += 1) words[at] = fill;
    }
  }
}

// The pixels of a look by confidence, 0 to 100.
export function pixelsOf(look, theme) {
  return Uint32Array.from({ length: 101 }, (_, confidence) => {
    const share = look.hollow ? 0.5 : Math.round(strength(confidence) * 10) / 10;
    return pixelOf(mixed(look.colour, theme.card, share));
  });
}
