// Claims as quotations: the sentence with the matched name marked, who said it, when, how surely.

import { make, safeLink } from './dom.js';
import { lookOf, lookOfClaim } from './symbols.js';
import { CERTAINTY, attribution, happened, hedged, longDate, period, sideTitle } from './words.js';

const HANDS = new Set(['captured', 'recaptured', 'lost', 'withdrawn', 'handed_over']);

// The sentence; what lies outside the claim's own words is dimmed, the name marked.
export function sentence(claim) {
  const [markFrom, markTo] = claim.mark;
  const [saidFrom, saidTo] = claim.said;
  const cuts = [...new Set([0, markFrom, markTo, saidFrom, saidTo, claim.quote.length])].sort((a, b) => a - b);
  const line = make('q', 'fl-sentence');
  line.dir = 'auto';
  for (let i = 1; i < cuts.length; i += 1) {
    const text = claim.quote.slice(cuts[i - 1], cuts[i]);
    const marked = cuts[i - 1] >= markFrom && cuts[i] <= markTo && markTo > markFrom;
    const said = cuts[i - 1] >= saidFrom && cuts[i] <= saidTo;
    line.append(marked ? make('mark', '', text) : make('span', said ? '' : 'fl-around', text));
  }
  return line;
}

export function claimBlock(data, claim, { dark, role = '' }) {
  const block = make('blockquote', `fl-claim fl-${claim.certainty}`);
  // What is denied or only planned must not wear the colour of the side it would have given the place to.
  const look = happened(claim) ? lookOfClaim(data, claim, dark) : lookOf(data, { status: 'contested' }, dark);
  block.style.setProperty('--side', look.colour);
  const report = data.reports[claim.report];
  block.append(make('p', 'fl-said', `${hedged(data, claim)}, ${period(claim)}`), sentence(claim));
  const line = make('p', 'fl-source', safeLink(report.url, attribution(data, claim)));
  if (claim.leaning >= 0) line.append(` (${sideTitle(data, claim.leaning)})`);
  const said = claim.reported ?? report.published;
  if (said !== null) line.append(` · said ${longDate(said)}`);
  block.append(line, certaintyLine(claim, role));
  return block;
}

function certaintyLine(claim, role) {
  const bar = make('span', 'fl-bar');
  bar.style.setProperty('--share', `${claim.confidence}%`);
  bar.setAttribute('aria-hidden', 'true');
  const line = make('p', 'fl-sure', make('span', `fl-tag fl-tag-${claim.certainty}`, CERTAINTY[claim.certainty]));
  if (role) line.append(make('span', 'fl-tag', role));
  line.append(make('span', 'fl-confidence', 'confidence ', bar, ` ${claim.confidence}%`));
  return line;
}

// Claims of a place, newest first, each with the denials that answer it.
export function threads(claims) {
  const order = (claim) => claim.when ?? -Infinity;
  const sorted = [...claims].sort((a, b) => order(b) - order(a) || b.number - a.number);
  const heads = sorted.filter((claim) => claim.certainty !== 'denied').map((claim) => ({ claim, denials: [] }));
  for (const denial of sorted.filter((claim) => claim.certainty === 'denied')) {
    const answered = heads.filter((head) => answers(denial, head.claim));
    const nearest = answered.sort((a, b) => distance(order(a.claim), order(denial)) - distance(order(b.claim), order(denial)))[0];
    if (nearest) nearest.denials.push(denial);
    else heads.push({ claim: denial, denials: [] });
  }
  return heads.sort((a, b) => order(b.claim) - order(a.claim));
}

function distance(a, b) {
  return Math.abs((Number.isFinite(a) ? a : 0) - (Number.isFinite(b) ? b : 0));
}

function answers(denial, claim) {
  const family = denial.change === claim.change || (HANDS.has(denial.change) && HANDS.has(claim.change));
  const sides = denial.controller < 0 || claim.controller < 0 || denial.controller === claim.controller;
  return family && sides;
}
