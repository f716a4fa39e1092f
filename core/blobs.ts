/**
 * Where larger pieces lie: files that were uploaded, parts of an import, the archive of facts. A blob is written whole under its
 * key and read as a stream; keys are paths with `/`, and what is listed comes in the order of the keys.
 */
import type { Instant } from './time.ts';

export interface BlobEntry {
  readonly key: string;
  readonly bytes: number;
  readonly writtenAt: Instant;
}

/** A blob with what it was read as: `replace` refuses where another has taken its place since. */
export interface BlobText {
  readonly text: string;
  readonly tag: string;
}

export interface Blobs {
  /** Null where there is none. */
  read(key: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** The whole as UTF-8; null where there is none. */
  text(key: string): Promise<BlobText | null>;
  /** Takes the place of what was there. Seen by whoever reads or lists after it resolved. */
  write(key: string, content: string | Uint8Array): Promise<void>;
  /** Writes where the blob is still the one read; false where it is not. */
  replace(key: string, content: string, tag: string): Promise<boolean>;
  list(prefix: string): AsyncIterable<readonly BlobEntry[]>;
  /** What is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
}
