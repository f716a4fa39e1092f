/**
 * The prefixes of the bucket as places of an erasure. Of files by lines (parts of imports) the lines that name the person go; a
 * file that is a thing of its own (an upload that waits for its import, a mail that came in, a rejected event) goes whole.
 * What is written about the person while a place is searched is found by the next search: erasures repeat until nothing is found.
 */
import type { Blobs } from '../../core/blobs.ts';
import { namesPerson, type PersonalPlace, type Traces } from '../../core/customer/erasure.ts';
import type { JsonObject } from '../../core/json.ts';
import { REJECTED_PREFIX } from './blobRejects.ts';
import { linesOf } from './lines.ts';
import { keepLines, rewriteBlob } from './rewriteBlob.ts';

/** S3 keeps nothing of what was removed or replaced: the bucket has no versions. */
const NOTHING_TO_SCRUB = async (): Promise<void> => {};

async function* keysUnder(blobs: Blobs, prefix: string): AsyncGenerator<string> {
  for await (const page of blobs.list(prefix)) for (const { key } of page) yield key;
}

async function* naming(blobs: Blobs, key: string, traces: Traces): AsyncGenerator<string> {
  const chunks = await blobs.read(key);
  if (chunks === null) return;
  for await (const line of linesOf(chunks)) if (namesPerson(line, traces)) yield line;
}

async function findLines(blobs: Blobs, prefix: string, traces: Traces): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for await (const key of keysUnder(blobs, prefix))
    for await (const text of naming(blobs, key, traces)) found.push({ file: key, text });
  return found;
}

/** A prefix whose files are lines: one record each. */
export function linesPlace(blobs: Blobs, name: string, prefix: string): PersonalPlace {
  return {
    name,
    find: (traces) => findLines(blobs, prefix, traces),
    async erase(traces) {
      let erased = 0;
      for await (const key of keysUnder(blobs, prefix))
        erased += await rewriteBlob(blobs, key, (text) =>
          keepLines(text, (line) => !namesPerson(line, traces)),
        );
      return erased;
    },
    scrub: NOTHING_TO_SCRUB,
  };
}

async function isNamed(blobs: Blobs, key: string, traces: Traces): Promise<boolean> {
  const { done } = await naming(blobs, key, traces).next();
  return done !== true;
}

/** A prefix whose files go as wholes. */
export function filesPlace(blobs: Blobs, name: string, prefix: string): PersonalPlace {
  return {
    name,
    find: (traces) => findLines(blobs, prefix, traces),
    async erase(traces) {
      let erased = 0;
      for await (const key of keysUnder(blobs, prefix)) {
        if (!(await isNamed(blobs, key, traces))) continue;
        await blobs.remove([key]);
        erased += 1;
      }
      return erased;
    },
    scrub: NOTHING_TO_SCRUB,
  };
}

/** A rejected event names a person in the message as it came, or in what is said about it. */
function rejectionNames(text: string, traces: Traces): boolean {
  const { raw = '', ...said }: { readonly raw?: string } = JSON.parse(text);
  return namesPerson(raw, traces) || namesPerson(JSON.stringify(said), traces);
}

export function rejectsPlace(blobs: Blobs): PersonalPlace {
  async function* found(traces: Traces): AsyncGenerator<{ key: string; text: string }> {
    for await (const key of keysUnder(blobs, REJECTED_PREFIX)) {
      const text = (await blobs.text(key))?.text ?? null;
      if (text !== null && rejectionNames(text, traces)) yield { key, text };
    }
  }
  return {
    name: 'rejected',
    async find(traces) {
      const rejections: JsonObject[] = [];
      for await (const { text } of found(traces)) {
        const rejection: JsonObject = JSON.parse(text);
        rejections.push(rejection);
      }
      return rejections;
    },
    async erase(traces) {
      let erased = 0;
      for await (const { key } of found(traces)) {
        await blobs.remove([key]);
        erased += 1;
      }
      return erased;
    },
    scrub: NOTHING_TO_SCRUB,
  };
}
