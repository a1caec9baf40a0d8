// Taking along what is shown: GeoJSON, a picture, paper, the address.

import { geojsonOf } from './geojson.js';
import { hasAddress, hashOf } from './permalink.js';
import { TOO_LARGE, pictureOf } from './picture.js';
import { wirePrint } from './print.js';
import { isoDate, plural } from './words.js';

const KEPT_MS = 60000; // a download may start late

export function wireSave(page) {
  const { frame, store } = page;
  const tell = (text) => { frame.find('told').textContent = text; };
  const name = (suffix) => {
    const { before, day } = store.state;
    const days = [...new Set([before ?? day, day])].map(isoDate);
    return `control-${days.join('-and-')}.${suffix}`;
  };
  const on = (button, act) => frame.find(button).addEventListener('click', act);
  on('save-geojson', () => {
    const found = geojsonOf(page);
    offer(new Blob([JSON.stringify(found, null, 1)], { type: 'application/geo+json' }), name('geojson'));
    tell(`${plural(found.features.length, 'feature', 'features')} in ${name('geojson')}`);
  });
  on('save-picture', () => pictureOf(page).toBlob((blob) => {
    if (!blob) {
      tell(TOO_LARGE);
      return;
    }
    offer(blob, name('png'));
    tell(`The map is in ${name('png')}`);
  }));
  wirePrint(page);
  on('save-print', () => window.print());
  frame.find('save-link').hidden = !hasAddress(frame);
  on('save-link', async () => {
    const address = `${location.href.split('#')[0]}${hashOf(page)}`;
    try {
      await navigator.clipboard.writeText(address);
      tell('The address of what is shown is in the clipboard.');
    } catch {
      tell(address); // no leave to write to the clipboard: to be copied by hand
    }
  });
}

function offer(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
