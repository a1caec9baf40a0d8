// On paper: the picture of the map, then every place shown with its state and the last sentence behind it.

import { make } from './dom.js';
import { TOO_LARGE, pictureOf } from './picture.js';
import { readTheme } from './theme.js';
import { attribution, dayMonthYear, longDate } from './words.js';

const LISTED = 400; // rows: more would be a book
const EMPTY = 'data:,'; // what a canvas that could not be painted gives

export function wirePrint(page) {
  const sheet = make('div', 'fl-print');
  sheet.hidden = true;
  page.frame.element.after(sheet);
  window.addEventListener('beforeprint', () => {
    sheet.replaceChildren(drawn(page), tableOf(page));
    sheet.hidden = false;
  });
  window.addEventListener('afterprint', () => {
    sheet.hidden = true;
    sheet.replaceChildren();
  });
}

// The picture, or the reason why there is none.
function drawn(page) {
  const source = onPaper(page);
  if (source === EMPTY) return make('p', '', TOO_LARGE);
  const picture = make('img', '');
  picture.src = source;
  picture.alt = `The map on ${longDate(page.store.state.day)}`;
  return picture;
}

// The map as it is in the light, also where the screen is dark: nobody prints a black sheet.
function onPaper(page) {
  const { store } = page;
  const [shown, root] = [store.theme, document.documentElement];
  if (!shown.dark) return pictureOf(page).toDataURL('image/png');
  root.dataset.theme = 'light';
  try {
    store.theme = readTheme();
    page.redraw();
    return pictureOf(page).toDataURL('image/png');
  } finally {
    delete root.dataset.theme;
    store.theme = shown;
    page.redraw();
  }
}

function tableOf({ data, table, store: { state } }) {
  const known = table.rows(state).filter(({ spell }) => spell && spell.status !== 'unknown');
  const rows = known.slice(0, LISTED);
  const cut = known.length > rows.length ? `, the first ${rows.length} of ${known.length}` : '';
  const cells = (tag, texts) => texts.map((text) => make(tag, '', text));
  const body = rows.map(({ place, spell, words }) => {
    const claim = data.claims[spell.claims.at(-1)];
    const said = claim ? `“${claim.quote}” (${attribution(data, claim)})` : 'No claim speaks for this state on this date.';
    return make('tr', '', ...cells('td', [place.name, words, spell.start === null ? '–' : dayMonthYear(spell.start), `${spell.confidence}%`, said]));
  });
  const head = make('thead', '', make('tr', '', ...cells('th', ['Place', 'State', 'Since', 'Sure', 'Last claim for it'])));
  return make('table', '', make('caption', '', `Places on ${longDate(state.day)}, as reported${cut}`), head, make('tbody', '', ...body));
}
