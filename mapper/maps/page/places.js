// Places on the map: a symbol each, a ring round what changed, names, and which place is under the pointer.

import { mercator } from './canvas.js';
import { Taken, placeLabel } from './labels.js';
import { Swarm, pixelsOf } from './swarm.js';
import { drawSymbol, lookOf, strength } from './symbols.js';
import { areaWords, regionNames, townNames } from './names.js';

const REACH = 14; // pixels within which a pointer means a place
const TOWN = 9000; // inhabitants from which a place is drawn as a town
const TOWN_RADIUS = 8.5;
const VILLAGE_RADIUS = 6.2;
const FULL_ZOOM = 10; // from here on symbols have their full size
const CROWD = 400; // symbols in view above which they shrink
const SWARM = 2500; // symbols in view above which shapes could not be told apart, and dots are quicker
const LARGEST_LABELS = 600; // names tried at most: more would not fit a screen
const NAMED_OF_SWARM = 40;
const FEW = 150; // symbols in view up to which names may stand off them
const NEAR = 42; // pixels that they may stand off
const PHONE = 500; // pixels of width up to which letters are smaller
const MARGIN = 20; // pixels beyond the sheet

export class Places {
  constructor(data) {
    this.data = data;
    this.points = data.places.filter((place) => place.lon !== null && !place.label);
    this.words = data.places.filter((place) => place.lon !== null && place.label);
    this.worldX = Float64Array.from(this.points, (place) => (place.lon + 180) / 360);
    this.worldY = Float64Array.from(this.points, (place) => mercator(place.lat));
    this.weights = Float64Array.from(this.points, (place) => (place.population >= TOWN ? 1e4 : 0) + place.claims.length * 100 + place.population / 1000);
    this.rowOf = new Int32Array(data.places.length).fill(-1);
    this.points.forEach((place, row) => { this.rowOf[place.number] = row; });
    this.drawn = [];
    this.covered = []; // the boxes that names kept off when they were drawn last
    this.swarm = null;
  }

  // `scene` says what to show: chronicle, day, selected, local, shown, base, and the places that differ.
  draw(ctx, sheet, theme, scene) {
    const seen = this.#within(sheet);
    const many = seen.count > SWARM;
    this.drawn = many ? this.#foremost(sheet, theme, scene, seen) : this.#items(theme, scene, seen);
    this.#scale(sheet, many);
    const taken = new Taken();
    this.covered = scene.covered;
    const off = scene.map.layerPointToContainerPoint(sheet.corner);
    for (const [left, top, right, bottom] of scene.covered) taken.add([left - off.x, top - off.y, right - off.x, bottom - off.y]);
    for (const item of this.drawn) {
      const reach = item.radius + 2;
      taken.add([item.x - reach, item.y - reach, item.x + reach, item.y + reach]);
    }
    for (const item of this.drawn) {
      if (item.recent && scene.shown.changes) drawRing(ctx, item, theme);
      if (scene.differ?.has(item.place.number)) drawDiffers(ctx, item, theme);
    }
    for (const item of this.drawn) {
      if (!many || item.recent) drawSymbol(ctx, item.x, item.y, item.radius, item.look, theme, { share: strength(item.spell?.confidence ?? 0), ratio: sheet.ratio });
    }
    const chosen = this.drawn.find((item) => item.place.number === scene.selected);
    if (chosen) drawChosen(ctx, chosen, theme);
    const pointed = this.drawn.find((item) => item.place.number === scene.pointed);
    if (pointed) drawPointed(ctx, pointed, theme);
    const style = { ...scene, ratio: sheet.ratio, many, shrink: scene.map.getSize().x < PHONE ? 1 : 0 };
    const nameless = this.drawn.slice(-LARGEST_LABELS).reverse().filter((item) => !label(ctx, taken, item, theme, style));
    // Where none is free beside its symbol a name stands a little off, in smaller letters, with a line that leads back.
    if (this.drawn.length <= FEW) for (const item of nameless) label(ctx, taken, item, theme, { ...style, shrink: style.shrink + 1, off: true });
    if (scene.shown.base && !many) townNames(ctx, sheet, taken, theme, scene, this.points);
    areaWords(ctx, sheet, taken, theme, scene, this.words);
    if (scene.shown.base) regionNames(ctx, sheet, taken, theme, scene);
  }

  // The place under a point of the sheet, the nearest first.
  hit(x, y) {
    let best = null;
    let least = REACH ** 2;
    const test = (place, placeX, placeY) => {
      const distance = (placeX - x) ** 2 + (placeY - y) ** 2;
      if (distance < least) { least = distance; best = place; }
    };
    if (this.swarm) {
      const { painted } = this.swarm;
      for (let i = 0; i < painted.length; i += 1) if (painted[i]) test(this.points[this.seen.rows[i]], this.seen.x[i], this.seen.y[i]);
    } else for (const item of this.drawn) test(item.place, item.x, item.y);
    return best;
  }

  // Which points lie on the sheet, and where; worked out once a sheet.
  #within(sheet) {
    if (this.seen?.key === sheet.key) return this.seen;
    const size = this.points.length;
    const seen = { key: sheet.key, count: 0, at: new Int32Array(size).fill(-1), rows: new Int32Array(size), numbers: new Int32Array(size), x: new Float32Array(size), y: new Float32Array(size) };
    for (let row = 0; row < size; row += 1) {
      const x = this.worldX[row] * sheet.world - sheet.origin.x;
      const y = this.worldY[row] * sheet.world - sheet.origin.y;
      if (x < -MARGIN || y < -MARGIN || x > sheet.width + MARGIN || y > sheet.height + MARGIN) continue;
      seen.rows[seen.count] = row;
      seen.numbers[seen.count] = this.points[row].number;
      seen.at[row] = seen.count;
      seen.x[seen.count] = x;
      seen.y[seen.count] = y;
      seen.count += 1;
    }
    this.seen = seen;
    return seen;
  }

  // Of very many places each is a dot; says whether there are so many. A step paints the dots that changed.
  drawSwarm(ctx, sheet, theme, { chronicle, day, shown }, fresh) {
    const seen = this.#within(sheet);
    if (seen.count <= SWARM) {
      this.swarm = null;
      return false;
    }
    const key = [sheet.key, theme.dark].join();
    if (fresh || this.swarm?.key !== key) {
      this.swarm = new Swarm(ctx, sheet, theme, { key, count: seen.count, x: seen.x, y: seen.y });
      this.last = null;
    }
    if (this.pixels?.dark !== theme.dark) this.pixels = { dark: theme.dark, byLook: new Map() };
    const states = chronicle.states(day);
    this.swarm.paint(ctx, this.#toLookAt({ chronicle, day, shown }, seen), (i) => {
      const spell = states[seen.numbers[i]];
      return chronicle.shows(spell, day, shown) ? this.#pixels(spell, theme)[spell?.confidence ?? 0] : 0;
    });
    return true;
  }

  // The dots that may have another colour than when this was last asked: where only the day is another one, those of
  // the places where a spell began or ended in between.
  #toLookAt({ chronicle, day, shown }, { at, count }) {
    const key = [chronicle.view.number, chronicle.filterKey, shown.key, shown.onlyChanges ? day : ''].join();
    const { last } = this;
    this.last = { key, day };
    if (last?.key !== key) return Array.from({ length: count }, (_, i) => i);
    return chronicle.turning(last.day, day).map((number) => at[this.rowOf[number]]).filter((i) => i >= 0);
  }

  #pixels(spell, theme) {
    const key = !spell || spell.status === 'unknown' ? -2 : spell.status === 'contested' ? -1 : spell.holder;
    const { byLook } = this.pixels;
    if (!byLook.has(key)) byLook.set(key, pixelsOf(lookOf(this.data, spell, theme.dark), theme));
    return byLook.get(key);
  }

  // Of a swarm: what changed, what was chosen, and the weightiest, to be ringed and named.
  #foremost(sheet, theme, scene, seen) {
    if (this.ranked?.key !== sheet.key) {
      const rows = Array.from(seen.rows.subarray(0, seen.count).keys()).sort((a, b) => this.weights[seen.rows[b]] - this.weights[seen.rows[a]]);
      this.ranked = { key: sheet.key, rows: rows.slice(0, NAMED_OF_SWARM) };
    }
    const wanted = new Set(this.ranked.rows);
    const chosen = scene.selected === null ? -1 : this.rowOf[scene.selected];
    for (const row of [chosen, ...scene.chronicle.recent(scene.day).map(({ place }) => this.rowOf[place.number])]) {
      if (row >= 0 && seen.at[row] >= 0 && wanted.size < 2 * NAMED_OF_SWARM) wanted.add(seen.at[row]);
    }
    return this.#items(theme, scene, seen, wanted);
  }

  // Sorted so that what matters most is drawn last and so lies on top.
  #items(theme, { chronicle, day, shown, selected, pointed }, seen, wanted = null) {
    const states = chronicle.states(day);
    const items = [];
    const add = (i) => {
      const row = seen.rows[i];
      const place = this.points[row];
      const spell = states[place.number];
      if (!chronicle.shows(spell, day, shown)) return;
      const recent = chronicle.isRecent(spell, day);
      const weight = (place.number === selected || place.number === pointed ? 1e9 : 0) + (recent ? 1e6 : 0) + (spell?.status === 'contested' ? 1e5 : 0) + this.weights[row];
      const town = place.population >= TOWN;
      items.push({ place, spell, recent, town, weight, radius: town ? TOWN_RADIUS : VILLAGE_RADIUS, x: seen.x[i], y: seen.y[i], look: lookOf(this.data, spell, theme.dark) });
    };
    if (wanted) wanted.forEach(add);
    else for (let i = 0; i < seen.count; i += 1) add(i);
    return items.sort((a, b) => a.weight - b.weight || b.place.number - a.place.number);
  }

  #scale(sheet, many) {
    const crowd = many ? 0.4 : this.drawn.length > CROWD ? Math.max(0.4, Math.sqrt(CROWD / this.drawn.length)) : 1;
    const scale = Math.min(crowd, Math.max(0.6, 1 - 0.16 * (FULL_ZOOM - sheet.zoom)), 1);
    for (const item of this.drawn) item.radius *= scale;
  }
}

// Says whether there was room.
function label(ctx, taken, item, theme, { local, selected, pointed, ratio, many, shrink, off = false }) {
  const strong = item.recent || item.spell?.status === 'contested';
  const size = (strong ? 14.5 : item.town ? 14 : 12.5) - shrink;
  const weight = strong ? 700 : item.town ? 600 : 450;
  return placeLabel(ctx, taken, {
    x: item.x,
    y: item.y,
    radius: item.radius + (item.recent ? 7.5 : [selected, pointed].includes(item.place.number) ? 5 : 1),
    text: (local && item.place.local) || item.place.name,
    font: `${weight} ${size}px ${theme.sans}`,
    size,
    colour: theme.ink,
    halo: theme.halo,
    ratio,
    line: off ? theme.town : theme.ink,
    reach: off ? NEAR : (item.recent && !many) || item.place.number === pointed ? Infinity : 0,
  });
}

function circle(ctx, item, reach, { width, colour, alpha = 1, dash = [] }) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(item.x, item.y, item.radius + reach, 0, 2 * Math.PI);
  ctx.globalAlpha = alpha;
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

function drawRing(ctx, item, theme) {
  circle(ctx, item, 7, { width: 5, colour: theme.halo, alpha: 0.65 });
  circle(ctx, item, 7, { width: 2.4, colour: theme.outline, dash: [3.2, 2.8] });
}

// Two thin rings: the state through the lens is not the one that all sources give.
function drawDiffers(ctx, item, theme) {
  circle(ctx, item, 6, { width: 7, colour: theme.halo, alpha: 0.8 });
  circle(ctx, item, 3.6, { width: 1.4, colour: theme.ink });
  circle(ctx, item, 7.4, { width: 1.4, colour: theme.ink });
}

// The colour that marks the focus everywhere on the page.
function drawPointed(ctx, item, theme) {
  circle(ctx, item, 5, { width: 7, colour: theme.halo });
  circle(ctx, item, 5, { width: 3.4, colour: theme.focus });
}

function drawChosen(ctx, item, theme) {
  circle(ctx, item, 5, { width: 6, colour: theme.halo });
  circle(ctx, item, 5, { width: 3, colour: theme.ink });
}
