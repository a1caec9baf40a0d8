// What is shown as GeoJSON (RFC 7946): places in the columns of the control layer, then areas and front line.

import { filterWords } from './filter.js';
import { lensWords } from './lens.js';
import { decoded } from './payload.js';
import { isoDate } from './words.js';

// The state of a place of which nothing is known.
const NOTHING = Object.freeze({ status: 'unknown', holder: -1, gaining: -1, start: null, end: null, confidence: null, claims: [], precision: null });

// Of two dates side by side both are told, the one left of the divider first; each feature has its own.
export function geojsonOf(page) {
  const { data, chronicle, store: { state } } = page;
  const days = state.before === null || state.before === state.day ? [state.day] : [state.before, state.day];
  return {
    type: 'FeatureCollection',
    title: data.title,
    dates: days.map(isoDate),
    lens: lensWords(data, chronicle.view),
    filters: filterWords(data, state.filter) || null,
    note: 'A report is a claim, not a proof. Areas and front lines are estimated.',
    features: days.flatMap((day) => featuresOn(page, day)),
  };
}

function featuresOn({ data, chronicle, areas, shown }, day) {
  const visible = shown();
  const states = chronicle.states(day);
  const features = [];
  for (const place of data.places) {
    const spell = states[place.number];
    if (place.label || !chronicle.shows(spell, day, visible)) continue;
    features.push(placeFeature(data, place, spell ?? NOTHING, day));
  }
  const { view } = chronicle;
  if (visible.areas) features.push(...areaFeatures(data, areas.rows('areas', day, view).filter((row) => row.holder < 0 || visible.side(row.holder)), day));
  if (visible.front) features.push(...frontFeatures(data, areas.rows('front', day, view), day));
  return features;
}

function placeFeature(data, place, spell, day) {
  const side = (number) => (number < 0 ? null : data.sides[number].name);
  const told = (claim) => claim.told ?? -Infinity;
  const claims = spell.claims.map((number) => data.claims[number]);
  const last = [...claims].sort((a, b) => told(a) - told(b) || a.number - b.number).at(-1);
  return {
    type: 'Feature',
    geometry: place.lon === null ? null : { type: 'Point', coordinates: [place.lon, place.lat] },
    properties: {
      layer: 'control',
      date: isoDate(day),
      name: place.name,
      name_local: place.local || null,
      place_id: place.key,
      holder: side(spell.holder),
      status: spell.status,
      gaining: side(spell.gaining),
      since: spell.start === null ? null : isoDate(spell.start),
      until: spell.end === null ? null : isoDate(spell.end),
      confidence: spell.confidence === null ? null : spell.confidence / 100,
      claims: claims.map((claim) => claim.id).join(';') || null,
      last_claim_quote: last ? last.quote.slice(...last.said) : null,
      claimant: last?.claimant || null,
      source: last ? data.reports[last.report].source || data.reports[last.report].url || null : null,
      geo_precision: place.precision || null,
      time_precision: spell.precision,
    },
  };
}

// `estimated` is the day of the estimate that still stands on the date.
function areaFeatures(data, rows, day) {
  return rows.map((row) => ({
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: polygons(data.areas.shapes.at(row.shape).map((ring) => pairs(data, ring, true))) },
    properties: { layer: 'areas', holder: row.holder < 0 ? null : data.sides[row.holder].name, kind: row.kind, status: row.status, date: isoDate(day), estimated: isoDate(row.date), confidence: row.confidence / 100 },
  }));
}

function frontFeatures(data, rows, day) {
  return rows.map((row) => ({
    type: 'Feature',
    geometry: { type: 'MultiLineString', coordinates: data.front.shapes.at(row.shape).map((line) => pairs(data, line, false)) },
    properties: { layer: 'front', date: isoDate(day), estimated: isoDate(row.date), uncertainty_km: row.uncertainty },
  }));
}

function pairs(data, steps, close) {
  const flat = decoded(steps, data.grid);
  const points = [];
  for (let i = 0; i < flat.length; i += 2) points.push([round(flat[i]), round(flat[i + 1])]);
  const [first, last] = [points[0], points.at(-1)];
  if (close && (first[0] !== last[0] || first[1] !== last[1])) points.push([...first]);
  return points;
}

function round(value) {
  return Math.round(value * 1e5) / 1e5;
}

// Outer rings with the holes that lie in them, outer ones counterclockwise as the standard asks.
function polygons(rings) {
  const depth = (ring) => rings.filter((other) => other !== ring && inside(ring[0], other)).length;
  const outer = rings.filter((ring) => depth(ring) % 2 === 0).map((ring) => [turned(ring, true)]);
  for (const ring of rings) {
    if (depth(ring) % 2 === 0) continue;
    const homes = outer.filter(([shell]) => inside(ring[0], shell));
    homes.sort((a, b) => Math.abs(doubled(a[0])) - Math.abs(doubled(b[0])))[0]?.push(turned(ring, false));
  }
  return outer;
}

function turned(ring, counterclockwise) {
  return doubled(ring) > 0 === counterclockwise ? ring : [...ring].reverse();
}

// Twice the area of a ring, positive where it runs counterclockwise.
function doubled(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
}

function inside([x, y], ring) {
  let found = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) found = !found;
  }
  return found;
}
