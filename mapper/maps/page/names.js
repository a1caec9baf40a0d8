// The names round the places: towns of the base map, provinces and countries, what is said of whole areas.

import { placeLabel, placeWide } from './labels.js';
import { happened } from './words.js';

// Towns of the base map, in grey, where a name of our own leaves room.
export function townNames(ctx, sheet, taken, theme, { base, local }, points) {
  if (sheet.zoom < 8) return;
  base.own ??= new Set(points.map((place) => place.entry || place.name));
  for (const [name, localName, kind, lon, lat] of base.labels) {
    if (kind === 'admin' || kind === 'region' || base.own.has(name)) continue;
    const [x, y] = [sheet.x(lon), sheet.y(lat)];
    if (x < 0 || y < 0 || x > sheet.width || y > sheet.height || !taken.free([x - 4, y - 4, x + 4, y + 4])) continue;
    const text = (local && localName) || name;
    const font = `400 11.5px ${theme.sans}`;
    if (placeLabel(ctx, taken, { x, y, radius: 3, text, font, size: 11.5, colour: theme.town, halo: theme.halo, ratio: sheet.ratio })) {
      ctx.beginPath();
      ctx.arc(x, y, 2.4, 0, 7);
      ctx.fillStyle = theme.town;
      ctx.fill();
    }
  }
}

// What is said of whole provinces or pockets: as words at their label point, never as an outline.
export function areaWords(ctx, sheet, taken, theme, { chronicle, day, shown }, words) {
  for (const place of words) {
    const said = saidOf(chronicle, place, day);
    if (!said || said.controller < 0 || !shown.side(said.controller)) continue;
    const side = chronicle.data.sides[said.controller];
    const [x, y] = [sheet.x(place.lon), sheet.y(place.lat)];
    const colour = theme.dark ? side.dark : side.colour;
    const text = `“${said.words}”: ${side.title}, as reported`;
    placeWide(ctx, taken, { x, y, text, font: `italic 500 13px ${theme.serif}`, size: 13, colour, halo: theme.halo, ratio: sheet.ratio });
  }
}

// The last claim up to a day that says who holds an area; parts of it that were taken say less.
function saidOf(chronicle, place, day) {
  const rank = (claim) => (claim.change === 'held' ? 1 : 0);
  const when = (claim) => claim.when ?? -Infinity;
  return chronicle.claimsOf(place)
    .filter((claim) => claim.controller >= 0 && happened(claim) && when(claim) <= day)
    .sort((a, b) => rank(a) - rank(b) || when(a) - when(b)).at(-1) || null;
}

export function regionNames(ctx, sheet, taken, theme, { base, local }) {
  const style = { halo: theme.halo, colour: theme.province, ratio: sheet.ratio };
  for (const [name, localName, kind, lon, lat] of base.labels) {
    if (kind !== 'admin' && kind !== 'region') continue;
    const text = (local && localName) || name.toUpperCase();
    const font = `600 15px ${theme.sans}`;
    if (sheet.zoom >= 7) placeWide(ctx, taken, { x: sheet.x(lon), y: sheet.y(lat), text, font, size: 15, spacing: 6, ...style });
  }
  for (const [name, lon, lat] of base.countries) {
    const font = `600 17px ${theme.serif}`;
    if (sheet.zoom < 8.5) placeWide(ctx, taken, { x: sheet.x(lon), y: sheet.y(lat), text: name.toUpperCase(), font, size: 17, spacing: 9, ...style, colour: theme.border });
  }
}
