/**
 * One order of texts for every store: by Unicode code point, which is the byte order of UTF-8 that SQLite and DynamoDB
 * sort by. JavaScript's own `<` compares UTF-16 units and puts U+10000 and above before U+E000.
 */

/** Moves surrogates above the rest of the basic plane, as code points would be. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Below 0 where `a` comes first, 0 where they are equal. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}
