/** Email addresses, locales and time zones of files: the text as it is kept, or why it cannot be. */
import { isZone } from '../../zone.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

export type Kept = { readonly kind: 'kept'; readonly text: string } | Unreadable;

/** RFC 5321: 64 octets before the sign, 254 in all. */
const LONGEST_EMAIL = 254;
const EMAIL =
  /^(?!\.)(?!.*\.\.)[^\s@"<>()[\],;:\\]{1,64}(?<!\.)@(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+(?:xn--[a-z0-9-]{1,59}|[\p{L}\p{M}]{2,63})$/iu;
const LONGEST_NAME = 64;
/** Spellings seen so far, so that a million rows are not a million look-ups. */
const MOST_REMEMBERED = 1_000;

export function parseEmail(text: string): Kept {
  return text.length <= LONGEST_EMAIL && EMAIL.test(text)
    ? { kind: 'kept', text }
    : unreadable('not-an-email', 'is no email address', 'write it as name@shop.example, or leave it empty');
}

function remembered(read: (text: string) => Kept): (text: string) => Kept {
  const known = new Map<string, Kept>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const kept = read(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, kept);
    return kept;
  };
}

function canonicalLocale(text: string): string | null {
  try {
    return text.length <= LONGEST_NAME
      ? (Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null)
      : null;
  } catch {
    return null;
  }
}

/** A BCP 47 tag in its canonical spelling; `zh_cn` is taken as `zh-CN`. */
export const parseLocale = remembered((text) => {
  const tag = canonicalLocale(text);
  return tag === null
    ? unreadable(
        'not-a-locale',
        'is no BCP 47 language tag',
        'write a tag such as en or zh-CN, or leave it empty',
      )
    : { kind: 'kept', text: tag };
});

/** An IANA time zone this machine knows. */
export const parseZone = remembered((text) =>
  text.length <= LONGEST_NAME && isZone(text)
    ? { kind: 'kept', text }
    : unreadable(
        'not-a-zone',
        'is no time zone that exists',
        'write an IANA name such as Europe/Berlin, or leave it empty',
      ),
);
