/** Days, money and numbers as the two languages write them. Days and times of day are UTC, so that every reader sees the same. */
import { minorDigits } from '../../core/currency.ts';
import { parseDuration } from '../../core/duration.ts';
import { isoInstant, parseIso } from '../../core/time.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';

/** `2026-03-05` of an ISO instant or day; text that is neither stays as it is. */
export function day(text: string): string {
  const at = parseIso(text);
  return at === null ? text : isoInstant(at).slice(0, 10);
}

/** `2026-03-05 14:02`, in UTC. */
export function minute(text: string): string {
  const at = parseIso(text);
  return at === null ? text : isoInstant(at).slice(0, 16).replace('T', ' ');
}

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

export function decimal(value: number, language: Language, digits = 2): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function share(value: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** `1,234.50 USD`: the code stands behind the figure, so that columns align and no sign is ambiguous. */
export function money(amountMinor: number, currency: string | null, language: Language): string {
  const digits = currency === null ? 2 : minorDigits(currency);
  const figure = decimal(amountMinor / 10 ** digits, language, digits);
  return currency === null ? figure : `${figure} ${currency}`;
}

export function days(value: number, language: Language): string {
  const { list } = wordsIn(language);
  const figure = count(value, language);
  return fill(figure === '1' ? list.days_one : list.days_other, { count: figure });
}

type Unit = 'm' | 'h' | 'd' | 'w';

function isUnit(text: string | undefined): text is Unit {
  return text === 'm' || text === 'h' || text === 'd' || text === 'w';
}

/** `3d` as definitions write it, in words; text that is no duration stays as it is. */
export function duration(text: string, language: Language): string {
  const unit = text.trim().at(-1);
  if (parseDuration(text) === null || !isUnit(unit)) return text;
  const number = Number.parseInt(text, 10);
  const { unit: units } = wordsIn(language);
  return fill(number === 1 ? units[`${unit}_one`] : units[`${unit}_other`], { count: number });
}
