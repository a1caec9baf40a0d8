// The colours of the style sheet, read for the canvas, in light and dark.

const NAMES = ['paper', 'land', 'sea', 'coast', 'border', 'province', 'grid', 'card', 'ink', 'muted', 'outline',
  'focus', 'front', 'town', 'halo', 'contested', 'track', 'track-past', 'line'];

export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const theme = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  theme.dark = document.documentElement.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches;
  theme.sans = style.getPropertyValue('--sans').trim();
  theme.serif = style.getPropertyValue('--serif').trim();
  theme.areas = Number(style.getPropertyValue('--area-strength')) || 0.36;
  return theme;
}

// Calls back when the reader's system turns light or dark.
export function onThemeChange(callback) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
