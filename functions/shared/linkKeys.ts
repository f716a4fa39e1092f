/**
 * The secrets that sign links, kept in the store beside the one of address keys and apart from it: a link must go on working
 * while there are messages with it, so an old secret is kept when a new one takes its place.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { keptOrMade, type KeptOnceStore } from './keptOnce.ts';
import { linkKeys, type LinkKeys } from './linkToken.ts';

const NAME = 'link-secrets';

const kept = z.object({
  current: z.number().int().min(0).max(255),
  secrets: z.record(z.string().regex(/^\d{1,3}$/), z.string().regex(/^[0-9a-f]{64}$/)),
});

export async function linkKeysOf(store: KeptOnceStore, mayWrite: boolean): Promise<LinkKeys> {
  const make = () => ({ current: 1, secrets: { '1': randomBytes(32).toString('hex') } });
  const { current, secrets } = kept.parse(JSON.parse(await keptOrMade(store, NAME, mayWrite, make)));
  const bytes = Object.entries(secrets).map(([id, hex]): [string, Buffer] => [id, Buffer.from(hex, 'hex')]);
  return linkKeys(current, Object.fromEntries(bytes));
}
