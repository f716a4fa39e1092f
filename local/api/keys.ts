/** The keys a workspace of one machine begins with: one to send events by, one to sign in with. */
import { createKey, type KeyView, listKeys } from '../../functions/shared/apiKeys.ts';
import type { ConfigStore } from '../../core/ports.ts';
import { Problem } from '../../functions/shared/problem.ts';
import type { Instant } from '../../core/time.ts';

const FIRST = [
  ['default', 'write'],
  ['admin', 'admin'],
] as const;

/** Two processes may begin at once: the other's key is as good. */
function isThere(failure: unknown): boolean {
  return failure instanceof Problem && failure.code === 'key-exists';
}

/** The first is a write key. */
export async function workspaceKeys(
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  createdAt: Instant = Date.now(),
): Promise<KeyView[]> {
  if ((await store.getValue('keys')) !== null) return listKeys(store);
  for (const [name, kind] of FIRST)
    try {
      await createKey(store, { name, kind, createdAt, createdBy: 'this machine' }, true);
    } catch (failure) {
      if (!isThere(failure)) throw failure;
    }
  return listKeys(store);
}
