// Dates, states and claims in words.

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
  'October', 'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MS = 86400000;

export const CERTAINTY = {
  asserted: 'stated as fact',
  claimed: 'claimed',
  denied: 'denied',
  planned: 'planned',
  negated: 'did not happen',
  historic: 'background',
};

// Parts of a day, read in UTC: a day here is a day of the report, wherever the reader sits.
export function parts(day) {
  const moment = new Date(day * MS);
  return {
    year: moment.getUTCFullYear(), month: moment.getUTCMonth(), day: moment.getUTCDate(), week: moment.getUTCDay(),
  };
}

export function longDate(day) {
  const d = parts(day);
  return `${d.day} ${MONTHS[d.month]} ${d.year}`;
}

export function shortDate(day) {
  const d = parts(day);
  return `${d.day} ${MONTHS[d.month].slice(0, 3)}`;
}

export function dayMonthYear(day) {
  return `${shortDate(day)} ${parts(day).year}`;
}

export function monthYear(day) {
  const d = parts(day);
  return `${MONTHS[d.month].slice(0, 3)} ${d.year}`;
}

export function weekday(day) {
  return WEEKDAYS[parts(day).week];
}

export function isoDate(day) {
  return new Date(day * MS).toISOString().slice(0, 10);
}

export function dayOfIso(text) {
  const moment = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(moment) ? Math.round(moment / MS) : null;
}

// Whether a claim says that something happened, not that it was denied, is planned or long past.
export function happened(claim) {
  return claim.certainty === 'asserted' || claim.certainty === 'claimed';
}

export function period(claim) {
  if (claim.start === null && claim.end === null) return 'date not told';
  if (claim.start === claim.end) return longDate(claim.start);
  if (claim.start === null) return `until ${longDate(claim.end)}`;
  if (claim.end === null) return `since ${longDate(claim.start)}`;
  return `${longDate(claim.start)} to ${longDate(claim.end)}`;
}

export function sideTitle(data, number) {
  return number < 0 ? '' : data.sides[number].title;
}

// The state of a place without its date.
export function stateWords(data, spell) {
  if (!spell || spell.status === 'unknown') return 'Unknown';
  const holder = sideTitle(data, spell.holder);
  if (spell.status === 'contested') {
    const gaining = sideTitle(data, spell.gaining);
    return gaining ? `Contested, ${gaining} gaining` : 'Contested';
  }
  return spell.status === 'besieged' ? `${holder || 'Unknown side'}, besieged` : holder || 'Held, by whom not told';
}

// The same within a sentence: "contested, Rebels gaining". The names of sides keep their capitals.
export function inSentence(data, spell) {
  const words = stateWords(data, spell);
  return spell?.status === 'besieged' ? words : uncapital(words);
}

export function since(spell) {
  return spell && spell.start !== null ? ` since ${longDate(spell.start)}` : '';
}

function changeWords(data, claim) {
  const name = (number, otherwise) => sideTitle(data, number) || otherwise;
  const after = name(claim.controller, ''); // who leaves or hands over acts, and has the place no more
  const winner = after || name(claim.actor, '');
  const loser = name(claim.previous, '');
  const by = winner ? ` by ${winner}` : '';
  const from = loser ? ` from ${loser}` : '';
  switch (claim.change) {
    case 'captured': return `Taken${by}${from}`;
    case 'recaptured': return `Retaken${by}${from}`;
    case 'lost': return `Lost${loser ? ` by ${loser}` : ''}${winner ? ` to ${winner}` : ''}`;
    case 'withdrawn': return `Left by ${loser || name(claim.actor, 'a side not told')}${after ? `, then ${after}` : ''}`;
    case 'handed_over': return `Handed over${after ? ` to ${after}` : ''}${from}`;
    case 'held': return `Held${by}`;
    case 'contested': return 'Fought over';
    case 'advanced': return `Advance${claim.actor >= 0 ? ` of ${name(claim.actor, '')}` : ''}`;
    case 'besieged': return `Besieged${claim.actor >= 0 ? ` by ${name(claim.actor, '')}` : ''}`;
    case 'repelled': return `Attack repelled${by}`;
    default: return claim.change;
  }
}

// The change, with a word before it where nobody says that it happened: "Denied: taken by Rebels".
export function hedged(data, claim) {
  const words = changeWords(data, claim);
  if (happened(claim)) return words;
  return `${capital(CERTAINTY[claim.certainty])}: ${uncapital(words)}`;
}

// "according to Jaysh al-Izza, in Wire agency"
export function attribution(data, claim) {
  const report = data.reports[claim.report];
  const source = report.source || report.title || report.id;
  return claim.claimant ? `${claim.claimant}, in ${source}` : source;
}

// "36.5186° E"
export function degrees(value, positive, negative, digits = 4) {
  return `${Math.abs(value).toFixed(digits)}° ${value >= 0 ? positive : negative}`;
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function uncapital(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
