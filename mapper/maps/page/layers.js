// Our layers on folium's map: base map, areas, places, and the earlier date's areas and places for the divider.

import { Areas } from './areas.js';
import { drawBase, makeBase } from './basemap.js';
import { CanvasLayer } from './canvas.js';
import { Places } from './places.js';
import { writeHash } from './permalink.js';

// The base map lies below a user's own layers, areas beneath their lines, places above them.
const PANES = [['fl-base', 150], ['fl-areas', 350], ['fl-places', 450]];

export function addLayers(page) {
  const { data, store } = page;
  const { map } = page.frame;
  const base = makeBase(data);
  page.areas = new Areas(data);
  page.symbols = { after: new Places(data), before: new Places(data) };
  for (const [name, height] of PANES) map.createPane(name).style.cssText = `z-index:${height};pointer-events:none`;
  const scene = (day) => ({ ...store.state, day, chronicle: page.chronicle, shown: page.shown(), base, differ: page.differ, covered: page.covered, map });
  // Nothing is drawn before the first view is found, nor the earlier date where there is none.
  const areasAt = (key, kind) => (sheet) => (store.state[key] === null ? null : page.areas.drawn(sheet, store.theme, scene(store.state[key]))[kind]);
  const placesAt = (symbols, key) => (ctx, sheet) => {
    if (store.state[key] !== null) symbols.draw(ctx, sheet, store.theme, scene(store.state[key]));
  };
  const swarmAt = (symbols, key) => (ctx, sheet, fresh) => store.state[key] !== null
    && symbols.drawSwarm(ctx, sheet, store.theme, scene(store.state[key]), fresh);
  const layer = (pane, draw, more) => new CanvasLayer(`fl-${pane}`, draw, { ...more, waits: () => !page.started });
  const [given, kept, hidden] = [{ way: 'given' }, { way: 'kept' }, { hidden: true }];
  const layers = {
    base: layer('base', (ctx, sheet) => { if (page.shown().base) drawBase(ctx, sheet, base, store.theme); }),
    areasBefore: layer('areas', areasAt('before', 'areas'), { ...given, ...hidden }),
    frontBefore: layer('areas', areasAt('before', 'front'), { ...given, ...hidden }),
    areas: layer('areas', areasAt('day', 'areas'), given),
    front: layer('areas', areasAt('day', 'front'), given),
    swarmBefore: layer('places', swarmAt(page.symbols.before, 'before'), { ...kept, ...hidden }),
    placesBefore: layer('places', placesAt(page.symbols.before, 'before'), hidden),
    swarm: layer('places', swarmAt(page.symbols.after, 'day'), kept),
    places: layer('places', placesAt(page.symbols.after, 'day')),
  };
  for (const layer of Object.values(layers)) layer.addTo(map);
  return layers;
}

export function wireMap(page) {
  const { data, store, layers, symbols } = page;
  const { map } = page.frame;
  map.attributionControl?.setPrefix('Leaflet');
  // The credit is our own text, but Leaflet takes HTML here: shut it out all the same.
  map.attributionControl?.addAttribution(data.base.credit.replace(/[<>&]/g, ''));
  window.L.control.scale({ imperial: false, position: 'bottomleft', maxWidth: 90 }).addTo(map);
  map.getContainer().setAttribute('role', 'region');
  map.getContainer().setAttribute('aria-label', 'Map; the keys n and p go from place to place, Enter opens one; the Table tab lists them all');
  const under = ({ layerPoint, containerPoint }) => {
    const line = page.swipe.line(store.state);
    const left = line !== null && containerPoint.x < line;
    const { corner } = (left ? layers.placesBefore : layers.places).lastSheet;
    return (left ? symbols.before : symbols.after).hit(layerPoint.x - corner.x, layerPoint.y - corner.y);
  };
  map.on('click', (event) => {
    const place = under(event);
    store.set({ selected: place ? place.number : null, fly: place ? place.number : null });
  });
  map.on('mousemove', (event) => { map.getContainer().style.cursor = under(event) ? 'pointer' : ''; });
  map.on('moveend', () => writeHash(page));
}
