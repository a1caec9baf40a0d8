// The words round a saved picture: head, legend and note, wrapped to its width, so that none is cut on a phone.

import { filterWords } from './filter.js';
import { lensWords } from './lens.js';
import { drawSymbol, lookOf } from './symbols.js';
import { longDate, weekday } from './words.js';

const EDGE = 20;
const NARROW = 640; // pixels of width up to which the date stands under the title

// The head: `height` in pixels, and `draw(ctx)`, which paints it from 0, 0 down.
export function headOf(page, width) {
  const { data, chronicle, store: { state, theme } } = page;
  const narrow = width < NARROW;
  const date = state.before === null ? `${weekday(state.day)}, ${longDate(state.day)}` : `${longDate(state.before)} and ${longDate(state.day)}`;
  const dated = { font: `700 19px ${theme.serif}`, colour: theme.ink, align: 'right' };
  const titled = { font: `700 22px ${theme.serif}`, colour: theme.ink };
  const small = { font: `400 12.5px ${theme.sans}`, colour: theme.muted };
  const room = width - 2 * EDGE;
  const title = wrapped(data.title, titled.font, narrow ? room : room - EDGE - widthOf(date, dated.font));
  const told = [narrow ? date : '', state.summary, chronicle.view.side === null ? '' : lensWords(data, chronicle.view), chronicle.filtered ? `Filters: ${filterWords(data, state.filter)}` : ''];
  const lines = wrapped(told.filter(Boolean).join(' · '), small.font, room);
  const below = 46 + 26 * (title.length - 1);
  return {
    height: below + 14 + 16 * lines.length,
    draw(ctx) {
      write(ctx, data.theatre.toUpperCase(), EDGE, 22, { font: `600 11px ${theme.sans}`, colour: theme.muted });
      title.forEach((line, i) => write(ctx, line, EDGE, 46 + 26 * i, titled));
      if (!narrow) write(ctx, date, width - EDGE, 46, dated);
      lines.forEach((line, i) => write(ctx, line, EDGE, below + 20 + 16 * i, small));
    },
  };
}

// Legend and note in the same way. `refused` are the servers whose pictures had to be left out.
export function footOf(page, width, { ratio, refused }) {
  const { data, store: { theme } } = page;
  const named = { font: `500 12.5px ${theme.sans}`, colour: theme.ink };
  const small = { font: `400 11.5px ${theme.sans}`, colour: theme.muted };
  const rows = flowed(legendOf(page), named.font, width);
  const lines = wrapped(noteOf(page, refused), small.font, width - 2 * EDGE);
  const below = 24 + 22 * rows.at(-1).row;
  return {
    height: below + 24 + 16 * lines.length,
    draw(ctx) {
      for (const { title, spell, x, row } of rows) {
        drawSymbol(ctx, x + 8, 20 + 22 * row, 6.5, lookOf(data, spell, theme.dark), theme, { ratio });
        write(ctx, title, x + 22, 24 + 22 * row, named);
      }
      lines.forEach((line, i) => write(ctx, line, EDGE, below + 24 + 16 * i, small));
    },
  };
}

// Every state that the picture can show, on one date or on both.
function legendOf({ data, chronicle, shown, store: { state } }) {
  const visible = shown();
  const held = new Set();
  for (const day of state.before === null ? [state.day] : [state.before, state.day]) {
    for (const spell of chronicle.states(day)) if (spell && spell.status !== 'unknown') held.add(spell.holder);
  }
  const sides = data.sides.map(({ title }, number) => ({ title, spell: { status: 'held', holder: number } }));
  return [
    ...sides.filter((_, number) => held.has(number) && visible.side(number)),
    { title: 'Contested', spell: { status: 'contested' } },
    { title: 'Unknown', spell: { status: 'unknown' } },
  ];
}

function noteOf({ data, frame: { map }, shown }, refused) {
  const visible = shown();
  const estimated = visible.areas || visible.front ? 'Areas and front line are estimated. ' : '';
  const left = refused.length ? `Left out: the pictures of ${refused.join(', ')}, which may not be copied. ` : '';
  // Whose everything on the map is, as the corner of the page has it.
  const credit = map.attributionControl?.getContainer().textContent.replace(/\s+/g, ' ').trim() || data.base.credit;
  return `${estimated}A report is a claim, not a proof. ${data.reports.length} reports; places found in ${data.gazetteers.join(', ') || 'no gazetteer'}. ${left}${credit}.`;
}

// Where each entry of the legend stands: one after the other, in a new row where there is no room.
function flowed(entries, font, width) {
  let [x, row] = [EDGE, 0];
  return entries.map((entry) => {
    const wide = 22 + widthOf(entry.title, font);
    if (x > EDGE && x + wide > width - EDGE) [x, row] = [EDGE, row + 1];
    const placed = { ...entry, x, row };
    x += wide + 20;
    return placed;
  });
}

// The lines of a text no wider than a room; a word that is wider by itself is cut into pieces.
function wrapped(words, font, room) {
  const lines = [];
  let line = '';
  for (const word of words.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (widthOf(longer, font) <= room) line = longer;
    else {
      if (line) lines.push(line);
      const pieces = cut(word, font, room);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1);
    }
  }
  return [...lines, line];
}

function cut(word, font, room) {
  const pieces = [''];
  for (const letter of word) {
    if (pieces.at(-1) && widthOf(pieces.at(-1) + letter, font) > room) pieces.push('');
    pieces[pieces.length - 1] += letter;
  }
  return pieces;
}

let scratch = null;

function widthOf(words, font) {
  scratch ??= new OffscreenCanvas(1, 1).getContext('2d');
  scratch.font = font;
  return scratch.measureText(words).width;
}

export function write(ctx, words, x, y, { font, colour, align = 'left' }) {
  ctx.save();
  ctx.font = font;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.direction = 'ltr';
  ctx.fillText(words, x, y);
  ctx.restore();
}
