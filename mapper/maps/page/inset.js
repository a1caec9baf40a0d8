// The small map that says where in the country we are.

import { makeSvg } from './dom.js';
import { decoded } from './payload.js';

const SIZE = 104;

export function drawInset({ data, frame }) {
  const inset = data.base.inset;
  if (!inset) return;
  const rings = inset.rings.map((steps) => decoded(steps, data.grid));
  const lats = rings.flatMap((ring) => [...ring].filter((_, i) => i % 2));
  const lons = rings.flatMap((ring) => [...ring].filter((_, i) => i % 2 === 0));
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  // Degrees of longitude are shorter than degrees of latitude by the cosine.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = SIZE / Math.max((east - west) * squeeze, north - south);
  const x = (lon) => ((lon - west) * squeeze * scale).toFixed(1);
  const y = (lat) => ((north - lat) * scale).toFixed(1);
  const path = rings.map((ring) => {
    let d = '';
    for (let i = 0; i < ring.length; i += 2) d += `${i ? 'L' : 'M'}${x(ring[i])} ${y(ring[i + 1])}`;
    return `${d}Z`;
  }).join('');
  const [boxWest, boxSouth, boxEast, boxNorth] = inset.box;
  const least = 9; // pixels: a smaller box would not be seen
  const width = Math.max(least, (boxEast - boxWest) * squeeze * scale);
  const height = Math.max(least, (boxNorth - boxSouth) * scale);
  const drawn = [(east - west) * squeeze * scale, (north - south) * scale];
  // A box that reaches beyond the country is cut at the picture's edge.
  const cut = (middle, length, most) => {
    const from = Math.max(-2, middle - length / 2);
    return [from, Math.max(1, Math.min(most + 2, middle + length / 2) - from)];
  };
  const [left, wide] = cut(Number(x((boxWest + boxEast) / 2)), width, drawn[0]);
  const [top, high] = cut(Number(y((boxSouth + boxNorth) / 2)), height, drawn[1]);
  const box = makeSvg('rect', {
    x: left,
    y: top,
    width: wide,
    height: high,
    class: 'fl-inset-frame',
  });
  const outline = makeSvg('path', { d: path, class: 'fl-inset-country' });
  const svg = makeSvg('svg', { viewBox: `-3 -3 ${drawn[0] + 6} ${drawn[1] + 6}`, width: drawn[0] + 6, height: drawn[1] + 6, role: 'img' }, outline, box);
  svg.setAttribute('aria-label', `Where the map lies in ${inset.name}`);
  frame.find('inset').replaceChildren(svg);
}
