/** The keys of a workspace on one machine: made once, kept in the store, shown whenever asked. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { ConfigStore } from '../../core/ports.ts';

const keySchema = z.object({
  name: z.string(),
  kind: z.enum(['write', 'viewer', 'marketer', 'admin']),
  writeKey: z.string().nullable(),
});
export type Key = z.infer<typeof keySchema>;

function newKey(name: string, kind: Key['kind']): Key {
  return { name, kind, writeKey: `${kind}_${randomBytes(18).toString('base64url')}` };
}

/** The first is a write key. */
export async function workspaceKeys(store: Pick<ConfigStore, 'getValue' | 'putValue'>): Promise<Key[]> {
  const kept = await store.getValue('keys');
  if (kept !== null) return z.array(keySchema).parse(JSON.parse(kept));
  const keys = [newKey('default', 'write'), newKey('admin', 'admin')];
  await store.putValue('keys', JSON.stringify(keys));
  return keys;
}
