/**
 * Codes of coupons. A generated one has 17 signs of an alphabet of 31 without look-alikes (no 0, O, 1, I, L), 84 bits of a keyed
 * hash, and one sign that checks the others: a weighted sum modulo 31, a prime, so that every single wrong sign and every two
 * that changed places are noticed before anything is looked up. Written in three groups of six.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const BASE = BigInt(ALPHABET.length);
const SIGNS = 17;
const GROUP = 6;
/** 17 signs of 31: 84 bits; a hash of 16 bytes leaves no sign less likely by more than 2^-43. */
export const CODE_BYTES = 16;

const SHAPE = new RegExp(`^[${ALPHABET}]{${SIGNS + 1}}$`);
/** What a shop may import: 4 to 64 letters, digits, - _ and dots. */
const IMPORTED = /^[A-Z0-9][A-Z0-9._-]{3,63}$/;

function checkSign(signs: string): string {
  let sum = 0;
  for (const [place, sign] of signs.split('').entries()) sum += (place + 1) * ALPHABET.indexOf(sign);
  return ALPHABET.charAt(sum % ALPHABET.length);
}

function grouped(signs: string): string {
  return [0, GROUP, 2 * GROUP].map((from) => signs.slice(from, from + GROUP)).join('-');
}

/** The code of a keyed hash of at least `CODE_BYTES` bytes. */
export function codeOfBytes(bytes: Uint8Array): string {
  let number = 0n;
  for (const byte of bytes.subarray(0, CODE_BYTES)) number = number * 256n + BigInt(byte);
  let signs = '';
  for (let place = 0; place < SIGNS; place += 1) {
    signs += ALPHABET.charAt(Number(number % BASE));
    number /= BASE;
  }
  return grouped(signs + checkSign(signs));
}

/** Whether a text has the shape of a generated code, whatever its check sign. */
export function looksGenerated(code: string): boolean {
  return SHAPE.test(code.replaceAll('-', ''));
}

/**
 * A code as it is kept: capital letters, spaces gone, a generated one in its groups. Null for what no code is: other signs, too
 * short or long, or the shape of a generated one with a wrong sign in it.
 */
export function keptCode(typed: string): string | null {
  const text = typed.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase();
  const signs = text.replaceAll('-', '');
  if (SHAPE.test(signs))
    return checkSign(signs.slice(0, SIGNS)) === signs.slice(SIGNS) ? grouped(signs) : null;
  return IMPORTED.test(text) ? text : null;
}
