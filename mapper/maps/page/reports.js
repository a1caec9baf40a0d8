// The Reports tab: what was said, newest first; counted groups and unplaced names among it.

import { RECENT } from './chronicle.js';
import { make, makeButton, shownName } from './dom.js';
import { sentence } from './quote.js';
import { lookOfClaim, symbolSvg } from './symbols.js';
import { attribution, dayMonthYear, happened, hedged, parts, shortDate } from './words.js';

const FIRST = 12; // entries in the list at first; more are shown when asked for
const BATCH = 60;
const MOST = 2000; // entries kept for when they are shown again

export class Reports {
  constructor(page) {
    Object.assign(this, { page, data: page.data, store: page.store });
    this.view = page.frame.find('view-reports');
    this.list = make('ol', 'fl-list');
    this.empty = make('p', 'fl-empty');
    this.more = makeButton('fl-more', '', () => {
      this.limit += BATCH;
      this.update(this.store.state);
    });
    this.view.replaceChildren(this.empty, this.list, this.more);
    this.forget();
  }

  // To be called when names or colours change: the entries are made anew then.
  forget() {
    this.entries = new Map();
    this.limit = FIRST;
    this.list.replaceChildren();
  }

  update(state) {
    const { chronicle } = this.page;
    const { from, count } = chronicle.told(state.day);
    const wanted = chronicle.claims.slice(from, from + this.limit);
    this.#show(wanted, state);
    this.empty.hidden = count > 0;
    this.empty.textContent = chronicle.filtered ? 'Nothing that the filters let through was reported up to this date.' : 'Nothing was reported up to this date.';
    this.more.hidden = count <= this.limit;
    if (count > this.limit) this.more.textContent = `Show ${Math.min(count - this.limit, BATCH)} more of ${count - this.limit}`;
  }

  // Entries that stay are left where they are: a step of the slider moves only the ends of the list.
  #show(claims, state) {
    if (this.entries.size > MOST) this.entries.clear(); // before any is asked for, else some would be made twice
    const items = claims.map((claim) => this.#item(claim, state));
    const keep = new Set(items);
    for (const item of [...this.list.children]) if (!keep.has(item)) item.remove();
    let next = this.list.firstElementChild;
    for (const [i, item] of items.entries()) {
      item.className = state.day - (claims[i].when ?? -Infinity) < RECENT ? 'fl-recent' : '';
      if (item === next) next = next.nextElementSibling;
      else this.list.insertBefore(item, next);
    }
  }

  #item(claim, state) {
    if (!this.entries.has(claim.number)) this.entries.set(claim.number, make('li', '', this.#entry(claim, state)));
    return this.entries.get(claim.number);
  }

  // With its year where that is not the last one of the map.
  #dated({ when }) {
    if (when === null) return 'undated';
    return parts(when).year === parts(this.page.all.last).year ? shortDate(when) : dayMonthYear(when);
  }

  #entry(claim, state) {
    const place = this.data.places[claim.place];
    const name = claim.scope === 'group' || !place ? make('bdi', '', claim.words) : shownName(place, state.local);
    const head = make('span', 'fl-entry-head', make('b', '', name), ` ${this.#dated(claim)} · ${attribution(this.data, claim)}`);
    const body = make('span', 'fl-entry-body', head);
    body.append(make('span', 'fl-entry-change', `${hedged(this.data, claim)}${place && place.lon === null ? ' · no point on the map' : ''}`));
    if (claim.tally) body.append(make('span', 'fl-tally', claim.tally));
    body.append(make('span', 'fl-entry-quote', sentence(claim)));
    const symbol = make('span', `fl-entry-symbol${happened(claim) ? '' : ' fl-doubted'}`, symbolSvg(lookOfClaim(this.data, claim, state.dark), 20));
    // A group is no place: its entry tells all there is and opens nothing.
    if (!place) return make('div', 'fl-entry fl-group', symbol, body);
    const entry = makeButton('fl-entry', '', () => this.store.set({ selected: place.number, fly: place.number }));
    entry.append(symbol, body);
    return entry;
  }
}
