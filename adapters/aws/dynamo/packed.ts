/**
 * Long texts in items: an item holds 400 KB, and a template in many languages has more. A text is kept as it is while it is
 * short, compressed beyond that, and cut into pieces where even that is too long for one item.
 */
import { gunzipSync, gzipSync } from 'node:zlib';

const PLAIN_UP_TO = 32 * 1024;
/** Base64 is one byte a character; the rest of an item is small. */
const PIECE_CHARS = 300_000;

/** A piece as it is written; `of` says how many there are. */
export interface Piece {
  readonly how: 'plain' | 'gzip';
  readonly text: string;
  readonly of: number;
}

/** At least one piece. */
export function packed(value: unknown): readonly [Piece, ...Piece[]] {
  const plain = JSON.stringify(value);
  if (plain.length <= PLAIN_UP_TO) return [{ how: 'plain', text: plain, of: 1 }];
  const text = gzipSync(plain).toString('base64');
  const of = Math.ceil(text.length / PIECE_CHARS);
  const piece = (place: number): Piece => ({
    how: 'gzip',
    text: text.slice(place * PIECE_CHARS, (place + 1) * PIECE_CHARS),
    of,
  });
  return [piece(0), ...Array.from({ length: of - 1 }, (_, place) => piece(place + 1))];
}

/** The JSON text of what was packed, from all its pieces in their order. */
export function unpacked(pieces: readonly Piece[]): string {
  const text = pieces.map((piece) => piece.text).join('');
  return pieces[0]?.how === 'gzip' ? gunzipSync(Buffer.from(text, 'base64')).toString('utf8') : text;
}
