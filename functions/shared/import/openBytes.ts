/**
 * A file to be imported as a stream of bytes: unpacks gzip, and refuses what cannot be a table before anything is read: an
 * empty file, a spreadsheet. Where the bytes come from is for who opens them. Memory: one piece at a time.
 */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';

export const PIECE_BYTES = 256 * 1024;
const HEAD_BYTES = 4;
const GZIP = 0x1f8b;
const ZIP = 0x504b0304;
const OLD_EXCEL = 0xd0cf11e0;

/** A file as it lies there. */
export interface ByteSource {
  readonly pieces: AsyncGenerator<Buffer>;
  /** Size as it lies. */
  readonly totalBytes: number;
  /** Bytes read so far. */
  bytesRead(): number;
  /** Lets go of it, read to its end or not. */
  close(): void;
}

export interface OpenedBytes extends ByteSource {
  /** The first bytes of the unpacked file, four where it has them; `pieces` are the whole of it, these included. */
  readonly head: Buffer;
}

export function unreadableFile(file: string, cause: unknown): ImportMisuse {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ImportMisuse('file-unreadable', `${file} cannot be read: ${reason}`, { cause });
}

/** The pieces of a stream that hold something. */
export async function* onlyBuffers(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const piece of stream) if (Buffer.isBuffer(piece) && piece.length > 0) yield piece;
}

/** Takes at least `HEAD_BYTES` bytes off the front, and gives them back in front of the rest. */
async function peek(
  pieces: AsyncGenerator<Buffer>,
): Promise<{ head: Buffer; pieces: AsyncGenerator<Buffer> }> {
  let front: Buffer = Buffer.alloc(0);
  while (front.length < HEAD_BYTES) {
    const next = await pieces.next();
    if (next.done === true) break;
    front = front.length === 0 ? next.value : Buffer.concat([front, next.value]);
  }
  async function* whole(): AsyncGenerator<Buffer> {
    if (front.length > 0) yield front;
    yield* pieces;
  }
  return { head: Buffer.from(front.subarray(0, HEAD_BYTES)), pieces: whole() };
}

function gunzip(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: PIECE_BYTES });
  // The callback is where pipeline reports; whoever iterates `unpacked` gets the same error.
  pipeline(Readable.from(pieces, { objectMode: true }), unpacked, () => {});
  return onlyBuffers(unpacked);
}

function startsWith(head: Buffer, magic: number): boolean {
  return head.length === 4 && head.readUInt32BE(0) === magic;
}

/** True where the file lies packed with gzip. */
export function isPacked(head: Buffer): boolean {
  return head.length >= 2 && head.readUInt16BE(0) === GZIP;
}

/** `file` is what messages call it. Throws `ImportMisuse` (`file-…`) with the remedy where it cannot be a table of rows. */
export async function openBytes(file: string, source: ByteSource): Promise<OpenedBytes> {
  const raw = await peek(source.pieces).catch((cause: unknown) => {
    throw unreadableFile(file, cause);
  });
  const { head, pieces } = isPacked(raw.head) ? await peek(gunzip(raw.pieces)) : raw;
  if (head.length === 0)
    throw new ImportMisuse('file-empty', `${file} is empty; export it again with a header and rows`);
  if (startsWith(head, ZIP) || startsWith(head, OLD_EXCEL)) {
    source.close();
    throw new ImportMisuse(
      'file-not-text',
      `${file} is a spreadsheet or archive, not text; save it as CSV UTF-8 and import that file`,
    );
  }
  return { ...source, head, pieces };
}
