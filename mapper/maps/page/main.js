// Starts the maps of the page: reads each payload, puts our layers on folium's map, and keeps all parts in step.

import { fillAbout } from './about.js';
import { PlaceCard } from './card.js';
import { Chronicle } from './chronicle.js';
import { EVERYTHING } from './filter.js';
import { FilterPanel } from './filterpanel.js';
import { Frame } from './frame.js';
import { askToPaint } from './ground.js';
import { Head, summary, tally } from './head.js';
import { drawInset } from './inset.js';
import { addLayers, wireMap } from './layers.js';
import { redrawLegend, shownLayers, wireLegend } from './legend.js';
import { differing } from './lens.js';
import { readPayload } from './payload.js';
import { readHash, writeHash } from './permalink.js';
import { Pointing } from './pointing.js';
import { Reports } from './reports.js';
import { wireSave } from './save.js';
import { Search } from './search.js';
import { TimeBar } from './slider.js';
import { makeStore } from './store.js';
import { Swipe } from './swipe.js';
import { Table } from './table.js';
import { Panel } from './tabs.js';
import { onThemeChange, readTheme } from './theme.js';
import { View } from './view.js';

const REST_MS = 200; // after which cards that change their size are taken to rest

async function start(hook) {
  const frame = new Frame(hook);
  try {
    await begin(frame);
  } catch (error) {
    const fault = frame.find('fault');
    fault.hidden = false;
    fault.textContent = `The map could not be drawn: ${error.message}. A browser of 2023 or later is needed.`;
    throw error;
  }
}

async function begin(frame) {
  askToPaint(frame.map);
  const data = await readPayload(frame.find('payload'));
  const whole = new Chronicle(data, data.views[0]);
  const page = { frame, data, whole, all: whole, chronicle: whole };
  const theme = readTheme();
  const { view, ...wanted } = readHash(page, frame.number === 1 ? location.hash : '');
  const selected = wanted.selected;
  page.store = makeStore({ ...wanted, selected: null, fly: null, pointed: null, dark: theme.dark, summary: '', summaryBefore: '' });
  page.store.theme = theme;
  page.shown = () => shownLayers(page, page.store.state);
  page.redraw = () => redraw(page);
  page.layers = addLayers(page);
  page.panel = new Panel(page, () => { page.table.update(page.store.state); page.filters.update(page.store.state); });
  page.head = new Head(page);
  page.time = new TimeBar(page);
  page.card = new PlaceCard(page);
  page.reports = new Reports(page);
  page.table = new Table(page);
  page.filters = new FilterPanel(page);
  page.search = new Search(page);
  page.view = new View(page);
  page.swipe = new Swipe(page, page.layers);
  page.pointing = new Pointing(page);
  fillAbout(page, page.areas.reach());
  drawInset(page);
  wireButtons(page);
  wireSave(page);
  wireLegend(page, () => { redraw(page); page.table.update(page.store.state); page.view.tellOutside(); });
  wireMap(page);
  watchCards(page);
  page.view.start(view);
  page.covered = frame.covers();
  page.started = true;
  page.store.listen((state, changed) => update(page, state, changed));
  onThemeChange(() => {
    page.store.theme = readTheme();
    page.store.set({ dark: page.store.theme.dark });
  });
  update(page, page.store.state, new Set(['day', 'dark', 'lens', 'filter', 'before', 'local', 'changesOnly']));
  if (selected !== null) page.store.set({ selected });
  if (frame.number === 1) window.addEventListener('hashchange', ({ newURL }) => follow(page, newURL));
  frame.element.dataset.frontline = 'ready';
}

// Brings every part that shows something of what changed up to date.
function update(page, state, changed) {
  const any = (...keys) => keys.some((key) => changed.has(key));
  const { store, data } = page;
  if (any('lens', 'filter')) recount(page, state);
  if (any('dark', 'local', 'lens', 'filter')) page.reports.forget();
  const told = any('day', 'before', 'dark', 'local', 'lens', 'filter');
  const rows = told ? tally(data, page.chronicle, state.day) : null;
  if (told) {
    state.summary = summary(rows);
    state.summaryBefore = state.before === null ? '' : summary(tally(data, page.chronicle, state.before));
    page.differ = state.lens ? new Set(differing(data, page.chronicle, page.whole, state.day).places.map((place) => place.number)) : null;
  }
  // The map first: a canvas that sets its font has the browser work out the style of all that changed before.
  if (told || any('selected', 'changesOnly')) redraw(page, any('dark'));
  else if (any('pointed')) page.layers.places.redraw();
  if (told) {
    page.head.update(state, rows, store.theme);
    page.time.update(state, store.theme);
    page.reports.update(state);
    page.filters.update(state);
  }
  if (told || any('changesOnly')) {
    page.table.update(state);
    page.view.tellOutside();
  }
  if (any('dark')) redrawLegend(page);
  if (any('before', 'split') || (any('day') && state.before !== null)) page.swipe.update(state);
  if (any('changesOnly', 'local', 'lens', 'filter')) press(page, state);
  if (any('fly') && state.fly !== null) {
    page.panel.open(false, false);
    page.view.fly(data.places[state.fly]);
    state.fly = null;
  }
  if (told || any('selected')) page.card.update(state);
  writeHash(page);
}

function recount(page, state) {
  const through = (lens) => new Chronicle(page.data, page.data.views[lens], state.filter);
  page.whole = state.filter === EVERYTHING ? page.all : through(0);
  page.chronicle = state.lens ? through(state.lens) : page.whole;
  page.time.recount();
  page.head.sign(state);
  page.frame.find('differs').hidden = state.lens === 0;
}

function redraw({ layers, store: { state } }, base = true) {
  if (base) layers.base.redraw();
  for (const [name, layer] of Object.entries(layers).reverse()) {
    if (name !== 'base' && (state.before !== null || !name.endsWith('Before'))) layer.redraw();
  }
}

function press({ frame }, state) {
  frame.find('changes-only').setAttribute('aria-pressed', String(state.changesOnly));
  frame.find('local').setAttribute('aria-pressed', String(state.local));
}

function wireButtons({ data, frame, store }) {
  frame.find('changes-only').addEventListener('click', () => store.set({ changesOnly: !store.state.changesOnly }));
  const button = frame.find('local');
  button.addEventListener('click', () => store.set({ local: !store.state.local }));
  button.hidden = !data.places.some((place) => place.local) && !data.base.labels.some(([, local]) => local);
}

// Leaflet's controls and the drawer stand above the time bar, however high that is; names keep off the cards.
function watchCards(page) {
  const { frame } = page;
  let pending = null;
  // A card that has grown may lie on names. While the slider is drawn its text changes with every day.
  const keepOff = () => {
    if (!page.started || String(page.covered) === String(page.symbols.after.covered)) return;
    page.layers.places.redraw();
    page.layers.placesBefore.redraw();
  };
  const measure = () => {
    frame.element.style.setProperty('--time-height', `${frame.find('time').offsetHeight}px`);
    page.covered = frame.covers();
    clearTimeout(pending);
    pending = setTimeout(keepOff, REST_MS);
  };
  const observer = new ResizeObserver(measure);
  for (const card of frame.cards.querySelectorAll('.fl-head, .fl-legend, .fl-time, .fl-panel')) observer.observe(card);
  measure();
}

// Another address in the same page: what it names is shown, also if the page has written its own over it since.
function follow(page, address) {
  const { view, ...wanted } = readHash(page, new URL(address).hash);
  page.store.set(wanted);
  if (view) page.view.start(view);
}

Promise.all(window.frontline.map(start)).then(() => { document.documentElement.dataset.frontline = 'ready'; });
