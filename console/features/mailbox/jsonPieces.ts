/** JSON written out for reading, in pieces that can be told apart by weight. */

export interface JsonPiece {
  readonly kind: 'key' | 'value' | 'mark';
  readonly words: string;
}

const KEY_OR_VALUE = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)/g;

/** Two blanks of indent. Joined, the pieces are the JSON. */
export function jsonPieces(value: unknown): readonly JsonPiece[] {
  const text = JSON.stringify(value, null, 2);
  const pieces: JsonPiece[] = [];
  let done = 0;
  for (const match of text.matchAll(KEY_OR_VALUE)) {
    const [, quoted, colon, bare] = match;
    const words = quoted ?? bare ?? '';
    if (match.index > done) pieces.push({ kind: 'mark', words: text.slice(done, match.index) });
    pieces.push({ kind: colon === undefined ? 'value' : 'key', words });
    done = match.index + words.length;
  }
  if (done < text.length) pieces.push({ kind: 'mark', words: text.slice(done) });
  return pieces;
}
