/**
 * How many parts an SMS is sent in, which is what it costs. A text whose characters are all in the GSM 7-bit default
 * alphabet (3GPP TS 23.038, 6.2.1; once GSM 03.38) has 160 places in one part and 153 in each of several; a character of its
 * extension table takes two places, which stay together. Any other character makes the whole text UCS-2: 70 places, or
 * 67, in UTF-16 units, of which the two of one character stay together.
 */

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

const PLACES = {
  'GSM-7': { alone: 160, each: 153 },
  'UCS-2': { alone: 70, each: 67 },
} as const;

export type SmsEncoding = keyof typeof PLACES;

export interface SmsParts {
  readonly encoding: SmsEncoding;
  /** Places the text takes: septets in GSM-7, UTF-16 units in UCS-2. */
  readonly places: number;
  /** At least 1, also of an empty text. */
  readonly parts: number;
  /** Characters outside the GSM alphabet, each once, in order: why it is UCS-2. */
  readonly outside: readonly string[];
}

function placesOf(character: string, encoding: SmsEncoding): number {
  if (encoding === 'UCS-2') return character.length;
  return EXTENSION.has(character) ? 2 : 1;
}

/** Parts of a text that does not fit into one; a character of two places moves whole into the next part. */
function partsOf(characters: readonly string[], encoding: SmsEncoding): number {
  const { each } = PLACES[encoding];
  let parts = 1;
  let taken = 0;
  for (const character of characters) {
    const places = placesOf(character, encoding);
    if (taken + places > each) {
      parts += 1;
      taken = 0;
    }
    taken += places;
  }
  return parts;
}

/** O(characters). */
export function smsParts(text: string): SmsParts {
  const characters = Array.from(text);
  const outside = [...new Set(characters.filter((one) => !BASIC.has(one) && !EXTENSION.has(one)))];
  const encoding = outside.length === 0 ? 'GSM-7' : 'UCS-2';
  const places = characters.reduce((sum, character) => sum + placesOf(character, encoding), 0);
  const parts = places <= PLACES[encoding].alone ? 1 : partsOf(characters, encoding);
  return { encoding, places, parts, outside };
}
