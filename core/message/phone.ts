/** Phone numbers as providers of SMS take them. */

/** A plus, the country code and the rest: 7 to 15 digits in all (ITU-T E.164). */
const E164 = /^\+[1-9]\d{6,14}$/;

/** The number without what people write into it for reading; null where it is none, or lacks its country code, which is not guessed. */
export function e164(text: string): string | null {
  const plain = text.replace(/[\s().\-/]/g, '');
  return E164.test(plain) ? plain : null;
}
