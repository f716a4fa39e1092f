/**
 * Filters of the template dialect: dates and amounts as people read them, and links that stay links. Values come from customer data,
 * so each takes anything and gives a harmless text for what it cannot read.
 */
import type { TemplateLocale } from '../../core/message/template.ts';
import { civilDate, DAY_MS, isoDay, parseIso, utcDay, type UtcDay } from '../../core/time.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The UTC day of an ISO date, an ISO date-time or an instant; null for anything else. */
function dayOf(value: unknown): UtcDay | null {
  if (typeof value === 'number' && Number.isFinite(value)) return utcDay(value);
  const at = typeof value === 'string' ? parseIso(value.trim()) : null;
  return at === null ? null : utcDay(at);
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Formats take far longer to make than to use; languages and currencies are few, and bounded all the same. */
const MOST_FORMATS = 500;

function remembered<Format>(make: (locale: TemplateLocale, detail: string) => Format) {
  const formats = new Map<string, Format>();
  return (locale: TemplateLocale, detail: string): Format => {
    const key = `${locale}|${detail}`;
    const known = formats.get(key) ?? make(locale, detail);
    if (formats.size >= MOST_FORMATS) formats.clear();
    formats.set(key, known);
    return known;
  };
}

const dateFormat = remembered((locale, detail) => {
  const year = detail === 'with year' ? ({ year: 'numeric' } as const) : {};
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC', ...year });
});

/** Of an ISO 4217 code, or of none. */
const amountFormat = remembered((locale, currency) =>
  currency === ''
    ? new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
);

/** In a language other than those shipped, as its readers write dates. */
function inWords(day: UtcDay, locale: TemplateLocale, detail: 'with year' | 'without year'): string {
  return dateFormat(locale, detail).format(day * DAY_MS);
}

function isEnglish(locale: TemplateLocale): boolean {
  return locale === 'en' || locale.startsWith('en-');
}

/** `3 March 2026`, `2026年3月3日`, `3 mars 2026`; a text that is no date stays as it is. */
export function fullDay(value: unknown, locale: TemplateLocale): string {
  const day = dayOf(value);
  if (day === null) return asText(value);
  if (!isEnglish(locale)) return inWords(day, locale, 'with year');
  return `${dayAndMonth(value, locale)} ${civilDate(day).year}`;
}

/** `3 March`, `3月3日`, `3 mars`; a text that is no date stays as it is. */
export function dayAndMonth(value: unknown, locale: TemplateLocale): string {
  const day = dayOf(value);
  if (day === null) return asText(value);
  if (!isEnglish(locale)) return inWords(day, locale, 'without year');
  const { month, day: dayOfMonth } = civilDate(day);
  return `${dayOfMonth} ${MONTHS[month - 1]}`;
}

/** The ISO date so many days later; a text that is no date stays as it is. */
export function addDays(value: unknown, days: unknown): string {
  const day = dayOf(value);
  const count = Math.trunc(Number(days));
  if (day === null || !Number.isFinite(count) || Math.abs(count) > 36_600) return asText(value);
  return isoDay(utcDay((day + count) * DAY_MS));
}

/**
 * An amount in major units, as events carry it (`18.5`, `"18.50"`), with its ISO 4217 currency: `$18.50`, `¥128.00`.
 * Without a currency two decimals; a text that is no number (`$18.00`) stays as it is.
 */
export function asMoney(value: unknown, currency: unknown, locale: TemplateLocale): string {
  const text = asText(value).trim();
  const amount = Number(text);
  if (text === '' || !Number.isFinite(amount)) return text;
  const code = asText(currency).toUpperCase();
  return amountFormat(locale, /^[A-Z]{3}$/.test(code) ? code : '').format(amount);
}

function encoded(value: unknown): string {
  return encodeURIComponent(asText(value).toWellFormed());
}

/** Percent-encodes a text, also one that holds half a character. */
export function urlEncode(value: unknown): string {
  return encoded(value).replaceAll('%20', '+');
}

/** An address with its blanks and characters outside ASCII percent-encoded. */
export function uriEscape(value: unknown): string {
  return encodeURI(asText(value).toWellFormed());
}

/** The text behind percent-encoding; what is none stays as it is. */
export function urlDecode(value: unknown): string {
  const text = asText(value);
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** An address with one more query parameter, before its fragment; nothing stays nothing. */
export function withParam(value: unknown, name: unknown, parameter: unknown): string {
  const url = asText(value);
  if (url === '') return '';
  const [path = '', ...fragment] = url.split('#');
  const query = `${encoded(name)}=${encoded(parameter)}`;
  const joined = `${path}${path.includes('?') ? '&' : '?'}${query}`;
  return fragment.length === 0 ? joined : `${joined}#${fragment.join('#')}`;
}

/** The address where it is one a mail may open (web, mail, telephone); `#` for every other, `javascript:` among them. */
export function safeUrl(value: unknown): string {
  const url = asText(value).trim();
  return /^(?:https?:\/\/|mailto:|tel:)[^\s<>"'\\]+$/i.test(url) ? url : '#';
}
