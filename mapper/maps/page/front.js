// The estimated front line: a dark line in a light one, smooth, fading with the colour round it.

import { isClosed, joined } from './shapes.js';

const ROUNDS = 2; // of cutting corners
const LEVELS = 16; // of opacity
const STEP = 6; // pixels after which the opacity is looked up anew
const MOST_STEPS = 100; // a stretch
const LEAST = 0.12; // of opacity from which on the line is drawn: an end that hardly shows looks like a smudge

export function drawFront(ctx, sheet, theme, { lines, fading }) {
  const paths = Array.from({ length: LEVELS + 1 }, () => new Path2D());
  for (const line of joined(lines)) follow(paths, rounded(line), sheet, fading);
  ctx.lineJoin = 'round';
  for (const [colour, width] of [[theme.halo, 6], [theme.front, 2.6]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    for (let level = 1; level <= LEVELS; level += 1) {
      ctx.globalAlpha = level / LEVELS;
      ctx.stroke(paths[level]);
    }
  }
}

// Chaikin's way: each corner is cut at a quarter of its sides (Computer Graphics and Image Processing 3, 1974).
function rounded(points) {
  let line = points;
  for (let round = 0; round < ROUNDS && line.length > 4; round += 1) {
    const closed = isClosed(line);
    const cut = closed ? [] : [line[0], line[1]];
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
      cut.push(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by, 0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by);
    }
    if (closed) cut.push(cut[0], cut[1]);
    else cut.push(line.at(-2), line.at(-1));
    line = cut;
  }
  return line;
}

// Adds each stretch of the line to the path of its opacity.
function follow(paths, line, sheet, fading) {
  let last = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
    const outside = Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > sheet.width || Math.min(ay, by) > sheet.height;
    if (outside) { last = 0; continue; }
    const pieces = Math.min(MOST_STEPS, Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP)));
    for (let piece = 0; piece < pieces; piece += 1) {
      const [from, to] = [piece / pieces, (piece + 1) / pieces];
      const [x, y] = [ax + (bx - ax) * from, ay + (by - ay) * from];
      const strong = fading.at(x, y);
      const level = strong < LEAST ? 0 : Math.round(LEVELS * strong);
      if (level !== last) paths[level].moveTo(x, y);
      if (level) paths[level].lineTo(ax + (bx - ax) * to, ay + (by - ay) * to);
      last = level;
    }
  }
}
