// Places on the map: a symbol each, a ring round what changed, names, and which place is under the pointer.

import { Taken, placeLabel, placeWide } from './labels.js';
import { drawSymbol, lookOf, mixed, strength } from './symbols.js';

const REACH = 14; // pixels within which a pointer means a place
const TOWN = 9000; // inhabitants from which a place is drawn as a town
const TOWN_RADIUS = 8.5;
const VILLAGE_RADIUS = 6.2;
const FULL_ZOOM = 10; // from here on symbols have their full size
const CROWD = 400; // symbols in view above which they shrink
const SWARM = 2500; // symbols in view above which shapes could not be told apart, and dots are quicker
const LARGEST_LABELS = 600; // names tried at most: more would not fit a screen

export class Places {
  constructor(data, chronicle) {
    this.data = data;
    this.chronicle = chronicle;
    this.points = data.places.filter((place) => place.lon !== null && !place.label);
    this.words = data.places.filter((place) => place.lon !== null && place.label);
    this.drawn = [];
  }

  // The places whose state is known on a day: only near them is an area more than a guess.
  known(day) {
    return this.points.filter((place) => {
      const spell = this.chronicle.at(place, day);
      return spell && spell.status !== 'unknown';
    });
  }

  draw(ctx, sheet, theme, { day, selected, local, shown, base }) {
    const taken = new Taken();
    this.drawn = this.#visible(sheet, { day, shown, selected, dark: theme.dark });
    const crowd = this.drawn.length > CROWD ? Math.max(0.4, Math.sqrt(CROWD / this.drawn.length)) : 1;
    const scale = Math.min(crowd, Math.max(0.6, 1 - 0.16 * (FULL_ZOOM - sheet.zoom)), 1);
    for (const item of this.drawn) item.radius *= scale;
    for (const item of this.drawn) {
      const reach = item.radius + 2;
      taken.add([item.x - reach, item.y - reach, item.x + reach, item.y + reach]);
    }
    for (const item of this.drawn) if (item.recent && shown.changes) drawRing(ctx, item, theme);
    const share = (item) => strength(item.spell?.confidence ?? 0);
    for (const item of this.drawn) {
      if (this.drawn.length > SWARM && !item.recent) drawDot(ctx, item, theme, share(item));
      else drawSymbol(ctx, item.x, item.y, item.radius, item.look, theme, { share: share(item), ratio: sheet.ratio });
    }
    const chosen = this.drawn.find((item) => item.place.number === selected);
    if (chosen) drawChosen(ctx, chosen, theme);
    for (const item of this.drawn.slice(-LARGEST_LABELS).reverse()) this.#label(ctx, taken, item, theme, { local, selected });
    if (shown.base) this.#towns(ctx, sheet, taken, theme, base, local);
    this.#areaWords(ctx, sheet, taken, theme, { day, shown });
    if (shown.base) drawRegions(ctx, sheet, taken, theme, base, local);
  }

  // The place under a point of the sheet, the nearest first.
  hit(x, y) {
    let best = null;
    let least = REACH ** 2;
    for (const item of this.drawn) {
      const distance = (item.x - x) ** 2 + (item.y - y) ** 2;
      if (distance < least) { least = distance; best = item.place; }
    }
    return best;
  }

  // Sorted so that what matters most is drawn last and so lies on top.
  #visible(sheet, { day, shown, selected, dark }) {
    const items = [];
    for (const place of this.points) {
      const x = sheet.x(place.lon);
      const y = sheet.y(place.lat);
      if (x < -20 || y < -20 || x > sheet.width + 20 || y > sheet.height + 20) continue;
      const spell = this.chronicle.at(place, day);
      const recent = this.chronicle.isRecent(place, day);
      if (!shown.spell(spell) || (shown.onlyChanges && !recent)) continue;
      const town = place.population >= TOWN;
      const weight = (place.number === selected ? 1e9 : 0) + (recent ? 1e6 : 0) + (town ? 1e4 : 0)
        + (spell?.status === 'contested' ? 1e5 : 0) + place.claims.length * 100 + place.population / 1000;
      const radius = town ? TOWN_RADIUS : VILLAGE_RADIUS;
      items.push({ place, spell, recent, town, weight, radius, x, y, look: lookOf(this.data, spell, dark) });
    }
    return items.sort((a, b) => a.weight - b.weight || b.place.number - a.place.number);
  }

  #label(ctx, taken, item, theme, { local, selected }) {
    const strong = item.recent || item.spell?.status === 'contested';
    const size = strong ? 14.5 : item.town ? 14 : 12.5;
    const weight = strong ? 700 : item.town ? 600 : 450;
    placeLabel(ctx, taken, {
      x: item.x,
      y: item.y,
      radius: item.radius + (item.recent ? 7.5 : item.place.number === selected ? 5 : 1),
      text: (local && item.place.local) || item.place.name,
      font: `${weight} ${size}px ${theme.sans}`,
      size,
      colour: theme.ink,
      halo: theme.halo,
      must: item.recent,
    });
  }

  // Towns of the base map, in grey, where a name of our own leaves room.
  #towns(ctx, sheet, taken, theme, base, local) {
    const own = new Set(this.points.map((place) => place.entry || place.name));
    for (const [name, localName, kind, lon, lat] of base.labels) {
      if (kind === 'admin' || kind === 'region' || own.has(name)) continue;
      const [x, y] = [sheet.x(lon), sheet.y(lat)];
      if (x < 0 || y < 0 || x > sheet.width || y > sheet.height || sheet.zoom < 8) continue;
      if (!taken.free([x - 4, y - 4, x + 4, y + 4])) continue;
      const text = (local && localName) || name;
      const font = `400 11.5px ${theme.sans}`;
      if (placeLabel(ctx, taken, { x, y, radius: 3, text, font, size: 11.5, colour: theme.town, halo: theme.halo })) {
        ctx.beginPath();
        ctx.arc(x, y, 2.4, 0, 7);
        ctx.fillStyle = theme.town;
        ctx.fill();
      }
    }
  }

  // What is said of whole provinces or pockets: as words at their label point, never as an outline.
  #areaWords(ctx, sheet, taken, theme, { day, shown }) {
    for (const place of this.words) {
      const said = this.saidOf(place, day);
      if (!said || said.controller < 0 || !shown.side(said.controller)) continue;
      const side = this.data.sides[said.controller];
      const [x, y] = [sheet.x(place.lon), sheet.y(place.lat)];
      const colour = theme.dark ? side.dark : side.colour;
      const text = `“${said.words}”: ${side.title}, as reported`;
      placeWide(ctx, taken, { x, y, text, font: `italic 500 13px ${theme.serif}`, size: 13, colour, halo: theme.halo });
    }
  }

  // The last claim up to a day that says who holds an area; parts of it that were taken say less.
  saidOf(place, day) {
    const moment = (claim) => this.chronicle.moment(claim) ?? -Infinity;
    const rank = (claim) => (claim.change === 'held' ? 1 : 0);
    return place.claims
      .filter((claim) => claim.controller >= 0 && ['asserted', 'claimed'].includes(claim.certainty) && moment(claim) <= day)
      .sort((a, b) => rank(a) - rank(b) || moment(a) - moment(b)).at(-1) || null;
  }
}

function drawDot(ctx, { x, y, radius, look }, theme, share) {
  ctx.fillStyle = mixed(look.colour, theme.card, look.hollow ? 0.5 : share);
  ctx.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

function drawRing(ctx, item, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(item.x, item.y, item.radius + 7, 0, 2 * Math.PI);
  ctx.lineWidth = 5;
  ctx.strokeStyle = theme.halo;
  ctx.globalAlpha = 0.65;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2.4;
  ctx.strokeStyle = theme.outline;
  ctx.setLineDash([3.2, 2.8]);
  ctx.stroke();
  ctx.restore();
}

function drawChosen(ctx, item, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(item.x, item.y, item.radius + 5, 0, 2 * Math.PI);
  ctx.lineWidth = 6;
  ctx.strokeStyle = theme.halo;
  ctx.stroke();
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
  ctx.restore();
}

function drawRegions(ctx, sheet, taken, theme, base, local) {
  const style = { halo: theme.halo, colour: theme.province };
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
