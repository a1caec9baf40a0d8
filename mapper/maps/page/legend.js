// The legend, made out of folium's layer control: the same row explains a symbol and switches it.

import { make, makeSvg } from './dom.js';
import { lookOf, symbolSvg } from './symbols.js';

export function wireLegend({ data, frame }, onChange) {
  const control = frame.map.getContainer().querySelector('.leaflet-control-layers');
  const host = frame.find('layers');
  if (control) host.append(control);
  // Leaflet writes its rows anew whenever a layer comes or goes.
  new MutationObserver(() => decorate(data, host)).observe(host, { childList: true, subtree: true });
  decorate(data, host);
  for (const layer of frame.switches) layer.on('add remove', onChange);
  const toggle = frame.find('legend-toggle');
  const body = frame.find('legend-body');
  const show = (shown) => {
    toggle.setAttribute('aria-expanded', String(shown));
    body.hidden = !shown;
  };
  show(frame.roomy());
  toggle.addEventListener('click', () => show(body.hidden));
}

// What of the map is switched on.
export function shownLayers({ data, frame: { map, switches } }, state) {
  const on = new Set(switches.filter((layer) => map.hasLayer(layer)).map((layer) => layer.frontline));
  const switched = new Set(switches.map((layer) => layer.frontline));
  const side = (number) => {
    const key = `side:${data.sides[number].name}`;
    return on.has(key) || !switched.has(key);
  };
  const sides = data.sides.map((_, number) => side(number));
  const [contested, unknown] = [on.has('contested'), on.has('unknown')];
  return {
    key: [...on].join(),
    side: (number) => sides[number],
    areas: on.has('areas'),
    front: on.has('front'),
    base: on.has('base'),
    changes: on.has('changes'),
    onlyChanges: state.changesOnly,
    spell: (spell) => {
      if (!spell || spell.status === 'unknown') return unknown;
      if (spell.status === 'contested') return contested;
      return spell.holder < 0 ? unknown : sides[spell.holder];
    },
  };
}

function decorate(data, host) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  for (const label of host.querySelectorAll('.fl-key:not([data-drawn])')) {
    label.dataset.drawn = 'yes';
    label.prepend(make('span', 'fl-key-symbol', symbolFor(data, label.dataset.key, dark)));
  }
}

export function redrawLegend({ data, frame }) {
  const host = frame.find('layers');
  for (const symbol of host.querySelectorAll('.fl-key-symbol')) symbol.remove();
  for (const label of host.querySelectorAll('.fl-key')) delete label.dataset.drawn;
  decorate(data, host);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const first = lookOf(data, data.sides.length ? { status: 'held', holder: 0 } : null, dark);
  const besieged = data.views[0].spells.flat().find((spell) => spell.status === 'besieged');
  frame.find('besieged').hidden = !besieged;
  if (besieged) frame.find('besieged-symbol').replaceChildren(symbolSvg(lookOf(data, besieged, dark), 20));
  frame.find('differs-symbol').replaceChildren(twoRings());
  frame.find('paler').replaceChildren(symbolSvg(first, 16, 0.45), symbolSvg(first, 16, 1));
}

function twoRings() {
  const ring = (r) => makeSvg('circle', { cx: 10, cy: 10, r, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.4 });
  return makeSvg('svg', { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' }, ring(5), ring(8.6));
}

function symbolFor(data, key, dark) {
  if (key.startsWith('side:')) {
    const number = data.sides.findIndex((side) => `side:${side.name}` === key);
    return symbolSvg(lookOf(data, { status: 'held', holder: number }, dark), 20);
  }
  if (key === 'contested' || key === 'unknown') return symbolSvg(lookOf(data, { status: key }, dark), 20);
  const box = { viewBox: '0 0 24 18', width: 24, height: 18, 'aria-hidden': 'true' };
  const shape = (tag, attributes) => makeSvg(tag, attributes);
  const colour = (number, otherwise) => (data.sides[number] ? data.sides[number][dark ? 'dark' : 'colour'] : otherwise);
  const pictures = {
    changes: [shape('circle', { cx: 12, cy: 9, r: 7.5, fill: 'none', stroke: 'var(--outline)', 'stroke-width': 2, 'stroke-dasharray': '2.6 2.2' })],
    areas: [
      shape('rect', { x: 1, y: 3, width: 11, height: 12, rx: 2, fill: colour(0, 'gray'), opacity: 0.35 }),
      shape('rect', { x: 12, y: 3, width: 11, height: 12, rx: 2, fill: colour(1, 'gray'), opacity: 0.35 }),
    ],
    front: [shape('path', { d: 'M2 14C7 14 7 4 12 5S17 12 22 4', fill: 'none', stroke: 'var(--front)', 'stroke-width': 2.4, 'stroke-linecap': 'round' })],
    base: [
      shape('rect', { x: 2, y: 2, width: 20, height: 14, rx: 2, fill: 'var(--sea)', stroke: 'var(--coast)' }),
      shape('path', { d: 'M22 3V16H6C8 13 7 11 11 9S13 5 16 2H20A2 2 0 0 1 22 4Z', fill: 'var(--land)', stroke: 'var(--coast)' }),
    ],
  };
  return makeSvg('svg', box, ...(pictures[key] || []));
}
