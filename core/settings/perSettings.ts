/** What is worked out of settings once and asked for at every send. */
import type { Settings } from './settings.ts';

/** Makes it when settings are first seen; the same object for the same settings ever after. */
export function perSettings<Made>(make: (settings: Settings) => Made): (settings: Settings) => Made {
  const known = new WeakMap<Settings, { readonly made: Made }>();
  let last: { readonly settings: Settings; readonly made: Made } | null = null;
  return (settings) => {
    if (last?.settings === settings) return last.made;
    const made = known.get(settings)?.made ?? make(settings);
    known.set(settings, { made });
    last = { settings, made };
    return made;
  };
}
