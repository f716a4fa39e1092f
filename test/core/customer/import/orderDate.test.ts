import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DateFormat, dateFormatOf, parseOrderDate } from '../../../../core/customer/import/orderDate.ts';
import { DAY_MS, isoInstant, parseIso } from '../../../../core/time.ts';

const NOW = parseIso('2026-05-10T12:00:00Z') ?? 0;

/** The instant as ISO text; the fault's code of what is refused. */
function read(text: string, dateFormat: DateFormat | null = null): string {
  const date = parseOrderDate(text, { dateFormat, now: NOW });
  return date.kind === 'instant' ? isoInstant(date.at) : date.code;
}

describe('parseOrderDate', () => {
  it.each([
    ['2026-04-03', '2026-04-03T00:00:00.000Z'],
    [' 2026-04-03 ', '2026-04-03T00:00:00.000Z'],
    ['2026-04-03T10:15:00Z', '2026-04-03T10:15:00.000Z'],
    ['2026-04-03T10:15:00.123456+08:00', '2026-04-03T02:15:00.123Z'],
    ['2026-04-03 10:15', '2026-04-03T10:15:00.000Z'],
    ['20260403', '2026-04-03T00:00:00.000Z'],
    ['2026/04/03', '2026-04-03T00:00:00.000Z'],
    ['2026/4/3', '2026-04-03T00:00:00.000Z'],
    ['2026/4/3 9:05', '2026-04-03T09:05:00.000Z'],
    ['2026/04/03 21:05:30', '2026-04-03T21:05:30.000Z'],
    ['2026.04.03', '2026-04-03T00:00:00.000Z'],
    ['2026-4-3', '2026-04-03T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['1970-01-02', '1970-01-02T00:00:00.000Z'],
    ['2026-05-11T12:00:00Z', '2026-05-11T12:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  it.each<[string, DateFormat, string]>([
    ['03/04/2026', 'dmy', '2026-04-03T00:00:00.000Z'],
    ['03/04/2026', 'mdy', '2026-03-04T00:00:00.000Z'],
    ['3.4.2026', 'dmy', '2026-04-03T00:00:00.000Z'],
    ['3-4-2026 18:30', 'dmy', '2026-04-03T18:30:00.000Z'],
    ['3/4/2026 6:30 PM', 'mdy', '2026-03-04T18:30:00.000Z'],
    ['3/4/2026, 12:05:09 am', 'mdy', '2026-03-04T00:05:09.000Z'],
    ['03/04/2026 18:30 +02:00', 'dmy', '2026-04-03T16:30:00.000Z'],
    ['2026/04/03', 'ymd', '2026-04-03T00:00:00.000Z'],
    ['2026-04-03', 'mdy', '2026-04-03T00:00:00.000Z'],
  ])('reads %s as %s', (text, format, iso) => {
    expect(read(text, format)).toBe(iso);
  });

  it.each<[string, DateFormat | null, string]>([
    ['', null, 'empty'],
    ['yesterday', null, 'not-a-date'],
    ['03/04/2026', null, 'ambiguous-date'],
    ['13/04/2026', null, 'ambiguous-date'],
    ['3.4.2026 10:00', null, 'ambiguous-date'],
    ['03/04/2026', 'ymd', 'ambiguous-date'],
    ['3.4.26', null, 'ambiguous-date'],
    ['3.4.26', 'dmy', 'ambiguous-date'],
    ['26-04-03', null, 'ambiguous-date'],
    ['13/04/2026', 'mdy', 'not-a-date'],
    ['31/02/2026', 'dmy', 'not-a-date'],
    ['3/4.2026', 'dmy', 'not-a-date'],
    ['3/4/2026 13:00 PM', 'mdy', 'not-a-date'],
    ['2026-02-30', null, 'not-a-date'],
    ['2023-02-29', null, 'not-a-date'],
    ['2026-13-01', null, 'not-a-date'],
    ['20261301', null, 'not-a-date'],
    ['2026-04-03T24:01', null, 'not-a-date'],
    ['2026-04', null, 'not-a-date'],
    ['5 Jan 2026', null, 'not-a-date'],
    ['46115', null, 'not-a-date'],
    ['1775174400', null, 'unix-time'],
    ['1775174400000', null, 'unix-time'],
    ['1775174400.5', null, 'unix-time'],
    ['1970-01-01', null, 'date-before-1970'],
    ['1899-12-30', null, 'date-before-1970'],
    ['0001-01-01', null, 'date-before-1970'],
    ['2026-05-11T12:00:01Z', null, 'date-in-future'],
    ['9999-12-31', null, 'date-in-future'],
    [`2026-04-03${' '.repeat(50)}10:00`, null, 'not-a-date'],
  ])('refuses "%s" (%s): %s', (text, format, code) => {
    expect(read(text, format)).toBe(code);
  });

  it('names --date-format as the remedy of an ambiguous date', () => {
    expect(parseOrderDate('03/04/2026', { dateFormat: null, now: NOW })).toMatchObject({
      remedy: expect.stringContaining('--date-format dmy'),
    });
  });

  it('reads every day back in each of its formats', () => {
    const days = fc.integer({ min: 1, max: Math.floor(NOW / DAY_MS) });
    fc.assert(
      fc.property(days, fc.constantFrom('/', '.', '-'), (day, separator) => {
        const iso = isoInstant(day * DAY_MS);
        const [year = '', month = '', date = ''] = iso.slice(0, 10).split('-');
        expect(read(year + month + date)).toBe(iso);
        expect(read([year, month, date].join(separator))).toBe(iso);
        expect(read([date, month, year].join(separator), 'dmy')).toBe(iso);
        expect(read([Number(month), Number(date), year].join(separator), 'mdy')).toBe(iso);
      }),
    );
  });
});

describe('dateFormatOf', () => {
  it('knows the three formats and no other', () => {
    for (const format of ['dmy', 'mdy', 'ymd']) expect(dateFormatOf(format)).toBe(format);
    expect(() => dateFormatOf('ydm')).toThrow(expect.objectContaining({ code: 'date-format-unknown' }));
  });
});
