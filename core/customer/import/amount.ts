/**
 * Amounts as shops write them, read exactly: the digits are shifted as text and become a whole number of minor units
 * only then, so no amount ever passes through a fraction in floating point.
 *
 * The separator rule:
 * - A single dot is the decimal point (`29.33`, `1234.5`). In a currency without minor units `1.000` may mean a
 *   thousand as well as one, so a dot before exactly three digits is refused there.
 * - Commas before groups of exactly three digits are thousands (`1,234`, `1,234,567`); a comma before any other number
 *   of digits, or after a leading zero, is a decimal comma (`29,33`, `0,5`). In a currency with three decimals `1,234`
 *   stays ambiguous and is refused.
 * - Where two kinds of separator occur the last one, which must occur once, is the decimal (`1,234.56`, `1.234,56`,
 *   `1 234,56`, `1'234.56`). Several dots are thousands (`1.234.567`).
 */
import { isSignOf, minorDigits } from '../../currency.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

/** Largest amount taken, in minor units either way: far above any order, far below where whole numbers lose digits. */
export const LARGEST_AMOUNT_MINOR = 10_000_000_000_000;

/** How the separators were read: `comma-thousands` is `1,234` as 1234, `dot-decimal` is `1.230` as 1.23. */
export type AmountReading = 'plain' | 'comma-thousands' | 'dot-decimal';

export interface Amount {
  readonly kind: 'amount';
  readonly minor: number;
  readonly reading: AmountReading;
}

const LONGEST_TEXT = 64;

interface Digits {
  readonly kind: 'digits';
  readonly whole: string;
  readonly fraction: string;
  readonly reading: AmountReading;
}

const REWRITE = 'write it as digits with a decimal point, for example 1234.56';
const PLAIN = /^(-?)(\d+)(?:\.(\d*))?$/;
const SPACE_GROUPS = /^\d{1,3}(?:([ '’\u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d*)?$/;
const COMMA_GROUPS = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
const DOT_GROUPS = /^[1-9]\d{0,2}(?:(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})$/;
const ONE_GROUP = /^[1-9]\d{0,2}[.,]\d{3}$/;
const DECIMAL = /^(\d*)[.,](\d*)$/;
const DRESSED =
  /^(?<open>\()?\s*(?<sign>[-+−])?\s*(?<before>[^\d\s().,+−-]+)?\s*(?<inner>[-+−])?\s*(?<number>\d[\d.,'’ \u00a0\u2009\u202f]*?|[.,]\d+)\s*(?<after>[^\d\s().,+−-]+)?\s*(?<trailing>[-−])?\s*(?<close>\))?$/u;

function notANumber(): Unreadable {
  return unreadable('not-a-number', 'is not an amount', REWRITE);
}

function digitsOf(whole: string, fraction: string, reading: AmountReading = 'plain'): Digits {
  return { kind: 'digits', whole, fraction, reading };
}

function cutAt(text: string, separator: string, reading: AmountReading = 'plain'): Digits {
  const at = separator === '' ? -1 : text.lastIndexOf(separator);
  const bare = (part: string) => part.replace(/\D/g, '');
  return at < 0
    ? digitsOf(bare(text), '', reading)
    : digitsOf(bare(text.slice(0, at)), text.slice(at + 1), reading);
}

function readSingleGroup(text: string, digits: number): Digits | Unreadable {
  const comma = text.includes(',');
  if (comma ? digits === 3 : digits === 0)
    return unreadable(
      'ambiguous-amount',
      'may mean thousands or decimals',
      'write it without a thousands separator, and decimals after a point',
    );
  return comma
    ? cutAt(text, '', 'comma-thousands')
    : cutAt(text, '.', digits === 3 ? 'plain' : 'dot-decimal');
}

function readSeparators(text: string, digits: number): Digits | Unreadable {
  if (ONE_GROUP.test(text)) return readSingleGroup(text, digits);
  if (COMMA_GROUPS.test(text)) return cutAt(text, text.includes('.') ? '.' : '');
  if (DOT_GROUPS.test(text)) return cutAt(text, text.includes(',') ? ',' : '');
  if (SPACE_GROUPS.test(text)) return cutAt(text, text.includes(',') ? ',' : text.includes('.') ? '.' : '');
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) return digitsOf(decimal[1] ?? '', decimal[2] ?? '');
  return /^\d+$/.test(text) ? digitsOf(text, '') : notANumber();
}

function toMinor(number: Digits, negative: boolean, currency: string): Amount | Unreadable {
  const digits = minorDigits(currency);
  if (/[1-9]/.test(number.fraction.slice(digits)))
    return unreadable(
      'too-many-decimals',
      `has ${number.fraction.length} decimals, but ${currency} has ${digits}`,
      'round it in the file: it is not rounded here',
    );
  const whole = number.whole.replace(/^0+/, '');
  const minor =
    whole.length > 15 ? Infinity : Number(whole + number.fraction.slice(0, digits).padEnd(digits, '0'));
  if (minor > LARGEST_AMOUNT_MINOR)
    return unreadable(
      'too-large',
      `is more than ${LARGEST_AMOUNT_MINOR / 10 ** digits} ${currency}`,
      'correct the amount, or the column that --map names for it',
    );
  return { kind: 'amount', minor: negative && minor !== 0 ? -minor : minor, reading: number.reading };
}

function readDressed(text: string, currency: string): Amount | Unreadable {
  const parts = DRESSED.exec(text)?.groups;
  if (parts?.number === undefined) return notANumber();
  if ((parts.open === undefined) !== (parts.close === undefined)) return notANumber();
  const signs = [parts.sign, parts.inner, parts.trailing, parts.open].filter((sign) => sign !== undefined);
  if (signs.length > 1) return notANumber();
  for (const sign of [parts.before, parts.after])
    if (sign !== undefined && !isSignOf(sign, currency))
      return unreadable(
        /^\p{Sc}$|^\p{L}{3}$/u.test(sign) ? 'other-currency' : 'not-a-number',
        `carries "${sign}", which is no sign of ${currency}`,
        `give amounts in ${currency} only, without a sign: a shop has one currency`,
      );
  const number = readSeparators(parts.number, minorDigits(currency));
  if (number.kind === 'unreadable') return number;
  return toMinor(number, signs.length === 1 && signs[0] !== '+', currency);
}

/**
 * Reads an amount of `currency` into minor units; negative by a minus before or after, or by parentheses. Signs of the
 * currency or its code may stand before or after. Surplus decimals are taken only where they are zeros.
 */
export function parseAmount(raw: string, currency: string): Amount | Unreadable {
  const text = raw.trim();
  if (text === '') return unreadable('empty', 'is empty', 'fill it in, 0 where nothing was paid');
  if (text.length > LONGEST_TEXT) return notANumber();
  const plain = PLAIN.exec(text);
  if (plain === null) return readDressed(text, currency);
  const [, minus, whole = '', fraction = ''] = plain;
  if (fraction.length === 3 && whole.length <= 3 && !whole.startsWith('0'))
    return readDressed(text, currency);
  return toMinor(digitsOf(whole, fraction), minus === '-', currency);
}
