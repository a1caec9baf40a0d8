// The card of one place: its state and since when, according to whom, its history, every claim, how it was placed.

import { localName, make, makeButton } from './dom.js';
import { claimBlock, threads } from './quote.js';
import { inkOn, lookOf } from './symbols.js';
import { attribution, capital, degrees, longDate, plural, since, stateWords } from './words.js';

const PRECISION = ['', 'the place itself', 'within about 3 km', 'the label point of an area'];
const MOST_HEIGHT = 500; // pixels: a higher card would hide the front round its place
const LEAST_HEIGHT = 220; // pixels: a lower card shows not one whole claim

export class PlaceCard {
  constructor(page) {
    Object.assign(this, { page, data: page.data, store: page.store, frame: page.frame });
    this.element = page.frame.find('place');
    this.opener = null;
    page.frame.map.on('move zoom resize', () => this.position());
    page.frame.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.element.hidden || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
  }

  update(state) {
    this.chronicle = this.page.chronicle;
    const place = state.selected === null ? null : this.data.places[state.selected];
    if (!place) {
      this.element.hidden = true;
      return;
    }
    const opened = this.element.hidden || this.place !== place;
    const scrolled = opened ? 0 : this.element.querySelector('.fl-place-body')?.scrollTop ?? 0;
    this.place = place;
    if (this.element.hidden) this.opener = document.activeElement;
    this.element.replaceChildren(this.#head(place, state), this.#body(place, state));
    this.element.hidden = false;
    this.element.querySelector('.fl-place-body').scrollTop = scrolled;
    this.position();
    if (opened) this.element.querySelector('.fl-close').focus({ preventScroll: true });
  }

  close() {
    this.store.set({ selected: null });
    this.opener?.focus({ preventScroll: true });
    // What opened it may be gone, or in a drawer that has closed: the focus must not be lost.
    const kept = this.opener !== document.body && document.activeElement === this.opener;
    if (!kept) this.frame.map.getContainer().focus({ preventScroll: true });
  }

  #head(place, state) {
    const turned = state.local && place.local;
    const title = make('h2', '', turned ? localName(place.local) : make('bdi', '', place.name));
    title.id = this.frame.id('place-name');
    const close = makeButton('fl-close', '×', () => this.close());
    close.setAttribute('aria-label', `Close ${place.name}`);
    const other = turned ? make('bdi', 'fl-other-name', place.name) : place.local ? localName(place.local) : null;
    return make('div', 'fl-place-head', title, other, close);
  }

  #body(place, state) {
    const spell = this.chronicle.at(place, state.day);
    const body = make('div', 'fl-place-body');
    body.tabIndex = 0;
    body.setAttribute('role', 'group');
    body.setAttribute('aria-label', 'State, history and claims');
    const look = lookOf(this.data, spell, state.dark);
    const pill = make('p', `fl-pill${look.hatched ? ' fl-pill-contested' : ''}${look.hollow ? ' fl-pill-hollow' : ''}`, `${stateWords(this.data, spell)}${since(spell)}`);
    pill.style.setProperty('--side', look.colour);
    pill.style.setProperty('--on-side', inkOn(look.colour));
    const reason = spell?.reason ? make('p', 'fl-reason', capital(spell.reason)) : null;
    body.append(pill, this.#whom(spell), ...(reason ? [reason] : []), this.#strip(place, state));
    body.append(...this.#claims(place, spell, state), this.#placed(place));
    return body;
  }

  #whom(spell) {
    if (!spell || !spell.claims.length) return make('p', 'fl-whom', 'No claim speaks for this state on this date.');
    const names = [...new Set(spell.claims.map((number) => attribution(this.data, this.data.claims[number])))];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const sure = `${spell.confidence}% sure`;
    return make('p', 'fl-whom', `According to ${names.slice(0, 3).join('; ')}${more} · ${sure}`);
  }

  #strip(place, state) {
    const { first, last } = this.chronicle;
    const length = last - first + 1;
    const strip = make('div', 'fl-strip');
    strip.setAttribute('role', 'img');
    const told = [];
    for (const spell of this.chronicle.spells[place.number]) {
      const from = Math.max(first, spell.start ?? first);
      const to = Math.min(last + 1, spell.end ?? last + 1);
      if (to <= from) continue;
      const look = lookOf(this.data, spell, state.dark);
      const part = make('span', `${look.hatched ? 'fl-hatched' : ''}${look.hollow ? 'fl-hollow' : ''}`);
      part.style.cssText = `left:${(100 * (from - first)) / length}%;width:${(100 * (to - from)) / length}%`;
      part.style.setProperty('--side', look.colour);
      strip.append(part);
      told.push(`${stateWords(this.data, spell)}${spell.start === null ? '' : ` from ${longDate(spell.start)}`}`);
    }
    for (const day of state.before === null ? [state.day] : [state.before, state.day]) {
      const cursor = make('i', '');
      cursor.style.left = `${(100 * (day - first + 0.5)) / length}%`;
      strip.append(cursor);
    }
    strip.setAttribute('aria-label', `History: ${told.join(', then ') || 'nothing known'}`);
    return strip;
  }

  #claims(place, spell, state) {
    const seen = this.chronicle.claimsOf(place);
    const claims = seen.filter((claim) => (claim.when ?? -Infinity) <= state.day);
    const later = seen.length - claims.length;
    const hidden = place.claims.length - seen.length;
    const role = (claim) => {
      if (spell?.claims.includes(claim.number)) return 'speaks for this state';
      return spell?.against.includes(claim.number) ? 'speaks against it' : '';
    };
    const blocks = threads(claims).map(({ claim, denials }) => {
      const thread = make('div', 'fl-thread', claimBlock(this.data, claim, { dark: state.dark, role: role(claim) }));
      for (const denial of denials) thread.append(claimBlock(this.data, denial, { dark: state.dark, role: role(denial) }));
      return thread;
    });
    if (hidden) blocks.push(make('p', 'fl-later', `${plural(hidden, 'claim is', 'claims are')} hidden by the lens or the filters.`));
    if (later) blocks.push(make('p', 'fl-later', `${plural(later, 'more claim', 'more claims')} about later days.`));
    return blocks;
  }

  #placed(place) {
    const details = make('details', 'fl-placed', make('summary', '', 'How the name was placed'));
    const list = make('dl', '');
    const row = (term, ...values) => list.append(make('dt', '', term), make('dd', '', ...values));
    if (place.lon === null) row('Position', 'none: no entry of a gazetteer fits well enough');
    else row('Position', `${degrees(place.lat, 'N', 'S')}, ${degrees(place.lon, 'E', 'W')} · ${PRECISION[place.precision] || 'precision not told'}`);
    if (place.entry) {
      const within = place.within.length ? `, ${[...place.within].reverse().join(', ')}` : '';
      row('Entry', `${place.entry}${within} · ${place.kind}${place.gazetteer ? ` · ${place.gazetteer}` : ''}`);
    }
    const seen = new Set();
    for (const claim of place.claims) {
      const found = this.data.resolutions[claim.resolution];
      if (!found || seen.has(found.written)) continue;
      seen.add(found.written);
      const score = found.score === null ? '' : `score ${found.score} of 100`;
      row(`“${found.written}”`, [score, found.reason, ...found.reasons].filter(Boolean).join(' · '));
      if (found.rivals.length) row('Runner-up', `${found.rivals[0][0]}, score ${found.rivals[0][1]}`);
      else row('Runner-up', 'none');
    }
    details.append(list);
    return details;
  }

  // Beside the place where there is room, else in a corner of what the other cards leave free.
  position() {
    if (this.element.hidden || !this.place) return;
    const style = this.element.style;
    style.left = style.top = style.maxHeight = '';
    delete this.element.dataset.side;
    if (this.frame.narrow()) return; // the style sheet makes it a sheet at the bottom
    const hole = this.frame.hole();
    const width = this.element.offsetWidth;
    const most = Math.min(hole.bottom - hole.top, MOST_HEIGHT);
    style.maxHeight = `${most}px`;
    const height = Math.min(this.element.offsetHeight, most);
    if (this.place.lon === null) {
      Object.assign(style, { left: `${hole.left}px`, top: `${hole.top}px` });
      return;
    }
    const point = this.frame.map.latLngToContainerPoint([this.place.lat, this.place.lon]);
    const gap = 20;
    const between = (value, low, high) => Math.max(low, Math.min(value, Math.max(low, high)));
    let left = between(point.x - width / 2, hole.left, hole.right - width);
    let top = point.y - gap - height;
    let side = 'above';
    if (top < hole.top && point.x + gap + width <= hole.right) {
      [left, side] = [point.x + gap, 'right'];
    } else if (top < hole.top && point.x - gap - width >= hole.left) {
      [left, side] = [point.x - gap - width, 'left'];
    }
    const room = point.y - gap - hole.top;
    if (side === 'above' && room >= LEAST_HEIGHT) {
      // A long card scrolls rather than hide the place it speaks of.
      style.maxHeight = `${Math.min(room, most)}px`;
      top = point.y - gap - Math.min(height, room);
    } else {
      top = between(side === 'above' ? top : point.y - height / 2, hole.top, hole.bottom - height);
    }
    Object.assign(style, { left: `${left}px`, top: `${top}px` });
    this.element.style.setProperty('--arrow-x', `${between(point.x - left, 20, width - 20)}px`);
    this.element.style.setProperty('--arrow-y', `${between(point.y - top, 20, height - 20)}px`);
    if (side !== 'above' || room >= LEAST_HEIGHT) this.element.dataset.side = side;
  }
}
