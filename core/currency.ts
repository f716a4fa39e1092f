/**
 * Currencies by their ISO 4217 code: how many digits the minor unit has, and which signs stand for which currency.
 * Money itself is a whole number of minor units beside a code; nothing here converts one currency into another.
 */

const WITHOUT_MINOR_UNIT = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');
const WITH_THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');
const WITH_FOUR_DIGITS = 'CLF UYW'.split(' ');

const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...WITHOUT_MINOR_UNIT.map((code) => [code, 0] as const),
  ...WITH_THREE_DIGITS.map((code) => [code, 3] as const),
  ...WITH_FOUR_DIGITS.map((code) => [code, 4] as const),
]);

const DOLLARS = 'USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BRL JMD TTD BBD BSD BZD FJD XCD'.split(' ');

const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', DOLLARS],
  ['US$', ['USD']],
  ['C$', ['CAD']],
  ['CA$', ['CAD']],
  ['A$', ['AUD']],
  ['NZ$', ['NZD']],
  ['HK$', ['HKD']],
  ['S$', ['SGD']],
  ['NT$', ['TWD']],
  ['MX$', ['MXN']],
  ['R$', ['BRL']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['¥', ['CNY', 'JPY']],
  ['￥', ['CNY', 'JPY']],
  ['₹', ['INR']],
  ['₩', ['KRW']],
  ['₽', ['RUB']],
  ['₺', ['TRY']],
  ['₫', ['VND']],
  ['฿', ['THB']],
  ['₱', ['PHP']],
  ['₴', ['UAH']],
  ['₪', ['ILS']],
  ['₦', ['NGN']],
  ['ZŁ', ['PLN']],
  ['KČ', ['CZK']],
  ['FT', ['HUF']],
  ['KR', ['SEK', 'NOK', 'DKK', 'ISK']],
]);

/** True for three capital letters, the shape of an ISO 4217 code. */
export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

/** Digits of the minor unit: 2 unless ISO 4217 says otherwise (JPY 0, KWD 3). */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** True where `sign` (`$`, `€`, `kr`, or the code itself, in any case) is how amounts of `currency` are marked. */
export function isSignOf(sign: string, currency: string): boolean {
  const capital = sign.toUpperCase();
  return capital === currency || (SIGNS.get(capital)?.includes(currency) ?? false);
}
