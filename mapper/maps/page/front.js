// The estimated front line: a dark line in a light one, smooth, fading with the colour round it.

const ROUNDS = 2; // of cutting corners
const LEVELS = 8; // of opacity
const STEP = 10; // pixels after which the opacity is looked up anew

export function drawFront(ctx, sheet, theme, { lines, fading }) {
  const paths = Array.from({ length: LEVELS + 1 }, () => new Path2D());
  for (const line of lines) {
    const points = [];
    for (let i = 0; i < line.length; i += 2) points.push([sheet.x(line[i]), sheet.y(line[i + 1])]);
    follow(paths, rounded(points), sheet, fading);
  }
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
  for (let round = 0; round < ROUNDS && line.length > 2; round += 1) {
    const closed = line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];
    const cut = closed ? [] : [line[0]];
    for (let i = 0; i + 1 < line.length; i += 1) {
      const [[ax, ay], [bx, by]] = [line[i], line[i + 1]];
      cut.push([0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by], [0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by]);
    }
    cut.push(closed ? cut[0] : line.at(-1));
    line = cut;
  }
  return line;
}

// Adds each stretch of the line to the path of its opacity.
function follow(paths, line, sheet, fading) {
  let last = 0;
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [[ax, ay], [bx, by]] = [line[i], line[i + 1]];
    const outside = Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > sheet.width || Math.min(ay, by) > sheet.height;
    if (outside) { last = 0; continue; }
    const pieces = Math.min(60, Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP)));
    for (let piece = 0; piece < pieces; piece += 1) {
      const [from, to] = [piece / pieces, (piece + 1) / pieces];
      const [x, y] = [ax + (bx - ax) * from, ay + (by - ay) * from];
      const level = Math.round(LEVELS * fading.at(x, y));
      if (level !== last) paths[level].moveTo(x, y);
      paths[level].lineTo(ax + (bx - ax) * to, ay + (by - ay) * to);
      last = level;
    }
  }
}
