// The shapes of areas and front lines: decoded when they are first drawn, put onto the pixels of a sheet, smoothed.

import { mercator } from './canvas.js';
import { decoded } from './payload.js';

export class Shapes {
  constructor(coded, grid) {
    Object.assign(this, { coded, grid });
    this.world = new Map(); // by number: lines of x, y as shares of the world's size
  }

  // The lines of a shape in pixels of a sheet, each a flat list of x, y.
  on(sheet, number) {
    if (!this.world.has(number)) this.world.set(number, this.coded.at(number).map((steps) => worldOf(decoded(steps, this.grid))));
    return this.world.get(number).map((line) => projected(line, sheet));
  }
}

function worldOf(line) {
  for (let i = 0; i < line.length; i += 2) {
    line[i] = (line[i] + 180) / 360;
    line[i + 1] = mercator(line[i + 1]);
  }
  return line;
}

function projected(line, { world, origin: { x, y } }) {
  const found = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 2) {
    found[i] = line[i] * world - x;
    found[i + 1] = line[i + 1] * world - y;
  }
  return found;
}

// Adds a line to a path as it is.
export function outline(path, line) {
  if (line.length) path.moveTo(line[0], line[1]);
  for (let i = 2; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
}

// Adds a ring to a path with its corners rounded by less than half a side: an estimate has no corners of its own.
export function smooth(path, ring) {
  const size = isClosed(ring) ? ring.length - 2 : ring.length;
  if (size < 6) return;
  path.moveTo((ring[0] + ring[2]) / 2, (ring[1] + ring[3]) / 2);
  for (let i = 2; i <= size; i += 2) {
    const [at, next] = [i % size, (i + 2) % size];
    path.quadraticCurveTo(ring[at], ring[at + 1], (ring[at] + ring[next]) / 2, (ring[at + 1] + ring[next + 1]) / 2);
  }
  path.closePath();
}

export function isClosed(line) {
  return line.length > 2 && line[0] === line.at(-2) && line[1] === line.at(-1);
}

// Lines that end where another begins made one, so that a front which is told in pieces is drawn in one stroke.
export function joined(lines) {
  const open = lines.filter((line) => line.length > 2 && !isClosed(line)).map((line) => Array.from(line));
  const found = lines.filter(isClosed);
  const ends = new Map();
  const key = (line, last) => (last ? `${line.at(-2)},${line.at(-1)}` : `${line[0]},${line[1]}`);
  const note = (line) => { for (const last of [false, true]) ends.set(key(line, last), [...(ends.get(key(line, last)) || []), line]); };
  const drop = (line) => { for (const last of [false, true]) ends.set(key(line, last), ends.get(key(line, last)).filter((other) => other !== line)); };
  open.forEach(note);
  for (const start of open) {
    if (!ends.get(key(start, true)).includes(start)) continue; // it has become part of another
    let line = start;
    drop(line);
    for (let turn = 0; turn < 2; turn += 1) {
      for (let [next, ...others] = ends.get(key(line, true)); next && !others.length; [next, ...others] = ends.get(key(line, true)) || []) {
        drop(next);
        line = [...line, ...(key(next, false) === key(line, true) ? next : turned(next)).slice(2)];
        if (!ends.has(key(line, true))) break;
      }
      line = turned(line);
    }
    found.push(line);
  }
  return found;
}

function turned(line) {
  const found = [];
  for (let i = line.length - 2; i >= 0; i -= 2) found.push(line[i], line[i + 1]);
  return found;
}
