/** `--properties`: an object, for a call that tries a template. */
import type { CommandContext } from './context.ts';
import { misuse } from './failure.ts';

/** What goes into the body as `event`; nothing where nothing was given. Throws `Failure` for what is no JSON object. */
export function eventAsked({ args }: CommandContext): { readonly event?: unknown } {
  const text = args.text('properties');
  if (text === undefined) return {};
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event === 'object' && event !== null && !Array.isArray(event)) return { event };
  } catch {
    // Said below, with the same remedy.
  }
  throw misuse('--properties is no JSON object.', {
    field: '--properties',
    remedy: 'write it as \'{"cart_url":"https://shop.example/cart"}\'',
  });
}
