/** JSON written out for reading: in lines with their indent, each in pieces that can be told apart by weight. */

export interface JsonPiece {
  readonly kind: 'key' | 'value' | 'mark';
  readonly words: string;
}

export interface JsonLine {
  /** Blanks the line begins with; they are in its pieces too. */
  readonly indent: number;
  readonly pieces: readonly JsonPiece[];
}

const KEY_OR_VALUE = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)/g;

function piecesOf(line: string): JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let done = 0;
  for (const match of line.matchAll(KEY_OR_VALUE)) {
    const [, quoted, colon, bare] = match;
    const words = quoted ?? bare ?? '';
    if (match.index > done) pieces.push({ kind: 'mark', words: line.slice(done, match.index) });
    pieces.push({ kind: colon === undefined ? 'value' : 'key', words });
    done = match.index + words.length;
  }
  if (done < line.length) pieces.push({ kind: 'mark', words: line.slice(done) });
  return pieces;
}

/** Two blanks of indent a level. The pieces joined, and the lines with line breaks between, are the JSON. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines.map((line) => ({ indent: line.length - line.trimStart().length, pieces: piecesOf(line) }));
}
