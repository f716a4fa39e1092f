import { describe, expect, it } from 'vitest';
import { isCurrencyCode, isSignOf, minorDigits } from '../../core/currency.ts';

describe('currencies', () => {
  it.each([
    ['USD', 2],
    ['EUR', 2],
    ['CNY', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['XXX', 2],
  ])('%s has %d minor digits', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it.each([
    ['$', 'USD', true],
    ['$', 'CAD', true],
    ['us$', 'USD', true],
    ['US$', 'CAD', false],
    ['€', 'EUR', true],
    ['€', 'USD', false],
    ['¥', 'JPY', true],
    ['￥', 'CNY', true],
    ['kr', 'SEK', true],
    ['zł', 'PLN', true],
    ['usd', 'USD', true],
    ['EUR', 'USD', false],
  ])('the sign %s for %s: %s', (sign, currency, expected) => {
    expect(isSignOf(sign, currency)).toBe(expected);
  });

  it.each([
    ['USD', true],
    ['usd', false],
    ['US', false],
    ['US1', false],
    ['USDT', false],
  ])('%s has the shape of a code: %s', (text, expected) => {
    expect(isCurrencyCode(text)).toBe(expected);
  });
});
