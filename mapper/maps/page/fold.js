// Names as a reader may type them: without accents, articles and doubled letters, a letter or two off.

const ARTICLE = /^(al|el|ar|as|ash|at|az|an|ad|adh|ath)[\s-]+/;
// Arabic as it is typed: without vowels and article; Persian, Urdu and Kurdish letters as their Arabic twins.
const ARABIC = [[/[\u064b-\u065f\u0670\u0640]/g, ''], [/[\u0622\u0623\u0625\u0671]/g, '\u0627'], [/[\u0629\u06c1\u06d5]/g, '\u0647'], [/[\u0649\u06cc\u06d2]/g, '\u064a'], [/\u06a9/g, '\u0643'], [/(^|\s)\u0627\u0644/g, '$1']];

// The same for every spelling that differs only in what transliteration leaves open.
export function folded(text) {
  let plain = text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/['’‘ʿʾ`´]/g, '').trim();
  for (const [from, to] of ARABIC) plain = plain.replace(from, to);
  return plain.replace(ARTICLE, '').replace(/[\s\-_.\u200c\u200d]+/g, '');
}

// The consonants alone, near ones made alike: "Jebeen", "Jibbin" and "Jubayn" are all "jbn".
export function skeleton(plain) {
  return plain.replace(/ou|oo/g, 'u').replace(/kh/g, 'x').replace(/gh|q|c|g/g, 'k').replace(/[sz]h?|th|dh/g, 's').replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1');
}

// How many letters have to be changed, put in or left out; more than `most` is `most` + 1.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[other.length];
}
