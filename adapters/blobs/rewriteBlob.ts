/** Changes a blob that others may be writing: the change is made to what is there, however often that moves. */
import type { Blobs } from '../../core/blobs.ts';

const MOST_TRIES = 8;

export class BlobKeepsMoving extends Error {
  readonly code = 'blob-keeps-moving';
  constructor(key: string) {
    super(`${key} was written ${MOST_TRIES} times while it was to be changed; try again`);
    this.name = 'TransientError';
  }
}

export interface Rewritten {
  /** Null: nothing of it is to stay. The text it was: nothing changes. */
  readonly text: string | null;
  /** How many records went. */
  readonly gone: number;
}

/** How many records went; 0 where there is no such blob. Throws `BlobKeepsMoving`. */
export async function rewriteBlob(
  blobs: Blobs,
  key: string,
  change: (text: string) => Rewritten,
): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await blobs.text(key);
    if (found === null) return 0;
    const { text, gone } = change(found.text);
    if (text === found.text) return 0;
    if (text === null) {
      await blobs.remove([key]);
      return gone;
    }
    if (await blobs.replace(key, text, found.tag)) return gone;
  }
  throw new BlobKeepsMoving(key);
}

/** The lines a test keeps. */
export function keepLines(text: string, stays: (line: string) => boolean): Rewritten {
  const lines = text.split('\n').filter((line) => line !== '');
  const kept = lines.filter(stays);
  const gone = lines.length - kept.length;
  if (gone === 0) return { text, gone };
  return { text: kept.length === 0 ? null : `${kept.join('\n')}\n`, gone };
}
