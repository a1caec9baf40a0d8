// Starts the page: reads the payload, puts our layers on folium's map, and keeps all parts in step.

import { fillAbout } from './about.js';
import { Areas } from './areas.js';
import { drawBase, makeBase } from './basemap.js';
import { CanvasLayer } from './canvas.js';
import { PlaceCard } from './card.js';
import { Chronicle } from './chronicle.js';
import { byId, narrow } from './dom.js';
import { fillHead, summary, tally, updateHead } from './head.js';
import { drawInset } from './inset.js';
import { redrawLegend, shownLayers, wireLegend } from './legend.js';
import { readPayload } from './payload.js';
import { readHash, writeHash } from './permalink.js';
import { Places } from './places.js';
import { Reports } from './reports.js';
import { TimeBar } from './slider.js';
import { makeStore } from './store.js';
import { Table } from './table.js';
import { wireTabs } from './tabs.js';
import { onThemeChange, readTheme } from './theme.js';

const CLOSEST = 11.25; // zoom at which a single village still has its neighbours round it
const FARTHEST = 9; // zoom below which villages lie on each other
const CARD = { width: 400, height: 500 }; // pixels that the card of a place wants above it

async function start() {
  const { map, switches } = window.frontline;
  const data = await readPayload(byId('frontline-payload'));
  const chronicle = new Chronicle(data);
  const link = readHash(data, chronicle);
  const theme = readTheme();
  const store = makeStore({ day: link.day ?? chronicle.last, selected: null, fly: null, local: false, changesOnly: false, dark: theme.dark, summary: '' });
  store.theme = theme;
  fillHead(data);
  fillAbout(data, chronicle);
  drawInset(data);
  redrawLegend(data);
  wireButtons(data, store);
  const layers = addLayers({ map, data, chronicle, store, switches });
  const page = { map, data, chronicle, store, hole: () => hole(map) };
  const views = { ...layers, card: new PlaceCard(page), reports: new Reports(page), table: new Table(page), time: new TimeBar(page) };
  const time = byId('fl-time');
  const root = document.documentElement.style;
  new ResizeObserver(() => root.setProperty('--time-height', `${time.offsetHeight}px`)).observe(time);
  root.setProperty('--time-height', `${time.offsetHeight}px`);
  wireTabs(() => views.table.update(store.state));
  wireLegend(data, switches, () => { layers.base.redraw(); layers.areas.redraw(); layers.places.redraw(); });
  wireMap(page, layers);
  fit(map, data, link.view);
  store.listen((state, changed) => update(page, views, state, changed));
  onThemeChange(() => {
    store.theme = readTheme();
    store.set({ dark: store.theme.dark });
  });
  update(page, views, store.state, new Set(['day', 'dark']));
  if (link.selected !== null) store.set({ selected: link.selected });
  document.documentElement.dataset.frontline = 'ready';
}

function update(page, views, state, changed) {
  const { data, chronicle, store, map } = page;
  const any = (...keys) => keys.some((key) => changed.has(key));
  if (any('day', 'dark')) {
    const rows = tally(data, chronicle, state.day);
    state.summary = summary(rows);
    updateHead(data, chronicle, state, rows);
    views.reports.update(state);
    views.table.update(state);
    views.time.update(state, store.theme);
  }
  if (any('dark')) {
    redrawLegend(data);
    views.base.redraw();
  }
  if (any('day', 'dark')) views.areas.redraw();
  if (any('day', 'dark', 'selected', 'local', 'changesOnly')) views.places.redraw();
  if (any('fly') && state.fly !== null) {
    fly(page, data.places[state.fly]);
    state.fly = null;
    byId('fl-panel').classList.remove('fl-open');
  }
  if (any('day', 'dark', 'selected')) views.card.update(state);
  writeHash(data, state, map);
}

// Three panes: the base map below a user's own layers, areas beneath their lines, places above them.
function addLayers({ map, data, chronicle, store, switches }) {
  const base = makeBase(data);
  const areas = new Areas(data);
  const places = new Places(data, chronicle);
  const shown = () => shownLayers(data, map, switches, store.state);
  for (const [name, height] of [['fl-base', 150], ['fl-areas', 350], ['fl-places', 450]]) {
    map.createPane(name).style.cssText = `z-index:${height};pointer-events:none`;
  }
  const layers = {
    base: new CanvasLayer('fl-base', (ctx, sheet) => { if (shown().base) drawBase(ctx, sheet, base, store.theme); }),
    areas: new CanvasLayer('fl-areas', (ctx, sheet) => areas.draw(ctx, sheet, store.theme, { day: store.state.day, places: places.known(store.state.day), shown: shown() })),
    places: new CanvasLayer('fl-places', (ctx, sheet) => places.draw(ctx, sheet, store.theme, { ...store.state, shown: shown(), base })),
  };
  for (const layer of Object.values(layers)) layer.addTo(map);
  return { ...layers, symbols: places };
}

function wireMap({ map, data, store }, layers) {
  map.attributionControl?.setPrefix('Leaflet');
  // The credit is our own text, but Leaflet takes HTML here: shut it out all the same.
  map.attributionControl?.addAttribution(data.base.credit.replace(/[<>&]/g, ''));
  window.L.control.scale({ imperial: false, position: 'bottomleft', maxWidth: 90 }).addTo(map);
  map.getContainer().setAttribute('role', 'region');
  map.getContainer().setAttribute('aria-label', 'Map; the Table tab lists the same places');
  const under = (event) => {
    const { corner } = layers.places.lastSheet;
    return layers.symbols.hit(event.layerPoint.x - corner.x, event.layerPoint.y - corner.y);
  };
  map.on('click', (event) => {
    const place = under(event);
    store.set({ selected: place ? place.number : null, fly: place ? place.number : null });
  });
  map.on('mousemove', (event) => { map.getContainer().style.cursor = under(event) ? 'pointer' : ''; });
  map.on('moveend', () => writeHash(data, store.state, map));
}

function wireButtons(data, store) {
  const toggle = (id, key) => byId(id).addEventListener('click', () => {
    store.set({ [key]: !store.state[key] });
    byId(id).setAttribute('aria-pressed', String(store.state[key]));
  });
  toggle('fl-changes-only', 'changesOnly');
  toggle('fl-local', 'local');
  const local = [...data.places.map((place) => place.local), ...data.base.labels.map((label) => label[1])].join('');
  const button = byId('fl-local');
  button.hidden = !local;
  button.textContent = /[\u0600-\u06ff]/.test(local) ? 'عربي' : 'Local names';
  button.setAttribute('aria-label', 'Names in the local script');
}

// What the cards leave free of the map, in pixels.
function hole(map) {
  const size = map.getSize();
  const edge = (id, side) => byId(id).getBoundingClientRect()[side];
  const wide = !narrow();
  // In a narrow frame the panel is a drawer that covers the map only while it is open.
  const panel = matchMedia('(min-width: 961px)').matches ? edge('fl-panel', 'left') : size.x;
  const head = document.querySelector('.fl-head').getBoundingClientRect();
  return {
    left: (wide ? head.right : 0) + 12,
    top: (wide ? 0 : head.bottom) + 12,
    right: panel - 12,
    bottom: edge('fl-time', 'top') - 12,
  };
}

function fit(map, data, view) {
  const drawn = data.base.box;
  map.setMinZoom(Math.min(map.getBoundsZoom([[drawn[1], drawn[0]], [drawn[3], drawn[2]]], true), CLOSEST));
  if (view) {
    map.setView([view[1], view[2]], view[0], { animate: false });
    return;
  }
  const placed = data.places.filter((place) => place.lon !== null && !place.label);
  const points = (placed.length ? placed : data.places.filter((place) => place.lon !== null)).map((place) => [place.lat, place.lon]);
  const box = points.length ? points : [[drawn[1], drawn[0]], [drawn[3], drawn[2]]];
  const free = hole(map);
  const size = map.getSize();
  const room = 36;
  map.fitBounds(box, {
    animate: false,
    maxZoom: CLOSEST,
    paddingTopLeft: [free.left + room, free.top + room],
    paddingBottomRight: [size.x - free.right + room, size.y - free.bottom + room],
  });
}

// Moves the map no further than a place needs to be in view with its card above it.
function fly({ map, hole: free }, place) {
  if (place.lon === null) return;
  const { left, right, top, bottom } = free();
  const zoom = map.getZoom() < FARTHEST ? FARTHEST + 1 : map.getZoom();
  const point = map.latLngToContainerPoint([place.lat, place.lon]);
  const between = (value, low, high) => (low > high ? (low + high) / 2 : Math.max(low, Math.min(value, high)));
  const half = Math.min(CARD.width, right - left) / 2;
  // On a phone the card is a sheet over the lower 62%.
  const rows = narrow() ? [top + 16, window.innerHeight * 0.38 - 24] : [Math.min(top + CARD.height, bottom - 24), bottom - 24];
  const target = window.L.point(between(point.x, left + half, right - half), between(point.y, ...rows));
  if (zoom === map.getZoom() && target.distanceTo(point) < 2) return;
  const size = map.getSize();
  const centre = map.project([place.lat, place.lon], zoom).subtract(target).add(size.divideBy(2));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  map.setView(map.unproject(centre, zoom), zoom, { animate: !still });
}

start().catch((error) => {
  const fault = byId('fl-fault');
  fault.hidden = false;
  fault.textContent = `The map could not be drawn: ${error.message}. A browser of 2023 or later is needed.`;
  throw error;
});
