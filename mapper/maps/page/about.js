// The About tab: what is reported, what is estimated, out of what, and where the base map comes from.

import { bounds } from './chronicle.js';
import { make } from './dom.js';
import { longDate, plural } from './words.js';

export function fillAbout({ data, frame, all: chronicle }, reach) {
  const { reports, claims, places } = data;
  const said = reports.map((report) => report.published).filter((day) => day !== null);
  const [first, last] = bounds(said);
  const span = said.length ? `, published ${longDate(first)}${first === last ? '' : ` to ${longDate(last)}`}` : '';
  const unplaced = places.filter((place) => place.lon === null);
  const groups = claims.filter((claim) => claim.scope === 'group');
  const view = frame.find('view-about');
  view.replaceChildren(
    make('h2', '', 'How to read this map'),
    make('p', '', 'A report is a claim, not a proof. Each symbol is one named place in the state that the reports up to the chosen date speak for; open it to read every sentence behind it, and the denials.'),
    make('p', '', 'With the map in focus the arrow keys move it, + and - change its scale, n and p go from place to place, Enter opens the one pointed at, Escape closes it.'),
    make('p', '', `The shaded areas and the front line are estimated from the named places: colour is full up to about ${reach.full} km from one and gone at about ${reach.gone} km. Land that nobody reported on has no colour.`),
    make('h2', '', 'Out of what it is made'),
    make('p', '', `${plural(reports.length, 'report', 'reports')}${span}; ${plural(claims.length, 'claim', 'claims')} about ${plural(places.length, 'place', 'places')}. Changes up to ${longDate(chronicle.last)}.`),
    make('p', '', `Places found in: ${data.gazetteers.join(', ') || 'not told'}.`),
    ...unplacedList(unplaced),
    ...(groups.length ? [make('p', '', `${plural(groups.length, 'claim counts', 'claims count')} places without naming them all; they stand among the reports and have no point.`)] : []),
    ...problems(reports),
    make('h2', '', 'Base map'),
    make('p', '', `${data.base.credit}. Drawn with Leaflet (BSD licence). ${asked()}`),
  );
}

// Whom the page asks for anything: those that its own policy names, which is what the browser holds it to.
function asked() {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content;
  if (policy === undefined) return '';
  const servers = [...new Set(policy.match(/https?:\/\/[^\s;]+/g))].map((origin) => origin.replace(/^https?:\/\//, ''));
  if (!servers.length) return 'The page loads nothing from anywhere.';
  return `The page asks ${servers.join(', ')} for what lies under the places, and nobody else for anything: who runs that server can see which part of the map is looked at.`;
}

function unplacedList(places) {
  if (!places.length) return [];
  const names = make('ul', '', ...places.map((place) => make('li', '', make('bdi', '', place.name))));
  return [make('p', '', `${plural(places.length, 'name was', 'names were')} not placed, and so not drawn:`), names];
}

function problems(reports) {
  const found = reports.flatMap((report) => report.problems);
  if (!found.length) return [];
  return [make('p', '', 'Left open while reading:'), make('ul', '', ...found.slice(0, 40).map((text) => make('li', '', text)))];
}
