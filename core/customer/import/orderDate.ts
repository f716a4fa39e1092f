/**
 * Dates, such as when an order was placed, read from text without guessing. Dates that begin with a four-digit year mean one thing
 * only and are always taken: ISO dates and date-times, `YYYY/MM/DD`, `YYYY.MM.DD`, `YYYYMMDD`. Dates that begin with a
 * day or a month are taken only in the format the caller names; Unix times never. A time without a zone is UTC, a bare
 * date 00:00 UTC.
 */
import { DAY_MS, type Instant, parseIso } from '../../time.ts';
import { ImportMisuse } from './importMisuse.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

/** Order of day (d), month (m) and year (y) in dates that do not begin with the year. */
export type DateFormat = 'dmy' | 'mdy' | 'ymd';

export interface DateRules {
  /** Null: dates that begin with a day or month are refused as ambiguous. */
  readonly dateFormat: DateFormat | null;
  /** Nothing may be dated more than a day after it. */
  readonly now: Instant;
}

export type OrderDate = { readonly kind: 'instant'; readonly at: Instant } | Unreadable;

const FORMATS: readonly DateFormat[] = ['dmy', 'mdy', 'ymd'];
const LONGEST_TEXT = 40;
const TIME = String.raw`(?:(?:T|,?\s+)(\d{1,2}):(\d{2})((?::\d{2}(?:[.,]\d{1,9})?)?)\s*([ap]m)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`, 'i');
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}$`, 'i');
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const TWO_DIGIT_YEAR = /^\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)/;

/** Reads the name of a format; throws `ImportMisuse` (`date-format-unknown`) for any other. */
export function dateFormatOf(text: string): DateFormat {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  throw new ImportMisuse('date-format-unknown', `--date-format must be ${FORMATS.join(', ')}; got "${text}"`);
}

function hour24(hour: string, half: string | undefined): number {
  if (half === undefined) return Number(hour);
  if (Number(hour) < 1 || Number(hour) > 12) return Number.NaN;
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function isoTime(parts: readonly (string | undefined)[]): string {
  const [hour, minute = '', seconds = '', half, zone = 'Z'] = parts;
  if (hour === undefined) return '';
  const hours = String(hour24(hour, half)).padStart(2, '0');
  return `T${hours}:${minute}${seconds}${zone.toUpperCase() === 'UTC' ? 'Z' : zone}`;
}

function isoDateTime(
  year: string,
  month: string,
  day: string,
  time: readonly (string | undefined)[],
): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${isoTime(time)}`;
}

function toIso(text: string, format: DateFormat | null): string | null {
  const compact = COMPACT.exec(text);
  if (compact !== null) return `${compact[1]}-${compact[2]}-${compact[3]}`;
  const first = YEAR_FIRST.exec(text);
  if (first !== null) return isoDateTime(first[1] ?? '', first[3] ?? '', first[4] ?? '', first.slice(5));
  const last = format === 'dmy' || format === 'mdy' ? YEAR_LAST.exec(text) : null;
  if (last === null) return null;
  const [, one = '', , two = '', year = '', ...time] = last;
  return format === 'dmy' ? isoDateTime(year, two, one, time) : isoDateTime(year, one, two, time);
}

function refusal(text: string, format: DateFormat | null): Unreadable {
  if (text === '') return unreadable('empty', 'is empty', 'fill in the day, for example 2026-04-03');
  if (/^\d{9,}(\.\d+)?$/.test(text))
    return unreadable(
      'unix-time',
      'looks like a Unix time, which is not guessed at',
      'write it as an ISO date-time, for example 2026-04-03T10:15:00Z',
    );
  if (TWO_DIGIT_YEAR.test(text))
    return unreadable(
      'ambiguous-date',
      'has a year of two digits',
      'write years with four digits, best as YYYY-MM-DD (or give --date-format dmy or mdy)',
    );
  if (format !== 'dmy' && format !== 'mdy' && YEAR_LAST.test(text))
    return unreadable(
      'ambiguous-date',
      'may begin with the day or with the month',
      'give --date-format dmy or --date-format mdy, or write dates as YYYY-MM-DD',
    );
  return unreadable(
    'not-a-date',
    format === null ? 'is not a date that exists' : `is not a date that exists, read as ${format}`,
    'write dates as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ, or give --date-format',
  );
}

/** Reads the instant a text names, whenever it is; refuses what is unclear. */
export function parseDate(raw: string, dateFormat: DateFormat | null): OrderDate {
  const text = raw.trim();
  const short = text.length <= LONGEST_TEXT ? text : '';
  const direct = parseIso(short);
  const iso = direct === null ? toIso(short, dateFormat) : null;
  const at = direct ?? (iso === null ? null : parseIso(iso));
  return at === null ? refusal(text, dateFormat) : { kind: 'instant', at };
}

/** Reads the instant of an order; refuses what is unclear, before 1970-01-02 or more than a day after `now`. */
export function parseOrderDate(raw: string, rules: DateRules): OrderDate {
  const date = parseDate(raw, rules.dateFormat);
  if (date.kind === 'unreadable') return date;
  if (date.at < DAY_MS)
    return unreadable(
      'date-before-1970',
      'is before 1970-01-02',
      'correct the date: a default such as 1970-01-01 says nothing',
    );
  return notInFuture(date, rules.now);
}

/** The date, or why it cannot be: more than a day after `now`. */
export function notInFuture(date: OrderDate, now: Instant): OrderDate {
  if (date.kind === 'unreadable' || date.at <= now + DAY_MS) return date;
  return unreadable(
    'date-in-future',
    'is more than a day in the future',
    'correct the date, or import it when it has come',
  );
}
