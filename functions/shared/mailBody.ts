/**
 * Bodies of a mail in characters that survive every relay: quoted-printable, or base64 where that is shorter. Lines end with
 * CRLF whatever they ended with, none is longer than 76 characters, none begins with a dot or with "From ", and none
 * ends with a blank. Neither encoding can hold `=_`, so a boundary that begins with it stands in no body.
 */

export interface EncodedBody {
  readonly encoding: 'quoted-printable' | 'base64';
  /** Good until the next body is encoded: whoever keeps them copies them. */
  readonly bytes: Uint8Array;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOT = 46;
const EQUALS = 61;
const CAPITAL_F = 70;
const HEX = Uint8Array.from(Buffer.from('0123456789ABCDEF'));
/** Columns of a line before its soft break. */
const MOST_COLUMNS = 75;

const PLAIN = 0;
const NEWLINE = 1;
const ENCODED = 2;

/** What becomes of each byte inside a line. */
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === LF || byte === CR) return NEWLINE;
  if (byte === TAB || (byte >= SPACE && byte < 127 && byte !== EQUALS)) return PLAIN;
  return ENCODED;
});

/** Encoding happens in here; grows to the longest body so far. */
let room = new Uint8Array(256 * 1024);

/** At worst every byte takes three characters, and each 25 of them a soft break of three. */
function roomFor(bytes: number): Uint8Array {
  const most = bytes * 4 + 16;
  if (room.length < most) room = new Uint8Array(most);
  return room;
}

/** A dot may end a message on its way, and "From " is quoted by mailboxes kept in one file. */
function isUnsafeStart(source: Uint8Array, at: number): boolean {
  const byte = source[at];
  if (byte === DOT) return true;
  return byte === CAPITAL_F && source[at + 1] === 114 && source[at + 2] === 111 && source[at + 3] === 109;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Writes `=XX` at `length`; returns the length after it. */
function putEncoded(out: Uint8Array, length: number, byte: number): number {
  out[length] = EQUALS;
  out[length + 1] = HEX[byte >> 4] ?? 0;
  out[length + 2] = HEX[byte & 15] ?? 0;
  return length + 3;
}

/** Writes a soft line break; returns the length after it. */
function putSoftBreak(out: Uint8Array, length: number): number {
  out[length] = EQUALS;
  out[length + 1] = CR;
  out[length + 2] = LF;
  return length + 3;
}

/** A blank at the end of a line would be lost on the way. */
function withSafeEnd(out: Uint8Array, length: number, column: number): number {
  const last = out[length - 1];
  if (column === 0 || last === undefined || !isBlank(last)) return length;
  const before = column + 2 > MOST_COLUMNS ? putSoftBreak(out, length - 1) : length - 1;
  return putEncoded(out, before, last);
}

function quotedPrintable(source: Uint8Array): Uint8Array {
  const out = roomFor(source.length);
  const end = source.length;
  let at = 0;
  let length = 0;
  let column = 0;
  while (at < end) {
    const isEncodedStart = column === 0 && isUnsafeStart(source, at);
    // Nearly all bytes stand for themselves: they are copied in one run up to the end of the line.
    const run = isEncodedStart ? at : Math.min(end, at + MOST_COLUMNS - column);
    const began = at;
    while (at < run && KIND[source[at] ?? 0] === PLAIN) out[length++] = source[at++] ?? 0;
    column += at - began;
    if (at === end) break;
    const byte = source[at] ?? 0;
    const kind = isEncodedStart ? ENCODED : KIND[byte];
    if (kind === NEWLINE) {
      at += byte === CR && source[at + 1] === LF ? 2 : 1;
      length = withSafeEnd(out, length, column);
      out[length++] = CR;
      out[length++] = LF;
      column = 0;
    } else if (column + (kind === ENCODED ? 3 : 1) > MOST_COLUMNS) {
      length = putSoftBreak(out, length);
      column = 0;
    } else {
      length = putEncoded(out, length, byte);
      at += 1;
      column += 3;
    }
  }
  return out.subarray(0, withSafeEnd(out, length, column));
}

const BASE64_COLUMNS = 76;

function base64(text: string): Uint8Array {
  const encoded = Buffer.from(text.replace(/\r\n?|\n/g, '\r\n')).toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < encoded.length; at += BASE64_COLUMNS)
    lines.push(encoded.slice(at, at + BASE64_COLUMNS));
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** A body in the encoding that is the shorter for it. Half a surrogate pair becomes U+FFFD. */
export function encodeBody(text: string): EncodedBody {
  const source = Buffer.from(text);
  // Characters outside ASCII take more bytes than units: three for each in quoted-printable, a third more in base64.
  const isMostlyAscii = (source.length - text.length) * 8 <= source.length;
  return isMostlyAscii
    ? { encoding: 'quoted-printable', bytes: quotedPrintable(source) }
    : { encoding: 'base64', bytes: base64(text) };
}
