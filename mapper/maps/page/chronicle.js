// Who held what on a day: a binary search over each place's spells, and the days on which anything changed.

const RECENT = 4; // days for which a change wears its ring
const LEAD = 7; // days shown before the first report
const REACH = 120; // changes up to so many days before the first report still widen the slider
const MOVES = new Set(['captured', 'recaptured', 'lost', 'withdrawn', 'handed_over', 'contested', 'advanced',
  'besieged']);

export class Chronicle {
  constructor(data) {
    this.data = data;
    this.changes = this.#changes();
    [this.first, this.last] = this.#domain();
    const visible = this.changes.filter((change) => change.day >= this.first && change.day <= this.last);
    this.days = [...new Set(visible.map((change) => change.day))].sort((a, b) => a - b);
  }

  // The spell of a place on a day, or null.
  at(place, day) {
    const spells = place.spells;
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

  isRecent(place, day) {
    const spell = this.at(place, day);
    return Boolean(spell && spell.moved && day - spell.start < RECENT);
  }

  on(day) {
    return this.changes.filter((change) => change.day === day);
  }

  lastBefore(day) {
    return this.changes.filter((change) => change.day < day).at(-1) || null;
  }

  previous(day) {
    return this.days.filter((change) => change < day).at(-1) ?? null;
  }

  next(day) {
    return this.days.find((change) => change > day) ?? null;
  }

  // When a claim was so, else when it was said; null where neither is told.
  moment(claim) {
    return claim.start ?? claim.end ?? claim.reported ?? this.data.reports[claim.report].published;
  }

  said(claim) {
    return claim.reported ?? this.data.reports[claim.report].published ?? claim.start;
  }

  #changes() {
    const found = [];
    for (const place of this.data.places) {
      place.spells.forEach((spell, i) => {
        spell.moved = spell.start !== null && isMove(this.data, spell, place.spells[i - 1]);
        if (spell.moved) found.push({ day: spell.start, place, spell });
      });
    }
    return found.sort((a, b) => a.day - b.day || a.place.number - b.place.number);
  }

  #domain() {
    const said = this.data.claims.map((claim) => this.said(claim)).filter((day) => day !== null);
    const moves = this.changes.map((change) => change.day);
    const days = said.length ? said : moves;
    if (!days.length) return [0, 0];
    const bounds = (list) => list.reduce(([a, b], day) => [Math.min(a, day), Math.max(b, day)], [Infinity, -Infinity]);
    const [first, last] = bounds(days);
    const near = moves.filter((day) => day >= first - REACH && day <= last);
    return [Math.min(first - LEAD, bounds([...near, first])[0] - 2), last];
  }
}

// A first report of a place that is simply held is news, but no change.
function isMove(data, spell, before) {
  if (before && before.holder === spell.holder && before.status === spell.status) return false;
  if (before && before.status !== 'unknown') return true;
  return spell.claims.some((number) => MOVES.has(data.claims[number].change));
}
