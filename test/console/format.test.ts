import { describe, expect, it } from 'vitest';
import { formatCount, formatMoney, formatShare, majorUnits } from '../../console/format/money.ts';
import {
  dayHeading,
  formatClock,
  formatDay,
  formatDuration,
  formatMoment,
  groupByDay,
  readDuration,
} from '../../console/format/time.ts';

describe('money', () => {
  it.each([
    [123_456, 'USD', 'en', 'exact', '$1,234.56'],
    [123_456, 'USD', 'en', 'rounded', '$1,235'],
    [456, 'USD', 'en', 'rounded', '$4.56'],
    [-1_900, 'USD', 'en', 'exact', '-$19.00'],
    [123_456_789, 'CNY', 'zh-CN', 'rounded', '¥123.46万'],
    [123_456_789_000, 'CNY', 'zh-CN', 'rounded', '¥12.35亿'],
    [999_900, 'CNY', 'zh-CN', 'rounded', '¥9,999'],
    [123_456_789, 'CNY', 'zh-CN', 'exact', '¥1,234,567.89'],
    [123_456_789, 'CNY', 'en', 'rounded', '¥1,234,568'],
    [5_000, 'JPY', 'en', 'exact', '¥5,000'],
    [1_234, null, 'en', 'exact', '12.34'],
  ] as const)('%i %s in %s, %s: %s', (amountMinor, currency, language, precision, text) => {
    expect(formatMoney(amountMinor, currency, language, precision)).toBe(text);
  });

  it('divides by what the currency says, not by a hundred', () => {
    expect(majorUnits(1_000, 'JPY')).toBe(1_000);
    expect(majorUnits(1_000, 'USD')).toBe(10);
    expect(majorUnits(1_000, 'KWD')).toBe(1);
  });

  it('shows an amount in a currency nobody knows rather than nothing', () => {
    expect(formatMoney(1_000, 'not a code', 'en')).toBe('10');
  });
});

describe('counts and shares', () => {
  it.each([
    [12_345, 'en', '12,345'],
    [12_345, 'zh-CN', '1.23万'],
    [9_999, 'zh-CN', '9,999'],
    [230_000_000, 'zh-CN', '2.3亿'],
  ] as const)('%i in %s: %s', (count, language, text) => {
    expect(formatCount(count, language)).toBe(text);
  });

  it('writes a share as whole per cent', () => {
    expect(formatShare(0.966, 'en')).toBe('97%');
  });
});

describe('days and moments', () => {
  const now = new Date('2026-11-22T16:00:00Z');
  const english = { language: 'en', now, zone: 'Europe/Berlin' } as const;
  const chinese = { language: 'zh-CN', now, zone: 'Asia/Shanghai' } as const;

  it('names the year only where it is another one', () => {
    expect(formatDay('2026-03-05T09:00:00Z', english)).toBe('5 Mar');
    expect(formatDay('2025-03-05T09:00:00Z', english)).toBe('5 Mar 2025');
    expect(formatDay('2026-03-05T09:00:00Z', chinese)).toBe('3月5日');
    expect(formatDay('2025-03-05T09:00:00Z', chinese)).toBe('2025年3月5日');
  });

  it('keeps a bare day the day it is, wherever it is read', () => {
    expect(formatDay('2026-03-05', { ...english, zone: 'America/Los_Angeles' })).toBe('5 Mar');
    expect(formatDay('2026-03-05', { ...english, zone: 'Pacific/Kiritimati' })).toBe('5 Mar');
  });

  it('tells a moment in the reader’s zone', () => {
    expect(formatMoment('2026-11-21T23:30:00Z', english)).toBe('Sun 22 Nov, 00:30');
    expect(formatMoment('2026-11-21T23:30:00Z', chinese)).toBe('11月22日周日 07:30');
    expect(formatClock('2026-11-21T23:30:00Z', english)).toBe('00:30');
  });

  it('shows text that is no date as it came', () => {
    expect(formatDay('soon', english)).toBe('soon');
    expect(formatClock('soon', english)).toBe('soon');
  });

  it('heads a list with today, yesterday or the day', () => {
    expect(dayHeading('2026-11-22T05:00:00Z', english)).toEqual({ kind: 'today' });
    expect(dayHeading('2026-11-21T05:00:00Z', english)).toEqual({ kind: 'yesterday' });
    expect(dayHeading('2026-11-19T05:00:00Z', english)).toEqual({ kind: 'day', text: 'Thu 19 November' });
  });

  it('groups neighbours by the reader’s day and keeps their order', () => {
    const items = ['2026-11-22T10:00:00Z', '2026-11-21T23:30:00Z', '2026-11-21T22:30:00Z'].map((at) => ({
      at,
    }));
    const groups = groupByDay(items, english);
    expect(groups.map(({ items: inside }) => inside.length)).toEqual([2, 1]);
    expect(groups.flatMap(({ items: inside }) => inside)).toEqual(items);
  });
});

describe('durations', () => {
  it.each([
    ['3d', 'en', '3 days'],
    ['1d', 'en', '1 day'],
    ['2w', 'zh-CN', '2周'],
    ['4h', 'zh-CN', '4小时'],
    ['30m', 'en', '30 minutes'],
    ['until Tuesday', 'en', 'until Tuesday'],
  ] as const)('%s in %s: %s', (text, language, words) => {
    expect(formatDuration(text, language)).toBe(words);
  });

  it('reads nothing into what is no duration', () => {
    expect(readDuration('3y')).toBeNull();
    expect(readDuration('d')).toBeNull();
  });
});
