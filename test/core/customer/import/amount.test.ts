import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits } from '../../../../core/currency.ts';
import { type Amount, LARGEST_AMOUNT_MINOR, parseAmount } from '../../../../core/customer/import/amount.ts';

/** Minor units of a readable amount; the fault's code of any other. */
function read(text: string, currency = 'USD'): number | string {
  const amount = parseAmount(text, currency);
  return amount.kind === 'amount' ? amount.minor : amount.code;
}

describe('amounts as shops write them', () => {
  it.each<[string, string, number]>([
    ['29.33', 'USD', 2933],
    ['29.3', 'USD', 2930],
    ['29', 'USD', 2900],
    ['29.', 'USD', 2900],
    ['.5', 'USD', 50],
    ['0', 'USD', 0],
    ['-0.00', 'USD', 0],
    ['007.10', 'USD', 710],
    [' 29.33 ', 'USD', 2933],
    ['0.29', 'USD', 29],
    ['1.15', 'USD', 115],
    ['8.2', 'USD', 820],
    ['29.3300', 'USD', 2933],
    ['29.330', 'USD', 2933],
    ['1234567.89', 'USD', 123_456_789],
    ['1,234.56', 'USD', 123_456],
    ['1,234', 'USD', 123_400],
    ['12,345,678', 'USD', 1_234_567_800],
    ['1.234,56', 'USD', 123_456],
    ['1.234.567', 'USD', 123_456_700],
    ['1 234.56', 'USD', 123_456],
    ['1 234,56', 'USD', 123_456],
    ['1\u202f234,56', 'EUR', 123_456],
    ["1'234.56", 'CHF', 123_456],
    ['1234,5', 'EUR', 123_450],
    ['29,33', 'EUR', 2933],
    ['0,5', 'EUR', 50],
    ['1200', 'JPY', 1200],
    ['1,200', 'JPY', 1200],
    ['1200.00', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['0,234', 'KWD', 234],
    ['1,234.5', 'KWD', 1_234_500],
    ['12', 'KWD', 12_000],
    ['0.0001', 'CLF', 1],
  ])('reads %s %s as %d', (text, currency, minor) => {
    expect(read(text, currency)).toBe(minor);
  });

  it.each<[string, number]>([
    ['-5', -500],
    ['−5', -500],
    ['5-', -500],
    ['(5.00)', -500],
    ['($5.00)', -500],
    ['-$5', -500],
    ['$-5', -500],
    ['$5.00-', -500],
    ['+5', 500],
    ['$1,234.56', 123_456],
    ['US$ 12', 1200],
    ['USD 12.50', 1250],
    ['12.50 USD', 1250],
    ['usd12.50', 1250],
  ])('reads the sign and dress of %s', (text, minor) => {
    expect(read(text)).toBe(minor);
  });

  it.each<[string, string, string]>([
    ['', 'USD', 'empty'],
    ['   ', 'USD', 'empty'],
    ['NaN', 'USD', 'not-a-number'],
    ['N/A', 'USD', 'not-a-number'],
    ['free', 'USD', 'not-a-number'],
    ['-', 'USD', 'not-a-number'],
    ['.', 'USD', 'not-a-number'],
    ['$', 'USD', 'not-a-number'],
    ['1e5', 'USD', 'not-a-number'],
    ['0x10', 'USD', 'not-a-number'],
    ['1.2.3', 'USD', 'not-a-number'],
    ['1,23,456.00', 'USD', 'not-a-number'],
    ['1,234,56', 'USD', 'not-a-number'],
    ['1.234,567.89', 'USD', 'not-a-number'],
    ['1 23', 'USD', 'not-a-number'],
    ["1'234 567", 'USD', 'not-a-number'],
    ['--5', 'USD', 'not-a-number'],
    ['(-5)', 'USD', 'not-a-number'],
    ['-5-', 'USD', 'not-a-number'],
    ['(5', 'USD', 'not-a-number'],
    ['5)', 'USD', 'not-a-number'],
    ['5%', 'USD', 'not-a-number'],
    ['５', 'USD', 'not-a-number'],
    [`1${'0'.repeat(80)}`, 'USD', 'not-a-number'],
    ['29.335', 'USD', 'too-many-decimals'],
    ['29,3355', 'USD', 'too-many-decimals'],
    ['1.5', 'JPY', 'too-many-decimals'],
    ['1.2345', 'KWD', 'too-many-decimals'],
    ['1.000', 'JPY', 'ambiguous-amount'],
    ['-1.000', 'JPY', 'ambiguous-amount'],
    ['150.000', 'VND', 'ambiguous-amount'],
    ['1,234', 'KWD', 'ambiguous-amount'],
    ['€5', 'USD', 'other-currency'],
    ['5 EUR', 'USD', 'other-currency'],
    ['100000000000.01', 'USD', 'too-large'],
    ['9007199254740993', 'USD', 'too-large'],
    ['123456789012345678901234567890', 'USD', 'too-large'],
    ['-99999999999999', 'JPY', 'too-large'],
  ])('refuses "%s" in %s: %s', (text, currency, code) => {
    expect(read(text, currency)).toBe(code);
  });

  it('takes the largest amount and refuses one unit more', () => {
    expect(read('100000000000.00')).toBe(LARGEST_AMOUNT_MINOR);
    expect(read(String(LARGEST_AMOUNT_MINOR), 'JPY')).toBe(LARGEST_AMOUNT_MINOR);
    expect(read(String(LARGEST_AMOUNT_MINOR + 1), 'JPY')).toBe('too-large');
  });

  it.each<[string, Amount['reading']]>([
    ['1234.56', 'plain'],
    ['1,234.56', 'plain'],
    ['1,234', 'comma-thousands'],
    ['-1,234', 'comma-thousands'],
    ['1.230', 'dot-decimal'],
    ['0.230', 'plain'],
    ['1.23', 'plain'],
  ])('says how the separators of %s were read: %s', (text, reading) => {
    expect(parseAmount(text, 'USD')).toMatchObject({ reading });
  });

  it('never gives negative zero', () => {
    for (const text of ['-0', '(0)', '0-']) expect(Object.is(read(text), 0)).toBe(true);
  });

  it('gives every refusal a problem and a remedy', () => {
    for (const text of ['', 'x', '1.005', '€1', '1e99'])
      expect(parseAmount(text, 'USD')).toMatchObject({
        kind: 'unreadable',
        problem: expect.stringMatching(/\w/),
        remedy: expect.stringMatching(/\w/),
      });
  });
});

interface Style {
  readonly group: string;
  readonly point: string;
}

function format(minor: number, currency: string, { group, point }: Style): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(?:\d{3})+$)/g, group);
  return digits === 0 ? whole : `${whole}${point}${text.slice(-digits)}`;
}

const NEGATIVES = [
  (text: string) => `-${text}`,
  (text: string) => `${text}-`,
  (text: string) => `(${text})`,
  (text: string) => `−${text}`,
];

describe('format, then parse', () => {
  const minors = fc.integer({ min: -LARGEST_AMOUNT_MINOR, max: LARGEST_AMOUNT_MINOR });
  const styles = fc.constantFrom<Style>(
    { group: '', point: '.' },
    { group: ',', point: '.' },
    { group: ' ', point: '.' },
    { group: ' ', point: ',' },
    { group: '\u00a0', point: ',' },
    { group: '’', point: '.' },
  );

  it('gives the amount back in every style, sign and currency', () => {
    const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(
        minors,
        styles,
        currencies,
        fc.constantFrom(...NEGATIVES),
        (minor, style, currency, negate) => {
          const text = format(minor, currency, style);
          expect(read(minor < 0 ? negate(text) : text, currency)).toBe(minor);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('gives the amount back with dots for thousands and a decimal comma', () => {
    fc.assert(
      fc.property(minors, (minor) => {
        const text = format(minor, 'EUR', { group: '.', point: ',' });
        expect(read(minor < 0 ? `-${text}` : text, 'EUR')).toBe(minor);
      }),
    );
  });

  it('answers any text with an amount in range or a refusal', () => {
    const texts = fc.stringMatching(/^[0-9.,() $€x-]{0,70}$/);
    fc.assert(
      fc.property(texts, (text) => {
        const amount = parseAmount(text, 'USD');
        const isSound =
          amount.kind === 'amount'
            ? Number.isSafeInteger(amount.minor) && Math.abs(amount.minor) <= LARGEST_AMOUNT_MINOR
            : amount.remedy !== '';
        expect(isSound).toBe(true);
      }),
    );
  });
});
