/**
 * Rejected events as blobs: `rejected/<what it is>/<seq>.json`. What it is (a hash of source, digest, code and field) finds a
 * repetition; two of the same that come at the same instant may both be written, and one of them is shown. The bucket's own
 * rule forgets them after their time; until it has, what is older is left out here.
 *
 * Listing reads the names of all that is kept, so it is for people who look, and never on the way of an event.
 */
import { createHash } from 'node:crypto';
import type { Blobs } from '../../core/blobs.ts';
import {
  type KeptRejection,
  REJECTED_KEPT_MS,
  type RejectedEvent,
  type RejectStore,
} from '../../core/rejected.ts';
import type { Instant } from '../../core/time.ts';

export const REJECTED_PREFIX = 'rejected/';

const AT_ONCE = 16;
/** Rejections of one millisecond are told apart by as many; a process begins to count somewhere in the first half. */
const WITHIN_MS = 1_000;

interface Named {
  readonly key: string;
  readonly what: string;
  readonly seq: number;
}

function whatOf({ source, digest, code, field }: RejectedEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([source, digest, code, field]))
    .digest('hex')
    .slice(0, 32);
}

function namedBy(key: string): Named[] {
  const match = /^rejected\/([0-9a-f]{32})\/(\d+)\.json$/.exec(key);
  if (match === null) return [];
  return [{ key, what: match[1] ?? '', seq: Number(match[2]) }];
}

export interface BlobRejectsOptions {
  readonly blobs: Blobs;
  readonly now: () => Instant;
  /** From 0 to 1: where this process begins to count. */
  readonly random: () => number;
}

export function blobRejects({ blobs, now, random }: BlobRejectsOptions): RejectStore {
  let last: Instant = 0;
  let counted = 0;
  let keptFrom: Instant = 0;

  /** Grows with each; two processes rarely give the same. */
  function nextSeq(receivedAt: Instant): number {
    counted = receivedAt > last ? Math.floor((random() * WITHIN_MS) / 2) : (counted + 1) % WITHIN_MS;
    last = Math.max(last, receivedAt);
    return receivedAt * WITHIN_MS + counted;
  }

  async function isKept(what: string): Promise<boolean> {
    for await (const page of blobs.list(`${REJECTED_PREFIX}${what}/`)) if (page.length > 0) return true;
    return false;
  }

  async function keep(rejection: KeptRejection): Promise<void> {
    const what = whatOf(rejection);
    if (await isKept(what)) return;
    await blobs.write(`${REJECTED_PREFIX}${what}/${rejection.seq}.json`, JSON.stringify(rejection));
  }

  /** One of each, the newest first. */
  async function kept(): Promise<Named[]> {
    const oldest = Math.max(now() - REJECTED_KEPT_MS, keptFrom) * WITHIN_MS;
    const found = new Map<string, Named>();
    for await (const page of blobs.list(REJECTED_PREFIX)) {
      for (const named of page.flatMap(({ key }) => namedBy(key)))
        if (named.seq >= oldest && !found.has(named.what)) found.set(named.what, named);
    }
    return [...found.values()].sort((a, b) => b.seq - a.seq);
  }

  async function read({ key }: Named): Promise<KeptRejection[]> {
    const found = await blobs.text(key);
    if (found === null) return [];
    const rejection: KeptRejection = JSON.parse(found.text);
    return [rejection];
  }

  return {
    async keepRejected(rejected, keepFrom) {
      keptFrom = Math.max(keptFrom, keepFrom);
      const once = [...new Map(rejected.map((one) => [whatOf(one), one])).values()].map((one) => ({
        ...one,
        seq: nextSeq(one.receivedAt),
      }));
      for (let at = 0; at < once.length; at += AT_ONCE)
        await Promise.all(once.slice(at, at + AT_ONCE).map(keep));
    },
    async listRejected({ before, limit }) {
      const page = (await kept()).filter(({ seq }) => before === null || seq < before).slice(0, limit);
      return (await Promise.all(page.map(read))).flat();
    },
    countRejected: async () => (await kept()).length,
  };
}
