/** Blobs in memory, for tests. */
import type { Blobs } from '../../core/blobs.ts';
import type { Instant } from '../../core/time.ts';

interface Kept {
  readonly bytes: Uint8Array;
  readonly tag: string;
  readonly writtenAt: Instant;
}

const PAGE = 1_000;

export function memoryBlobs(now: () => Instant = () => 0): Blobs & { readonly keys: () => string[] } {
  const kept = new Map<string, Kept>();
  let writes = 0;
  const put = (key: string, content: string | Uint8Array): void => {
    writes += 1;
    const bytes = typeof content === 'string' ? Buffer.from(content) : Uint8Array.from(content);
    kept.set(key, { bytes, tag: `"${writes}"`, writtenAt: now() });
  };
  const keys = (): string[] => [...kept.keys()].sort();
  return {
    keys,
    read: async (key) => {
      const found = kept.get(key);
      return found === undefined
        ? null
        : (async function* bytes() {
            yield found.bytes;
          })();
    },
    text: async (key) => {
      const found = kept.get(key);
      return found === undefined ? null : { text: Buffer.from(found.bytes).toString(), tag: found.tag };
    },
    write: async (key, content) => put(key, content),
    replace: async (key, content, tag) => {
      if (kept.get(key)?.tag !== tag) return false;
      put(key, content);
      return true;
    },
    list: async function* list(prefix) {
      const found = keys().filter((key) => key.startsWith(prefix));
      for (let at = 0; at < found.length; at += PAGE) {
        yield found.slice(at, at + PAGE).flatMap((key) => {
          const one = kept.get(key);
          return one === undefined ? [] : [{ key, bytes: one.bytes.byteLength, writtenAt: one.writtenAt }];
        });
      }
    },
    remove: async (gone) => {
      for (const key of gone) kept.delete(key);
    },
  };
}
