/**
 * Days and moments in words. Instants are shown in the reader's own zone; a bare day (`2026-03-05`) is a UTC day and
 * stays that day wherever it is read. `now` is an argument, so that what is said can be tested.
 */
import type { Language } from '../i18n/language.ts';

const BARE_DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** English dates are written day first, so that no reader has to guess. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : 'zh-CN');

interface Reading {
  readonly language: Language;
  readonly now: Date;
  /** IANA zone; the browser's where it is left out. */
  readonly zone?: string;
}

function zoneOf(text: string, { zone }: Reading): Intl.DateTimeFormatOptions {
  if (BARE_DAY.test(text)) return { timeZone: 'UTC' };
  return zone === undefined ? {} : { timeZone: zone };
}

function dayKey(at: Date, zone: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-CA', { ...zone, dateStyle: 'short' }).format(at);
}

function write(text: string, reading: Reading, options: Intl.DateTimeFormatOptions): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const zone = zoneOf(text, reading);
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(reading.now, zone).slice(0, 4);
  const year: Intl.DateTimeFormatOptions = sameYear ? {} : { year: 'numeric' };
  return new Intl.DateTimeFormat(localeOf(reading.language), { ...zone, ...year, ...options }).format(at);
}

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `5 Mar`, with the year where it is not this one; 3月5日. */
export const formatDay = (text: string, reading: Reading): string => write(text, reading, DAY);

/** `Thu 5 Mar, 14:32`; 3月5日周四 14:32. */
export const formatMoment = (text: string, reading: Reading): string =>
  write(text, reading, { ...DAY, ...CLOCK, weekday: 'short' });

/** `14:32`. */
export function formatClock(text: string, reading: Reading): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(localeOf(reading.language), { ...zoneOf(text, reading), ...CLOCK }).format(
    at,
  );
}

export type DayHeading =
  | { readonly kind: 'today' }
  | { readonly kind: 'yesterday' }
  | { readonly kind: 'day'; readonly text: string };

/** What a list of a day's items is headed with. */
export function dayHeading(text: string, reading: Reading): DayHeading {
  const zone = zoneOf(text, reading);
  const key = dayKey(new Date(text), zone);
  if (key === dayKey(reading.now, zone)) return { kind: 'today' };
  if (key === dayKey(new Date(reading.now.getTime() - DAY_MS), zone)) return { kind: 'yesterday' };
  return { kind: 'day', text: write(text, reading, { day: 'numeric', month: 'long', weekday: 'short' }) };
}

export interface DayGroup<Item> {
  readonly key: string;
  readonly first: string;
  readonly items: readonly Item[];
}

/** Neighbouring items of one day together, in the order given. */
export function groupByDay<Item extends { readonly at: string }>(
  items: readonly Item[],
  reading: Reading,
): DayGroup<Item>[] {
  const groups: { key: string; first: string; items: Item[] }[] = [];
  for (const item of items) {
    const key = dayKey(new Date(item.at), zoneOf(item.at, reading));
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, first: item.at, items: [item] });
  }
  return groups;
}

export interface Duration {
  readonly count: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'week';
}

const UNITS: Readonly<Record<string, Duration['unit']>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** `3d` as definitions write it; null for anything else. */
export function readDuration(text: string): Duration | null {
  const match = /^(\d+)([mhdw])$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : { count: Number(match[1]), unit };
}

/** `3 days`; 3天. Text that is no duration stays as it is. */
export function formatDuration(text: string, language: Language): string {
  const duration = readDuration(text);
  if (duration === null) return text;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: duration.unit,
    unitDisplay: 'long',
  }).format(duration.count);
}
