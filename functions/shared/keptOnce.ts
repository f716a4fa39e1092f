/**
 * A named value that is made once and then stays, such as a secret. Of several processes that make it at the same moment one
 * is kept, and all of them go on with that one.
 */
import type { ConfigStore } from '../../core/ports.ts';

export type KeptOnceStore = Pick<ConfigStore, 'getValue' | 'replaceValue'>;

/** The JSON text that is kept under the name; `make`'s where there was none. */
export async function keptOnce(store: KeptOnceStore, name: string, make: () => unknown): Promise<string> {
  const kept = await store.getValue(name);
  if (kept !== null) return kept;
  const made = JSON.stringify(make());
  if (await store.replaceValue(name, null, made)) return made;
  const theirs = await store.getValue(name);
  if (theirs === null) throw new Error(`the value "${name}" was there and is gone again`);
  return theirs;
}

/** The same, without keeping anything where nothing may be written: what is made is then this process's own. */
export async function keptOrMade(
  store: KeptOnceStore,
  name: string,
  mayWrite: boolean,
  make: () => unknown,
): Promise<string> {
  if (mayWrite) return keptOnce(store, name, make);
  return (await store.getValue(name)) ?? JSON.stringify(make());
}
