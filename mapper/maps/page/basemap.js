// The plate below the data: sea, land, coast, lakes, borders, provinces, graticule, names.

import { trace } from './canvas.js';
import { decoded } from './payload.js';

const STEPS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20]; // degrees between lines of the graticule
const STEP_PIXELS = 130;

export function makeBase(data) {
  const base = data.base;
  const lines = (list) => list.map((steps) => decoded(steps, data.grid));
  return {
    land: lines(base.land),
    coast: lines(base.coast),
    borders: lines(base.borders),
    provinces: lines(base.provinces),
    lakes: lines(base.lakes),
    countries: base.countries,
    labels: base.labels,
  };
}

export function drawBase(ctx, sheet, base, theme) {
  ctx.fillStyle = theme.sea;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  drawWaterLines(ctx, sheet, base, theme);
  fillRings(ctx, sheet, base.land, theme.land);
  strokeLines(ctx, sheet, base.coast, { colour: theme.coast, width: 1.3 });
  fillRings(ctx, sheet, base.lakes, theme.sea);
  strokeLines(ctx, sheet, base.lakes, { colour: theme.coast, width: 0.8 });
  drawGraticule(ctx, sheet, theme);
  // Provinces as a soft band with a thin dash-dot line in it, as printed atlases have them.
  strokeLines(ctx, sheet, base.provinces, { colour: theme.province, width: 5, alpha: 0.16 });
  strokeLines(ctx, sheet, base.provinces, { colour: theme.province, width: 1.2, dash: [9, 3, 2, 3], alpha: 0.75 });
  strokeLines(ctx, sheet, base.borders, { colour: theme.border, width: 7, alpha: 0.14 });
  strokeLines(ctx, sheet, base.borders, { colour: theme.border, width: 1.6, dash: [12, 4, 2, 4, 2, 4] });
}

// Fainter and fainter lines along the coast, on the sea's side: the land is filled over the other.
function drawWaterLines(ctx, sheet, base, theme) {
  for (const [width, alpha] of [[26, 0.1], [16, 0.14], [8, 0.2]]) {
    strokeLines(ctx, sheet, base.coast, { colour: theme.coast, width, alpha });
  }
}

function fillRings(ctx, sheet, rings, colour) {
  ctx.beginPath();
  for (const ring of rings) trace(ctx, sheet, ring, true);
  ctx.fillStyle = colour;
  ctx.fill('evenodd');
}

function strokeLines(ctx, sheet, lines, { colour, width, dash = [], alpha = 1 }) {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.lineCap = dash.length ? 'butt' : 'round';
  ctx.setLineDash(dash);
  ctx.beginPath();
  for (const line of lines) trace(ctx, sheet, line, false);
  ctx.stroke();
  ctx.restore();
}

function drawGraticule(ctx, sheet, theme) {
  const degree = sheet.x(1) - sheet.x(0);
  const step = STEPS.find((size) => size * degree >= STEP_PIXELS) || STEPS.at(-1);
  const west = -sheet.x(0) / degree;
  const lons = multiples(west, west + sheet.width / degree, step);
  // Parallels lie closer than meridians at any latitude but the poles, so this range is ample.
  const lats = multiples(-80, 80, step).filter((lat) => sheet.y(lat) > -20 && sheet.y(lat) < sheet.height + 20);
  ctx.save();
  ctx.strokeStyle = theme.grid;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 5]);
  ctx.beginPath();
  for (const lon of lons) { ctx.moveTo(sheet.x(lon), 0); ctx.lineTo(sheet.x(lon), sheet.height); }
  for (const lat of lats) { ctx.moveTo(0, sheet.y(lat)); ctx.lineTo(sheet.width, sheet.y(lat)); }
  ctx.stroke();
  ctx.restore();
  labelGraticule(ctx, sheet, theme, lons, lats);
}

function labelGraticule(ctx, sheet, theme, lons, lats) {
  ctx.save();
  ctx.fillStyle = theme.town;
  ctx.font = `10px ${theme.sans}`;
  // One parallel and one meridian carry the figures: where the cards leave the map free.
  const row = nearest(lats.map((lat) => sheet.y(lat)), sheet.height * 0.14);
  const column = nearest(lons.map((lon) => sheet.x(lon)), sheet.width * 0.68);
  for (const lon of lons) ctx.fillText(degrees(lon, 'E', 'W'), sheet.x(lon) + 4, row - 4);
  for (const lat of lats) if (sheet.y(lat) > row + 20) ctx.fillText(degrees(lat, 'N', 'S'), column + 4, sheet.y(lat) - 4);
  ctx.restore();
}

function nearest(values, wanted) {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best), Infinity);
}

function multiples(from, to, step) {
  const found = [];
  for (let i = Math.ceil(from / step); i * step <= to; i += 1) found.push(i * step);
  return found;
}

function degrees(value, positive, negative) {
  const size = Math.abs(value);
  const whole = Math.floor(size + 1e-9);
  const minutes = Math.round((size - whole) * 60);
  const text = minutes ? `${whole}°${String(minutes).padStart(2, '0')}′` : `${whole}°`;
  return `${text}${value >= 0 ? positive : negative}`;
}
