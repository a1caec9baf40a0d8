// The map as a picture: what is seen, with title, date, legend, scale, and the words that say what is estimated.

import { blank } from './canvas.js';
import { footOf, headOf, write } from './captions.js';
import { paintPane } from './ground.js';
import { longDate } from './words.js';

// Browsers have a largest canvas and say nothing of it: they give no picture instead.
export const TOO_LARGE = 'This map is too large for a picture in this browser. Make the window smaller and try again.';

const EDGE = 20;
const UNPAINTED = new Set(['mapPane', 'popupPane', 'tooltipPane']); // the one that holds all others, and words of the moment

// A canvas of the map with a head above and a legend below it, as high as their words need.
export function pictureOf(page) {
  const { frame, store: { state, theme } } = page;
  const [width, height] = [frame.element.clientWidth, frame.element.clientHeight];
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, 2));
  const map = blank(width * ratio, height * ratio);
  const ground = map.getContext('2d');
  ground.scale(ratio, ratio);
  const refused = drawMap(ground, page, width, height);
  drawScale(ground, page, width, height);
  if (state.before !== null) drawDivider(ground, page, height);
  const [head, foot] = [headOf(page, width), footOf(page, width, { ratio, refused })];
  const canvas = blank(width * ratio, (head.height + height + foot.height) * ratio);
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  ctx.fillStyle = theme.card;
  ctx.fillRect(0, 0, width, head.height + height + foot.height);
  head.draw(ctx);
  ctx.drawImage(map, 0, head.height, width, height);
  ctx.translate(0, head.height + height);
  foot.draw(ctx);
  return canvas;
}

// The panes in the order in which they lie on the page: ours, cut at the divider, and those of a user's own layers.
// Gives the names of the servers whose pictures may not be painted.
function drawMap(ctx, page, width, height) {
  const { frame: { map }, layers } = page;
  const refused = new Set();
  const level = (pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const panes = Object.entries(map.getPanes()).filter(([name]) => !UNPAINTED.has(name)).sort(([, a], [, b]) => level(a) - level(b));
  for (const [name, pane] of panes) {
    const own = Object.values(layers).filter((layer) => layer.paneName === name);
    for (const layer of own) if (!layer.canvas.hidden) drawLayer(ctx, page, layer, [width, height]);
    if (!own.length) for (const server of paintPane(ctx, map, pane)) refused.add(server);
  }
  return [...refused];
}

function drawLayer(ctx, { frame: { map }, swipe, store: { state } }, layer, [width, height]) {
  const line = swipe.line(state);
  const at = map.layerPointToContainerPoint(layer.lastSheet.corner);
  ctx.save();
  ctx.beginPath();
  if (layer.cut === 'left') ctx.rect(0, 0, line, height);
  else if (layer.cut === 'right') ctx.rect(line, 0, width - line, height);
  else ctx.rect(0, 0, width, height);
  ctx.clip();
  ctx.globalAlpha = Number(layer.canvas.style.opacity || 1);
  ctx.drawImage(layer.canvas, at.x, at.y, layer.lastSheet.width, layer.lastSheet.height);
  ctx.restore();
}

function drawScale(ctx, { layers, store: { theme } }, width, top) {
  const km = [200, 100, 50, 20, 10, 5, 2, 1].find((size) => size * layers.base.lastSheet.pixelsPerKm < 120) ?? 1;
  const length = km * layers.base.lastSheet.pixelsPerKm;
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(width - EDGE - length, top - 18);
  ctx.lineTo(width - EDGE - length, top - 12);
  ctx.lineTo(width - EDGE, top - 12);
  ctx.lineTo(width - EDGE, top - 18);
  ctx.stroke();
  write(ctx, `${km} km`, width - EDGE - length / 2, top - 17, { font: `500 11.5px ${theme.sans}`, colour: theme.ink, align: 'center' });
}

function drawDivider(ctx, { swipe, store: { state, theme } }, height) {
  const line = swipe.line(state);
  ctx.fillStyle = theme.ink;
  ctx.fillRect(line - 1.5, 0, 3, height);
  const font = `600 13px ${theme.sans}`;
  write(ctx, longDate(state.before), line - 10, 24, { font, colour: theme.ink, align: 'right' });
  write(ctx, longDate(state.day), line + 10, 24, { font, colour: theme.ink });
}
