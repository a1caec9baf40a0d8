// What part of the map is seen: the first view, flying to a place, back to the whole, and what lies outside.

import { make, makeButton } from './dom.js';
import { plural } from './words.js';

const CLOSEST = 11.25; // zoom at which a single village still has its neighbours round it
const DEEPEST = 16; // zoom at which a village fills the map; tiles may go deeper
const FARTHEST = 9; // zoom below which villages lie on each other
const ROOM = 36; // pixels round the places
const CARD = { width: 400, height: 500 }; // pixels that the card of a place wants above it

/* global L */
export class View {
  constructor(page) {
    Object.assign(this, { page, frame: page.frame, map: page.frame.map, data: page.data });
    const [west, south, east, north] = this.data.base.box;
    this.map.setMinZoom(Math.min(this.map.getBoundsZoom([[south, west], [north, east]], true), CLOSEST));
    if (this.map.getMaxZoom() === Infinity) this.map.setMaxZoom(DEEPEST);
    const near = this.data.base.view;
    this.far = this.data.places.filter((place) => place.lon !== null && !place.label && !within(near, place));
    this.note = this.frame.find('outside');
    this.note.append(make('span', ''), makeButton('', '', () => this.fitFar()));
    this.#addHome();
    this.map.on('moveend', () => this.tellOutside());
  }

  // The view that a hash names, else all places but a few that lie far from the others.
  start(view) {
    if (view) this.map.setView([view[1], view[2]], view[0], { animate: false });
    else this.#fit(this.data.base.view);
  }

  #fit([west, south, east, north]) {
    const free = this.frame.hole();
    const size = this.map.getSize();
    this.map.fitBounds([[south, west], [north, east]], {
      animate: false,
      maxZoom: CLOSEST,
      paddingTopLeft: [free.left + ROOM, free.top + ROOM],
      paddingBottomRight: [size.x - free.right + ROOM, size.y - free.bottom + ROOM],
    });
  }

  // The far places alone where there is one, else everything.
  fitFar() {
    const shown = this.#outside();
    if (shown.length === 1) this.goTo(shown[0].lat, shown[0].lon);
    else this.#fit(boxOf([...shown, ...this.data.places.filter((place) => place.lon !== null && !place.label)]));
    this.map.getContainer().focus({ preventScroll: true }); // the button is gone now
  }

  #outside() {
    if (!this.far.length) return [];
    const { chronicle, store } = this.page;
    const states = chronicle.states(store.state.day);
    const [bounds, shown] = [this.map.getBounds(), this.page.shown()];
    return this.far.filter((place) => !bounds.contains([place.lat, place.lon]) && chronicle.shows(states[place.number], store.state.day, shown));
  }

  tellOutside() {
    const outside = this.#outside();
    this.note.hidden = !outside.length;
    if (!outside.length) return;
    const [text, button] = this.note.children;
    text.textContent = `${plural(outside.length, 'place lies', 'places lie')} outside this view`;
    button.textContent = outside.length === 1 ? `Show ${outside[0].name}` : 'Show all';
  }

  #addHome() {
    const zoom = this.map.getContainer().querySelector('.leaflet-control-zoom');
    if (!zoom) return;
    const link = make('a', 'fl-home', '⌂');
    Object.assign(link, { href: '#', title: 'The whole front' });
    link.setAttribute('aria-label', 'The whole front');
    link.setAttribute('role', 'button');
    L.DomEvent.disableClickPropagation(link);
    link.addEventListener('click', (event) => { event.preventDefault(); this.#fit(this.data.base.view); });
    zoom.append(link);
    // Leaflet's links call themselves buttons, too, and a button answers to the space bar.
    zoom.addEventListener('keydown', (event) => {
      if (event.key !== ' ' || event.target.getAttribute('role') !== 'button') return;
      event.preventDefault();
      event.target.click();
    });
  }

  goTo(lat, lon) {
    const zoom = Math.max(this.map.getZoom(), FARTHEST + 1);
    this.#place({ lat, lon }, { zoom, height: 0, width: 0 });
  }

  // Moves the map no further than a place needs to be in view with its card above it.
  fly(place) {
    if (place.lon === null) return;
    this.#place(place, { zoom: this.map.getZoom() < FARTHEST ? FARTHEST + 1 : this.map.getZoom(), ...CARD });
  }

  // Moves the map no further than a place needs to be seen between the cards.
  reveal(place) {
    this.#place(place, { zoom: this.map.getZoom(), height: 0, width: 0 });
  }

  #place({ lat, lon }, { zoom, width, height }) {
    const { left, right, top, bottom } = this.frame.hole();
    const point = this.map.latLngToContainerPoint([lat, lon]);
    const between = (value, low, high) => (low > high ? (low + high) / 2 : Math.max(low, Math.min(value, high)));
    const half = Math.min(width, right - left) / 2;
    // On a phone the card is a sheet over the lower 62%.
    const rows = this.frame.narrow() ? [top + 16, this.frame.element.clientHeight * 0.38 - 24] : [Math.min(top + height, bottom - 24), bottom - 24];
    const target = L.point(between(point.x, left + half, right - half), between(point.y, ...rows));
    if (zoom === this.map.getZoom() && target.distanceTo(point) < 2) return;
    const centre = this.map.project([lat, lon], zoom).subtract(target).add(this.map.getSize().divideBy(2));
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.setView(this.map.unproject(centre, zoom), zoom, { animate: !still });
  }
}

function within([west, south, east, north], place) {
  return place.lon >= west && place.lon <= east && place.lat >= south && place.lat <= north;
}

function boxOf(places) {
  const [lons, lats] = [places.map((place) => place.lon), places.map((place) => place.lat)];
  const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(lons), least(lats), most(lons), most(lats)];
}
