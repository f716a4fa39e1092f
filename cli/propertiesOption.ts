/** The option `--properties`: an object that conditions and templates may read. */
import type { CommandContext } from './context.ts';
import { misuse } from './failure.ts';

/** Throws `Failure` of code `misuse` for anything but an object. */
export function propertiesOf({ args }: CommandContext): object | undefined {
  const text = args.text('properties');
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, like any other text that is no object.
  }
  throw misuse('--properties must be a JSON object.', {
    field: '--properties',
    remedy: `For example --properties '{"city":"Lyon"}'.`,
  });
}
