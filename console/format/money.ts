/**
 * Money and numbers as each language writes them. Chinese counts in 万 and 亿 from ten thousand on; English writes
 * figures out. Amounts come in minor units and are divided by what their currency says, never by a fixed hundred.
 */
import type { Language } from '../i18n/language.ts';

const TEN_THOUSAND = 10_000;

function minorDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Whole currency units of an amount in minor units. */
export function majorUnits(amountMinor: number, currency: string | null): number {
  return amountMinor / 10 ** (currency === null ? 2 : minorDigits(currency));
}

function currencyOptions(currency: string | null): Intl.NumberFormatOptions {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return {};
  return { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
}

export type Precision = 'exact' | 'rounded';

/**
 * An amount with its currency. `exact` keeps the minor units, `rounded` drops them from ten units on. In Chinese an
 * amount of ten thousand or more reads in 万 or 亿 with two decimals at most, unless it is `exact`.
 */
export function formatMoney(
  amountMinor: number,
  currency: string | null,
  language: Language,
  precision: Precision = 'exact',
): string {
  const amount = majorUnits(amountMinor, currency);
  const base = currencyOptions(currency);
  if (precision === 'exact') return new Intl.NumberFormat(language, base).format(amount);
  if (language === 'zh-CN' && Math.abs(amount) >= TEN_THOUSAND)
    return new Intl.NumberFormat(language, {
      ...base,
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 2,
    }).format(amount);
  const whole = Math.abs(amount) >= 10 ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(language, { ...base, ...whole }).format(amount);
}

/** A count: 12,345 in English, 1.23万 in Chinese. */
export function formatCount(count: number, language: Language): string {
  if (language === 'zh-CN' && Math.abs(count) >= TEN_THOUSAND)
    return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 }).format(count);
  return new Intl.NumberFormat(language).format(count);
}

/** A number with one decimal at most. */
export function formatDecimal(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(
    value,
  );
}

/** A share from 0 to 1 as whole per cent. */
export function formatShare(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
