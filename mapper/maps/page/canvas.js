// A Leaflet layer that is one canvas: drawn when the map rests, moved with it while it moves.

const PAD = 0.12; // of the map's size, drawn beyond each edge, so that a short drag shows no blank

/* global L */
export const CanvasLayer = L.Layer.extend({
  // `draw` paints a context; where `way` is 'given' it gives a canvas that it has kept, and where it is 'kept'
  // what was painted before is still there, and `draw` says whether it has painted anything.
  // It waits, without a canvas of the map's size, while it is hidden and while `waits` says so.
  initialize(pane, draw, { way = '', hidden = false, waits = () => false } = {}) {
    Object.assign(this, { paneName: pane, draw, way, hidden, waits });
    this.cut = null; // 'left' or 'right': only that side of the divider is shown
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'fl-canvas leaflet-zoom-animated');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = this.hidden;
    map.getPane(this.paneName).appendChild(this.canvas);
    this.redraw();
  },

  onRemove() {
    this.canvas.remove();
  },

  getEvents() {
    return { moveend: this.redraw, resize: this.redraw, viewreset: this.redraw, zoomanim: this.animate, move: this.trim };
  },

  // Shows only what lies on one side of a line, in pixels of the map; all of it where `side` is null.
  cutAt(side, x) {
    this.cut = side;
    this.line = x;
    this.trim();
  },

  hide(hidden) {
    const appears = this.hidden && !hidden;
    this.hidden = hidden;
    this.canvas.hidden = Boolean(hidden || this.empty);
    if (appears) this.redraw();
  },

  trim() {
    if (!this._map || !this.lastSheet) return;
    const style = this.canvas.style;
    if (!this.cut) {
      style.clipPath = '';
      return;
    }
    const at = this.line - this._map.layerPointToContainerPoint(this.lastSheet.corner).x;
    style.clipPath = this.cut === 'left' ? `inset(0 ${this.lastSheet.width - at}px 0 0)` : `inset(0 0 0 ${at}px)`;
  },

  // The sheet: everything a drawing needs to put degrees onto pixels. While nothing moves it stays the same object.
  sheet() {
    const map = this._map;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-PAD).round());
    const origin = map.getPixelOrigin().add(corner);
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const world = 256 * 2 ** map.getZoom();
    const key = [origin.x, origin.y, map.getZoom(), size.x, size.y, ratio].join();
    if (this.lastSheet?.key === key) return Object.assign(this.lastSheet, { corner });
    return {
      key,
      corner,
      origin,
      world,
      ratio,
      x: (lon) => ((lon + 180) / 360) * world - origin.x,
      y: (lat) => mercator(lat) * world - origin.y,
      zoom: map.getZoom(),
      width: Math.round(size.x * (1 + 2 * PAD)),
      height: Math.round(size.y * (1 + 2 * PAD)),
      pixelsPerKm: world / (40075.017 * Math.cos((map.getCenter().lat * Math.PI) / 180)),
    };
  },

  redraw() {
    if (!this._map || this.hidden || this.waits()) return;
    const sheet = this.sheet();
    const fresh = sheet !== this.lastSheet;
    this.lastSheet = sheet;
    if (this.way === 'given') this.swap(this.draw(sheet) || blank(1, 1));
    else this.paint(sheet, fresh);
    const { canvas } = this;
    canvas.style.width = `${sheet.width}px`;
    canvas.style.height = `${sheet.height}px`;
    L.DomUtil.setPosition(canvas, sheet.corner);
    this.drawnAt = { corner: this._map.layerPointToLatLng(sheet.corner), zoom: sheet.zoom };
    this.trim();
  },

  paint(sheet, fresh) {
    const ctx = this.canvas.getContext('2d');
    if (fresh) {
      this.canvas.width = sheet.width * sheet.ratio;
      this.canvas.height = sheet.height * sheet.ratio;
    } else if (this.way !== 'kept') {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    }
    ctx.setTransform(sheet.ratio, 0, 0, sheet.ratio, 0, 0);
    const painted = this.draw(ctx, sheet, fresh);
    if (this.way === 'kept') this.empty = !painted;
    this.hide(this.hidden);
  },

  // A canvas that was drawn before is put in the place of the last one: nothing is drawn again.
  swap(canvas) {
    if (canvas === this.canvas) return;
    canvas.className = this.canvas.className;
    canvas.setAttribute('aria-hidden', 'true');
    canvas.hidden = Boolean(this.hidden);
    this.canvas.replaceWith(canvas);
    this.canvas = canvas;
  },

  animate(event) {
    if (!this.drawnAt) return;
    const scale = this._map.getZoomScale(event.zoom, this.drawnAt.zoom);
    const corner = this._map._latLngToNewLayerPoint(this.drawnAt.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, corner, scale);
  },
});

// Latitude to a share of the world's height on a Mercator map, from the north.
export function mercator(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

// Traces a flat list of lon, lat.
export function trace(ctx, sheet, points, close) {
  for (let i = 0; i < points.length; i += 2) {
    const x = sheet.x(points[i]);
    const y = sheet.y(points[i + 1]);
    if (i) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
  }
  if (close) ctx.closePath();
}

export function blank(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(width));
  canvas.height = Math.max(1, Math.ceil(height));
  return canvas;
}
