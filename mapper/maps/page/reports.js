// The Reports tab: what was said, newest first; counted groups and unplaced names among it.

import { byId, make } from './dom.js';
import { sentence } from './quote.js';
import { lookOfClaim, symbolSvg } from './symbols.js';
import { attribution, hedged, plural, shortDate } from './words.js';

const BATCH = 60; // entries made at once: they are made anew at each step of the slider
const RECENT = 4;

export class Reports {
  constructor({ data, chronicle, store }) {
    Object.assign(this, { data, chronicle, store });
    this.view = byId('fl-view-reports');
    this.limit = BATCH;
    const moment = (claim) => chronicle.moment(claim) ?? -Infinity;
    this.order = [...data.claims].sort((a, b) => moment(b) - moment(a) || b.number - a.number);
  }

  update(state) {
    const moment = (claim) => this.chronicle.moment(claim) ?? -Infinity;
    const told = this.order.filter((claim) => moment(claim) <= state.day);
    const list = make('ol', 'fl-list');
    for (const claim of told.slice(0, this.limit)) {
      const item = make('li', state.day - moment(claim) < RECENT ? 'fl-recent' : '', this.#entry(claim, state));
      list.append(item);
    }
    const nodes = [list];
    if (!told.length) nodes.unshift(make('p', 'fl-empty', 'Nothing was reported up to this date.'));
    if (told.length > this.limit) nodes.push(this.#more(told.length - this.limit));
    this.view.replaceChildren(...nodes);
  }

  #more(count) {
    const button = make('button', 'fl-more', `Show ${plural(Math.min(count, BATCH), 'more', 'more')} of ${count}`);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.limit += BATCH;
      this.update(this.store.state);
    });
    return button;
  }

  #entry(claim, state) {
    const place = this.data.places[claim.place];
    // A group is no place: its entry tells all there is and opens nothing.
    const entry = place ? make('button', 'fl-entry') : make('div', 'fl-entry fl-group');
    const name = claim.scope === 'group' ? claim.words : place?.name || claim.words;
    const day = this.chronicle.moment(claim);
    const head = make('span', 'fl-entry-head', make('b', '', make('bdi', '', name)), ` ${day === null ? 'undated' : shortDate(day)} · ${attribution(this.data, claim)}`);
    const happened = ['asserted', 'claimed'].includes(claim.certainty);
    const body = make('span', 'fl-entry-body', head);
    body.append(make('span', 'fl-entry-change', `${hedged(this.data, claim)}${place && place.lon === null ? ' · no point on the map' : ''}`));
    if (claim.tally) body.append(make('span', 'fl-tally', claim.tally));
    body.append(make('span', 'fl-entry-quote', sentence(claim)));
    const symbol = make('span', `fl-entry-symbol${happened ? '' : ' fl-doubted'}`, symbolSvg(lookOfClaim(this.data, claim, state.dark), 20));
    entry.append(symbol, body);
    if (place) {
      entry.type = 'button';
      entry.addEventListener('click', () => this.store.set({ selected: place.number, fly: place.number }));
    }
    return entry;
  }
}
