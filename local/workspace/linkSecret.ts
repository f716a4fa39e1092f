/**
 * The secrets that sign links, kept in the store beside the one of address keys and apart from it: a link must go on working
 * while there are messages with it, so an old secret is kept when a new one takes its place.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { linkKeys, type LinkKeys } from '../../functions/shared/linkToken.ts';
import { readLock } from './lock.ts';

const NAME = 'link-secrets';

const kept = z.object({
  current: z.number().int().min(0).max(255),
  secrets: z.record(z.string().regex(/^\d{1,3}$/), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Where the server listens unless it is told otherwise. */
const USUAL_PORT = 4600;

export async function linkKeysOf(store: Store, mayWrite: boolean): Promise<LinkKeys> {
  const text = await store.getValue(NAME);
  const known = text === null ? null : kept.parse(JSON.parse(text));
  const { current, secrets } = known ?? { current: 1, secrets: { '1': randomBytes(32).toString('hex') } };
  if (known === null && mayWrite) await store.putValue(NAME, JSON.stringify({ current, secrets }));
  const bytes = Object.entries(secrets).map(([id, hex]): [string, Buffer] => [id, Buffer.from(hex, 'hex')]);
  return linkKeys(current, Object.fromEntries(bytes));
}

/** What links begin with: as the settings say, else the server that holds the folder, else where one would listen. */
export function linkBaseUrl({ pages }: Pick<Settings, 'pages'>, dataDir: string): string {
  const url = pages.url ?? `http://127.0.0.1:${readLock(dataDir)?.port ?? USUAL_PORT}`;
  return url.replace(/\/+$/, '');
}
