/** Lists of names in messages: short, and readable even where the names are not. */
import { showDamage } from './decodeText.ts';

const MOST_NAMED = 20;

/** `a, b, c`, after twenty names `and N more`; what could not be decoded shows as U+FFFD. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => (name === '' ? '(unnamed)' : showDamage(name)));
  return shown.join(', ') + (names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '');
}
