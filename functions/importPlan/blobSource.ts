/** An uploaded file as bytes to be imported. */
import type { Blobs } from '../../core/blobs.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { ByteSource } from '../shared/import/openBytes.ts';

/** Size of the blob; null where there is none. */
export async function sizeOf(blobs: Blobs, key: string): Promise<number | null> {
  for await (const page of blobs.list(key)) {
    const found = page.find((one) => one.key === key);
    if (found !== undefined) return found.bytes;
  }
  return null;
}

async function* buffersOf(
  chunks: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of chunks) {
    read(byteLength);
    if (byteLength > 0) yield Buffer.from(buffer, byteOffset, byteLength);
  }
}

/** Opens the blob from its beginning. Throws `ImportMisuse` (`file-not-found`) where there is none, any more. */
export async function openBlob(blobs: Blobs, key: string, totalBytes: number): Promise<ByteSource> {
  const chunks = await blobs.read(key);
  if (chunks === null)
    throw new ImportMisuse('file-not-found', `there is no upload ${key} any more; upload the file again`);
  let bytesRead = 0;
  const pieces = buffersOf(chunks, (bytes) => {
    bytesRead += bytes;
  });
  return {
    pieces,
    totalBytes,
    bytesRead: () => bytesRead,
    close: () => void pieces.return(undefined),
  };
}
