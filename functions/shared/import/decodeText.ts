/**
 * Bytes to text, piece by piece, however the pieces are cut. UTF-8 (with or without byte-order mark) unless a mark says
 * UTF-16 or the caller names an encoding. What cannot be decoded does not stop the reading: it becomes `DAMAGED`, a code
 * point that Unicode keeps out of files, so that the row that holds it can be told from all others.
 */
import { isUtf8 } from 'node:buffer';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';

/** Stands for bytes that mean nothing in the file's encoding. A noncharacter, so every later step carries it unchanged. */
export const DAMAGED = '\ufdd1';

/** The text for people and other programs: what was damaged shows as U+FFFD. */
export function showDamage(text: string): string {
  return text.replaceAll(DAMAGED, '\ufffd').toWellFormed();
}

/** Turns consecutive pieces of a file into text. `end` gives what was held back. */
export interface TextDecoding {
  write(piece: Buffer): string;
  end(): string;
}

const LINE_FEED = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Length of the part that ends with a whole character: a sequence cut off at the end, at most 3 bytes, is left out. */
function wholeCharacters(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= from; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return at + needed > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

function decodeDamagedUtf8(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = bytes.subarray(at, end);
    text += isUtf8(line) ? line.toString('utf8') : line.toString('utf8').replaceAll('\ufffd', DAMAGED);
    at = end;
  }
  return text;
}

function utf8(): TextDecoding {
  let held: Buffer = NOTHING;
  const decode = (bytes: Buffer) => (isUtf8(bytes) ? bytes.toString('utf8') : decodeDamagedUtf8(bytes));
  return {
    write(piece) {
      const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
      const whole = wholeCharacters(bytes);
      held = bytes.subarray(whole);
      return decode(bytes.subarray(0, whole));
    },
    end: () => decode(held),
  };
}

/** True where the last unit is the first half of a surrogate pair. */
function endsInHalfPair(bytes: Buffer, byteOrder: 'little' | 'big'): boolean {
  if (bytes.length === 0) return false;
  const high = bytes[bytes.length - (byteOrder === 'big' ? 2 : 1)] ?? 0;
  return high >= 0xd8 && high < 0xdc;
}

function utf16(byteOrder: 'little' | 'big'): TextDecoding {
  let held: Buffer = NOTHING;
  return {
    write(piece) {
      const bytes = Buffer.concat([held, piece]);
      const even = bytes.length - (bytes.length % 2);
      const whole = even - (endsInHalfPair(bytes.subarray(0, even), byteOrder) ? 2 : 0);
      held = bytes.subarray(whole);
      const units = Buffer.from(bytes.subarray(0, whole));
      const text = (byteOrder === 'big' ? units.swap16() : units).toString('utf16le');
      return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, DAMAGED);
    },
    end: () => (held.length === 0 ? '' : DAMAGED),
  };
}

function labelled(label: string): TextDecoding {
  const decoder = new TextDecoder(label);
  return {
    write: (piece) => decoder.decode(piece, { stream: true }).replaceAll('\ufffd', DAMAGED),
    end: () => decoder.decode().replaceAll('\ufffd', DAMAGED),
  };
}

/** The standard's name of an encoding (`gbk`, `windows-1252` for `latin1`); throws `ImportMisuse` for an unknown one. */
export function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new ImportMisuse(
      'encoding-unknown',
      `--encoding "${label}" is unknown; common ones are utf-8, gbk, gb18030, big5, shift_jis, latin1, utf-16le`,
      { cause },
    );
  }
}

/** Length of the byte-order mark at the start of `head`, and the encoding it declares. */
function byteOrderMark(head: Buffer): { length: number; encoding: string | null } {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf) return { length: 3, encoding: 'utf-8' };
  const first = head.length >= 2 ? head.readUInt16BE(0) : 0;
  if (first === 0xfffe) return { length: 2, encoding: 'utf-16le' };
  return first === 0xfeff ? { length: 2, encoding: 'utf-16be' } : { length: 0, encoding: null };
}

function decodingOf(encoding: string): TextDecoding {
  switch (encoding) {
    case 'utf-8':
      return utf8();
    case 'utf-16le':
      return utf16('little');
    case 'utf-16be':
      return utf16('big');
    default:
      return labelled(encoding);
  }
}

/**
 * Decodes a stream of pieces. `encoding` (see `encodingOf`) is what the caller says the file is; a byte-order mark is
 * believed before it. `head` is a copy of the first bytes of the file, three where it has them.
 */
export async function* decodeText(
  pieces: AsyncIterable<Buffer>,
  head: Buffer,
  encoding: string | null,
): AsyncGenerator<string> {
  const mark = byteOrderMark(head);
  const decoding = decodingOf(mark.encoding ?? encoding ?? 'utf-8');
  let toSkip = mark.length;
  for await (const piece of pieces) {
    const skipped = Math.min(toSkip, piece.length);
    toSkip -= skipped;
    yield decoding.write(piece.subarray(skipped));
  }
  yield decoding.end();
}
