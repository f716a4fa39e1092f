/** Phone numbers as E.164 text. */

/** Signs people write between the digits. */
const BETWEEN = /[\s().\-/‐-―\u00a0]+/gu;
/** ITU-T E.164: a plus, a country code that begins with 1 to 9, at most 15 digits in all. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** The number with its country code and nothing between its digits; null where it is none. `00` stands for the plus. */
export function e164Of(text: string): string | null {
  const bare = text
    .normalize('NFKC')
    .trim()
    .replaceAll('(0)', '')
    .replaceAll(BETWEEN, '')
    .replace(/^00(?=[1-9])/, '+');
  return E164.test(bare) ? bare : null;
}
