/**
 * Blobs as files of one machine, under a folder: the documents a workspace keeps beside its store. A blob appears whole, by being
 * written beside its place and moved there.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BlobEntry } from '../../core/blobs.ts';
import type { DocumentBlobs } from '../../core/versionedDocument.ts';

const UNFINISHED = '.part';

function isMissing(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'ENOENT';
}

/** Undefined where what is looked for is not there. */
async function ifThere<Found>(found: Promise<Found>): Promise<Found | undefined> {
  try {
    return await found;
  } catch (failure) {
    if (isMissing(failure)) return undefined;
    throw failure;
  }
}

async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(file)) if (piece instanceof Uint8Array) yield piece;
}

async function entryOf(folder: string, file: string): Promise<BlobEntry | undefined> {
  const found = await ifThere(stat(file));
  if (found === undefined) return undefined;
  const key = relative(folder, file).replaceAll(sep, '/');
  return { key, bytes: found.size, writtenAt: Math.round(found.mtimeMs) };
}

export function fileBlobs(folder: string): DocumentBlobs {
  const fileOf = (key: string): string => {
    if (key.split('/').some((part) => part === '' || part === '.' || part === '..'))
      throw new RangeError(`"${key}" is no key of a blob`);
    return join(folder, key);
  };
  return {
    async read(key) {
      const file = fileOf(key);
      return (await ifThere(stat(file))) === undefined ? null : piecesOf(file);
    },
    async write(key, content) {
      const file = fileOf(key);
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(`${file}${UNFINISHED}`, 'w');
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}${UNFINISHED}`, file);
    },
    async *list(prefix) {
      const names = (await ifThere(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
      const files = names
        .filter((name) => name.isFile() && !name.name.endsWith(UNFINISHED))
        .map((name) => join(name.parentPath, name.name));
      const found = await Promise.all(files.map((file) => entryOf(folder, file)));
      const page = found.filter((entry) => entry !== undefined).filter(({ key }) => key.startsWith(prefix));
      if (page.length > 0) yield page.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async remove(keys) {
      for (const key of keys) await rm(fileOf(key), { force: true });
    },
  };
}
