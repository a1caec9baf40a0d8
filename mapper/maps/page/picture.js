// The map as a picture: what is seen, with title, date, legend, scale, and the words that say what is estimated.

import { blank } from './canvas.js';
import { filterWords } from './filter.js';
import { paintPane } from './ground.js';
import { lensWords } from './lens.js';
import { drawSymbol, lookOf } from './symbols.js';
import { longDate, weekday } from './words.js';

const HEAD = 76;
const FOOT = 64;
const EDGE = 20;
const UNPAINTED = new Set(['mapPane', 'popupPane', 'tooltipPane']); // the one that holds all others, and words of the moment

// A canvas of the map with a head above and a legend below it.
export function pictureOf(page) {
  const { frame, store: { state, theme } } = page;
  const [width, height] = [frame.element.clientWidth, frame.element.clientHeight];
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, 2));
  const canvas = blank(width * ratio, (HEAD + height + FOOT) * ratio);
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  ctx.fillStyle = theme.card;
  ctx.fillRect(0, 0, width, HEAD + height + FOOT);
  const refused = drawMap(ctx, page, width, height);
  drawHead(ctx, page, width);
  drawLegend(ctx, page, { width, top: HEAD + height, ratio, refused });
  if (state.before !== null) drawDivider(ctx, page, height);
  return canvas;
}

// The panes in the order in which they lie on the page: ours, cut at the divider, and those of a user's own layers.
// Gives the names of the servers whose pictures may not be painted.
function drawMap(ctx, page, width, height) {
  const { frame: { map }, layers } = page;
  const refused = new Set();
  const level = (pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const panes = Object.entries(map.getPanes()).filter(([name]) => !UNPAINTED.has(name)).sort(([, a], [, b]) => level(a) - level(b));
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, HEAD, width, height);
  ctx.clip();
  ctx.translate(0, HEAD);
  for (const [name, pane] of panes) {
    const own = Object.values(layers).filter((layer) => layer.paneName === name);
    for (const layer of own) if (!layer.canvas.hidden) drawLayer(ctx, page, layer, [width, height]);
    if (!own.length) for (const server of paintPane(ctx, map, pane)) refused.add(server);
  }
  ctx.restore();
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

function drawHead(ctx, { data, chronicle, store: { state, theme } }, width) {
  const narrow = width < 640; // there the date stands under the title
  const date = state.before === null ? `${weekday(state.day)}, ${longDate(state.day)}` : `${longDate(state.before)} and ${longDate(state.day)}`;
  text(ctx, data.theatre.toUpperCase(), EDGE, 22, { font: `600 11px ${theme.sans}`, colour: theme.muted });
  ctx.font = `700 19px ${theme.serif}`;
  const room = width - 2 * EDGE - (narrow ? 0 : EDGE + ctx.measureText(date).width);
  if (!narrow) text(ctx, date, width - EDGE, 46, { font: ctx.font, colour: theme.ink, align: 'right' });
  text(ctx, data.title, EDGE, 46, { font: `700 22px ${theme.serif}`, colour: theme.ink, room });
  const told = [narrow ? date : '', state.summary, chronicle.view.side === null ? '' : lensWords(data, chronicle.view), chronicle.filtered ? `Filters: ${filterWords(data, state.filter)}` : ''];
  text(ctx, told.filter(Boolean).join(' · '), EDGE, 66, { font: `400 12.5px ${theme.sans}`, colour: theme.muted, room: width - 2 * EDGE });
}

function drawLegend(ctx, page, { width, top, ratio, refused }) {
  const { data, store: { theme } } = page;
  const visible = page.shown();
  const states = page.chronicle.states(page.store.state.day);
  const held = new Set(states.filter((spell) => spell && spell.status !== 'unknown').map((spell) => spell.holder));
  const rows = data.sides.map((side, number) => [side.title, { status: 'held', holder: number }, number])
    .filter(([, , number]) => held.has(number) && visible.side(number));
  rows.push(['Contested', { status: 'contested' }], ['Unknown', { status: 'unknown' }]);
  let x = EDGE;
  for (const [title, spell] of rows) {
    drawSymbol(ctx, x + 8, top + 20, 6.5, lookOf(data, spell, theme.dark), theme, { ratio });
    text(ctx, title, x + 22, top + 24, { font: `500 12.5px ${theme.sans}`, colour: theme.ink });
    ctx.font = `500 12.5px ${theme.sans}`;
    x += 42 + ctx.measureText(title).width;
  }
  const estimated = visible.areas || visible.front ? 'Areas and front line are estimated. ' : '';
  const left = refused.length ? `Left out: the pictures of ${refused.join(', ')}, which may not be copied. ` : '';
  const note = `${estimated}A report is a claim, not a proof. ${data.reports.length} reports; places found in ${data.gazetteers.join(', ') || 'no gazetteer'}. ${left}${creditOf(page)}.`;
  text(ctx, note, EDGE, top + 48, { font: `400 11.5px ${theme.sans}`, colour: theme.muted, room: width - 2 * EDGE });
  drawScale(ctx, page, width, top);
}

// Whose everything on the map is, as the corner of the page has it.
function creditOf({ data, frame: { map } }) {
  return map.attributionControl?.getContainer().textContent.replace(/\s+/g, ' ').trim() || data.base.credit;
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
  text(ctx, `${km} km`, width - EDGE - length / 2, top - 17, { font: `500 11.5px ${theme.sans}`, colour: theme.ink, align: 'center' });
}

function drawDivider(ctx, { swipe, store: { state, theme } }, height) {
  const line = swipe.line(state);
  ctx.fillStyle = theme.ink;
  ctx.fillRect(line - 1.5, HEAD, 3, height);
  const font = `600 13px ${theme.sans}`;
  text(ctx, longDate(state.before), line - 10, HEAD + 24, { font, colour: theme.ink, align: 'right' });
  text(ctx, longDate(state.day), line + 10, HEAD + 24, { font, colour: theme.ink });
}

function text(ctx, words, x, y, { font, colour, align = 'left', room }) {
  ctx.save();
  ctx.font = font;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.direction = 'ltr';
  let shown = words;
  while (room && shown.length > 1 && ctx.measureText(shown).width > room) shown = `${[...shown].slice(0, -2).join('')}…`;
  ctx.fillText(shown, x, y);
  ctx.restore();
}
