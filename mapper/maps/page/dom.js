// Small ways to make elements; text goes in as text, never as HTML.

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

export function makeButton(className, text, onClick) {
  const button = make('button', className, text);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}

const SVG = 'http://www.w3.org/2000/svg';

export function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A name in the local script, with its own direction, so that it cannot turn its neighbours round.
export function localName(text) {
  const element = make('bdi', 'fl-local-name', text);
  element.dir = 'auto';
  return element;
}

// The name that the reader wants to see of a place.
export function shownName(place, local) {
  const element = make('bdi', '', (local && place.local) || place.name);
  element.dir = 'auto';
  return element;
}

// Web addresses come from reports: only these two schemes become links.
export function safeLink(url, label) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    parsed = null;
  }
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return make('span', '', label);
  const link = make('a', '', label);
  link.href = parsed.href;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}
