// What a user put on the map beside our layers, painted onto a picture: tiles, pictures, lines, areas, markers.

/* global L */

// Tiles of a server may be painted only where it allows that. One that does not is asked again without the question,
// so that its tiles are at least seen.
export function askToPaint(map) {
  map.eachLayer((layer) => {
    if (!(layer instanceof L.TileLayer) || !layer.options.crossOrigin) return;
    const again = (tile) => {
      if (tile.crossOrigin === null) return;
      layer.options.crossOrigin = false;
      tile.crossOrigin = null;
      tile.src = tile.src; // loads it once more
    };
    layer.on('tileerror', ({ tile }) => again(tile));
    for (const { el } of Object.values(layer._tiles)) if (el.complete && !el.naturalWidth) again(el);
  });
}

// Paints what a pane holds, the map's corner at 0, 0; gives the names of servers that let nobody paint their pictures.
export function paintPane(ctx, map, pane) {
  const refused = new Set();
  const outer = map.getContainer().getBoundingClientRect();
  for (const part of pane.querySelectorAll('img, canvas, svg > g > path')) {
    const alpha = opacityOf(part, pane);
    if (!alpha || part.closest('div.leaflet-marker-icon')) continue;
    ctx.save();
    ctx.globalAlpha = alpha;
    if (part.tagName === 'path') paintPath(ctx, map, part);
    else if (part.tagName === 'CANVAS' || isLoaded(part)) {
      const box = part.getBoundingClientRect();
      if (mayBePainted(part)) ctx.drawImage(part, box.left - outer.left, box.top - outer.top, box.width, box.height);
      else refused.add(part.src ? new URL(part.src).host : 'a layer');
    }
    ctx.restore();
  }
  return refused;
}

function opacityOf(part, pane) {
  let alpha = 1;
  for (let node = part; node && node !== pane.parentElement; node = node.parentElement) {
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.visibility === 'hidden') return 0;
    alpha *= Number(style.opacity);
  }
  return alpha;
}

function isLoaded(image) {
  return image.complete && image.naturalWidth > 0;
}

// A canvas that has taken a forbidden picture can be saved no more: each is tried on one of its own.
function mayBePainted(part) {
  if (/^(data|blob):/.test(part.src ?? '')) return true;
  const ctx = new OffscreenCanvas(1, 1).getContext('2d');
  try {
    ctx.drawImage(part, 0, 0, 1, 1);
    ctx.getImageData(0, 0, 1, 1);
    return true;
  } catch {
    return false;
  }
}

function paintPath(ctx, map, path) {
  const style = getComputedStyle(path);
  const shape = new Path2D(path.getAttribute('d'));
  const { x, y } = map.layerPointToContainerPoint([0, 0]);
  const alpha = ctx.globalAlpha;
  ctx.translate(x, y);
  if (style.fill !== 'none') {
    ctx.globalAlpha = alpha * Number(style.fillOpacity);
    ctx.fillStyle = style.fill;
    ctx.fill(shape, style.fillRule);
  }
  if (style.stroke !== 'none') {
    ctx.globalAlpha = alpha * Number(style.strokeOpacity);
    ctx.strokeStyle = style.stroke;
    ctx.lineWidth = parseFloat(style.strokeWidth);
    ctx.lineCap = style.strokeLinecap;
    ctx.lineJoin = style.strokeLinejoin;
    ctx.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
    ctx.stroke(shape);
  }
}
