/** A file of this machine as bytes to be imported. */
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import {
  type ByteSource,
  onlyBuffers,
  PIECE_BYTES,
  unreadableFile,
} from '../../functions/shared/import/openBytes.ts';

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

/** Throws `ImportMisuse` (`file-…`) where there is no such file. */
export async function openFile(file: string): Promise<ByteSource> {
  const { size } = await statFile(file);
  const source = createReadStream(file, { highWaterMark: PIECE_BYTES });
  return {
    pieces: onlyBuffers(source),
    totalBytes: size,
    bytesRead: () => source.bytesRead,
    close: () => source.destroy(),
  };
}
