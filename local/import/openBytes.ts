/**
 * Opens a file to be imported as a stream of bytes, unpacking gzip, and refuses what cannot be a table before anything
 * is read: no file, a folder, an empty file, a spreadsheet. Memory: one piece at a time.
 */
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';

const PIECE_BYTES = 256 * 1024;
const HEAD_BYTES = 4;
const GZIP = 0x1f8b;
const ZIP = 0x504b0304;
const OLD_EXCEL = 0xd0cf11e0;

export interface OpenedBytes {
  /** The first bytes of the unpacked file, four where it has them. */
  readonly head: Buffer;
  /** The whole unpacked file, `head` included. */
  readonly pieces: AsyncGenerator<Buffer>;
  /** Size on disk. */
  readonly totalBytes: number;
  /** Bytes read from disk so far. */
  bytesRead(): number;
  /** Lets go of the file, read to its end or not. */
  close(): void;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

async function statFile(file: string): Promise<Stats> {
  try {
    const stats = await stat(file);
    if (!stats.isDirectory()) return stats;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new ImportMisuse('file-not-found', `there is no file ${file}; check the path`, { cause });
    throw unreadableFile(file, cause);
  }
  throw new ImportMisuse('file-is-directory', `${file} is a folder; name one file of rows`);
}

function unreadableFile(file: string, cause: unknown): ImportMisuse {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ImportMisuse('file-unreadable', `${file} cannot be read: ${reason}`, { cause });
}

async function* onlyBuffers(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
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

/** Throws `ImportMisuse` (`file-…`) with the remedy where the file cannot be a table of rows. */
export async function openBytes(file: string): Promise<OpenedBytes> {
  const { size } = await statFile(file);
  const source = createReadStream(file, { highWaterMark: PIECE_BYTES });
  const raw = await peek(onlyBuffers(source)).catch((cause: unknown) => {
    throw unreadableFile(file, cause);
  });
  const packed = raw.head.length >= 2 && raw.head.readUInt16BE(0) === GZIP;
  const { head, pieces } = packed ? await peek(gunzip(raw.pieces)) : raw;
  if (head.length === 0)
    throw new ImportMisuse('file-empty', `${file} is empty; export it again with a header and rows`);
  if (startsWith(head, ZIP) || startsWith(head, OLD_EXCEL)) {
    source.destroy();
    throw new ImportMisuse(
      'file-not-text',
      `${file} is a spreadsheet or archive, not text; save it as CSV UTF-8 and import that file`,
    );
  }
  return { head, pieces, totalBytes: size, bytesRead: () => source.bytesRead, close: () => source.destroy() };
}
