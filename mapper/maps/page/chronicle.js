// Who held what on a day, through a lens and a filter, and the days on which anything changed.

import { EVERYTHING, isOn, passesClaim, passesSpell } from './filter.js';
import { seesClaim } from './lens.js';

export const RECENT = 4; // days for which a change wears its ring
const LEAD = 7; // days shown before the first report
const REACH = 120; // changes up to so many days before the first report still widen the slider
const MOVES = new Set(['captured', 'recaptured', 'lost', 'withdrawn', 'handed_over', 'contested', 'advanced',
  'besieged']);

let made = 0; // filtered chronicles so far: each has a key of its own

export class Chronicle {
  constructor(data, view, filter = EVERYTHING) {
    Object.assign(this, { data, view, filter });
    this.filtered = isOn(filter);
    this.filterKey = this.filtered ? (made += 1) : 0;
    this.spells = this.filtered ? this.#passing() : view.spells;
    this.claims = data.claims.filter((claim) => seesClaim(view, claim) && (!this.filtered || passesClaim(filter, claim)));
    this.claims.sort((a, b) => (b.when ?? -Infinity) - (a.when ?? -Infinity) || b.number - a.number);
    this.changes = changesOf(data, view, this.filtered ? this.spells : null);
    [this.first, this.last] = span(data, this);
    const visible = this.changes.filter((change) => change.day >= this.first && change.day <= this.last);
    this.days = [...new Set(visible.map((change) => change.day))];
    this.events = eventsOf(this.spells);
    this.cursors = [new Cursor(this), new Cursor(this)]; // two: one on each side of the divider
  }

  #passing() {
    const { claims, places } = this.data;
    return this.view.spells.map((list, number) => list.filter((spell) => passesSpell(this.filter, spell, places[number], claims)));
  }

  // The spell of a place on a day, or null.
  at(place, day) {
    return spellAt(this.spells[place.number], day);
  }

  // The spell of every place on a day, by number, null where there is none; good until two other days are asked for.
  states(day) {
    // Never the one that was just handed out: whoever compares two days holds both.
    if (this.cursors[0].day !== day) this.cursors.reverse();
    return this.cursors[0].to(day);
  }

  // How many places are in each state on a day: a number for each side, then contested, then unknown. Areas are no places.
  counts(day) {
    this.states(day);
    return this.cursors[0].counts;
  }

  // Counts a place in a state once more, or with -1 once less.
  count(counts, place, spell, by) {
    if (place.label || this.hides(spell)) return;
    const { length } = this.data.sides;
    if (spell?.status === 'contested') counts[length] += by;
    else counts[spell && spell.status !== 'unknown' && spell.holder >= 0 ? spell.holder : length + 1] += by;
  }

  // The claims about a place that lens and filter let through.
  claimsOf(place) {
    return place.claims.filter((claim) => seesClaim(this.view, claim) && (!this.filtered || passesClaim(this.filter, claim)));
  }

  // Whether a place in this state is left out: a filter hides what nothing speaks for.
  hides(spell) {
    return this.filtered && !spell;
  }

  // Whether the map shows a place in this state: filters, legend and "Changes only" each may leave it out.
  shows(spell, day, shown) {
    return !this.hides(spell) && shown.spell(spell) && (!shown.onlyChanges || this.isRecent(spell, day));
  }

  isRecent(spell, day) {
    return Boolean(spell && spell.moved && day - spell.start < RECENT);
  }

  // How many starts and ends of spells lie up to a day: between two of them nothing changes.
  epoch(day) {
    return upTo(this.events, day);
  }

  // The numbers of the places where a spell begins or ends between two days, in whichever order they come.
  turning(one, other) {
    const [early, late] = [Math.min(one, other), Math.max(one, other)];
    return this.events.slice(upTo(this.events, early), upTo(this.events, late)).map(({ place }) => place);
  }

  on(day) {
    const from = upTo(this.changes, day - 1);
    return this.changes.slice(from, upTo(this.changes, day));
  }

  // The changes that wear a ring on a day, the latest first.
  recent(day) {
    return this.changes.slice(upTo(this.changes, day - RECENT), upTo(this.changes, day)).reverse();
  }

  lastBefore(day) {
    return this.changes[upTo(this.changes, day - 1) - 1] || null;
  }

  previous(day) {
    return this.days.filter((change) => change < day).at(-1) ?? null;
  }

  next(day) {
    return this.days.find((change) => change > day) ?? null;
  }

  // The claims that were so up to a day, newest first.
  told(day) {
    let [low, high] = [0, this.claims.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.claims[middle].when ?? -Infinity) > day) low = middle + 1;
      else high = middle;
    }
    return { from: low, count: this.claims.length - low };
  }
}

// The states of a day, moved on from the last day asked for: a step costs what changed, not what there is.
class Cursor {
  constructor(chronicle) {
    this.chronicle = chronicle;
    this.day = null;
    this.states = null;
  }

  to(day) {
    const { spells, data } = this.chronicle;
    if (this.day === null) {
      this.states = new Array(spells.length).fill(null);
      this.counts = new Int32Array(data.sides.length + 2);
      data.places.forEach((place) => this.chronicle.count(this.counts, place, null, 1));
      spells.forEach((list, number) => this.#turn(number, spellAt(list, day)));
    } else if (day !== this.day) {
      for (const number of this.chronicle.turning(this.day, day)) this.#turn(number, spellAt(spells[number], day));
    }
    this.day = day;
    return this.states;
  }

  #turn(number, spell) {
    const { chronicle, states, counts } = this;
    if (spell === states[number]) return;
    const place = chronicle.data.places[number];
    chronicle.count(counts, place, states[number], -1);
    chronicle.count(counts, place, spell, 1);
    states[number] = spell;
  }
}

function spellAt(spells, day) {
  let low = 0;
  let high = spells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (spells[middle].start === null || spells[middle].start <= day) low = middle;
    else high = middle - 1;
  }
  const spell = spells[low];
  const covers = spell && (spell.start === null || spell.start <= day) && (spell.end === null || day < spell.end);
  return covers ? spell : null;
}

// How many rows of a list sorted by day lie up to a day.
function upTo(list, day) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].day <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eventsOf(spells) {
  const found = [];
  spells.forEach((list, place) => {
    for (const spell of list) {
      if (spell.start !== null) found.push({ day: spell.start, place });
      if (spell.end !== null) found.push({ day: spell.end, place });
    }
  });
  return found.sort((a, b) => a.day - b.day);
}

// The spells with which a place came into another hand; of those a filter passes, if there is one.
function changesOf(data, view, passing) {
  const found = [];
  for (const place of data.places) {
    const spells = view.spells[place.number];
    spells.forEach((spell, i) => {
      spell.moved ??= spell.start !== null && isMove(data, spell, spells[i - 1]);
      if (spell.moved && (!passing || passing[place.number].includes(spell))) found.push({ day: spell.start, place, spell });
    });
  }
  return found.sort((a, b) => a.day - b.day || a.place.number - b.place.number);
}

// A first report of a place that is simply held is news, but no change.
function isMove(data, spell, before) {
  if (before && before.holder === spell.holder && before.status === spell.status) return false;
  if (before && before.status !== 'unknown') return true;
  return spell.claims.some((number) => MOVES.has(data.claims[number].change));
}

// The first and the last of any number of days; so many as there may be cannot be handed to Math.min.
export function bounds(days) {
  let [first, last] = [Infinity, -Infinity];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return [first, last];
}

// The first and the last day of the slider: the same through every lens and filter.
function span(data, { view, filtered, changes }) {
  if (!data.span) {
    const said = data.claims.map((claim) => claim.told).filter((day) => day !== null);
    const all = view === data.views[0] && !filtered ? changes : changesOf(data, data.views[0], null);
    const moves = all.map((change) => change.day);
    const days = said.length ? said : moves;
    const [first, last] = days.length ? bounds(days) : [0, 0];
    const near = moves.filter((day) => day >= first - REACH && day <= last);
    data.span = days.length ? [Math.min(first - LEAD, bounds([...near, first])[0] - 2), last] : [0, 0];
  }
  return data.span;
}
