/** Changes a named JSON value as it is now; tried again where somebody else changed it meanwhile. */
import type { ConfigStore } from './ports.ts';

const MOST_TRIES = 20;

/** `changed` is given the text that is kept, null where none is. Throws where others change it again and again. */
export async function changeValue(
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  name: string,
  changed: (json: string | null) => object,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const before = await store.getValue(name);
    const after = JSON.stringify(changed(before));
    if (after === before || (await store.replaceValue(name, before, after))) return;
  }
  throw new Error(`${name} is changed by others again and again`);
}
