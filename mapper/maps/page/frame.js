// The frame of one map: its cards over folium's map, and its elements by the names they have in page.html.

const PHONE = 760; // pixels of width up to which cards become sheets at the bottom, as in layout.css
const DRAWER = 960; // up to which the panel is a drawer
const LOW = 600; // pixels of height up to which the bars are low

export class Frame {
  constructor({ number, map, switches, size }) {
    Object.assign(this, { number, map, switches });
    this.prefix = number === 1 ? 'fl' : `fl${number}`;
    this.cards = this.find('cards');
    this.covering = [...this.cards.querySelectorAll('.fl-head, .fl-legend, .fl-time')];
    this.controls = map.getContainer().getElementsByClassName('leaflet-control');
    this.element = this.#mount(size);
  }

  id(name) {
    return `${this.prefix}-${name}`;
  }

  find(name) {
    return document.getElementById(this.id(name));
  }

  // The element round map and cards takes the place that folium gave the map.
  #mount(size) {
    const box = this.map.getContainer();
    const holder = document.createElement('div');
    holder.className = 'fl-holder';
    // The only map is what the page is about; of several, each is a part of it.
    holder.setAttribute('role', window.frontline.length > 1 ? 'group' : 'main');
    Object.assign(holder.style, size);
    box.replaceWith(holder);
    holder.append(box, this.cards);
    Object.assign(box.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
    return holder;
  }

  narrow() {
    return this.element.clientWidth <= PHONE;
  }

  // Whether the panel is a drawer that covers the map only while it is open.
  hasDrawer() {
    return this.element.clientWidth <= DRAWER;
  }

  roomy() {
    return this.element.clientWidth > PHONE && this.element.clientHeight > LOW;
  }

  // The box of an element in pixels of the frame.
  box(element, outer = this.element.getBoundingClientRect()) {
    const own = element.getBoundingClientRect();
    return { left: own.left - outer.left, right: own.right - outer.left, top: own.top - outer.top, bottom: own.bottom - outer.top };
  }

  // The boxes of the cards and of Leaflet's controls that lie on the map all the time, and the edges of the map
  // itself: a name half under one could not be read.
  covers() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const edges = [[-2, 0, 0, height], [width, 0, width + 2, height], [0, -2, width, 0], [0, height, width, height + 2]];
    const cards = [...this.covering, ...this.controls, ...(this.hasDrawer() ? [] : [this.find('panel')])];
    const outer = this.element.getBoundingClientRect();
    return [...edges, ...cards.map((card) => this.box(card, outer)).map(({ left, top, right, bottom }) => [left - 2, top - 2, right + 2, bottom + 2])];
  }

  // What the cards leave free of the map, in pixels.
  hole() {
    const head = this.box(this.cards.querySelector('.fl-head'));
    const wide = !this.narrow();
    const panel = this.hasDrawer() ? this.element.clientWidth : this.box(this.find('panel')).left;
    return {
      left: (wide ? head.right : 0) + 12,
      top: (wide ? 0 : head.bottom) + 12,
      right: panel - 12,
      bottom: this.box(this.find('time')).top - 12,
    };
  }
}
