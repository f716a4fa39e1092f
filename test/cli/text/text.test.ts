import { describe, expect, it } from 'vitest';
import { cleanText, cleanValue } from '../../../cli/text/clean.ts';
import { paintFor } from '../../../cli/text/colour.ts';
import { day, days, duration, minute, money, share } from '../../../cli/text/format.ts';
import { outline } from '../../../cli/text/outline.ts';
import { pairs, table } from '../../../cli/text/table.ts';

describe('text that others wrote', () => {
  it.each([
    ['plain 赢回', 'plain 赢回'],
    ['two\nlines\tand\rmore', 'two lines and more'],
    ['\u001b[2J\u001b]0;title\u0007', '\ufffd[2J\ufffd]0;title\ufffd'],
    ['\u009b31m', '\ufffd31m'],
    ['gnp\u202e.exe', 'gnp\ufffd.exe'],
  ])('%j cannot steer the terminal', (text, shown) => {
    expect(cleanText(text)).toBe(shown);
  });

  it('is cleaned wherever it stands in an answer', () => {
    expect(cleanValue({ a: ['x\u0007', 1, null], 'k\u001b': { b: true } })).toEqual({
      a: ['x\ufffd', 1, null],
      'k\ufffd': { b: true },
    });
  });
});

describe('tables', () => {
  it('align wide characters and numbers', () => {
    const columns = [{ title: '客户' }, { title: 'Stage' }, { title: '订单', align: 'right' as const }];
    const rows = [
      ['Ada', '稳定期', '12'],
      ['王小明', '衰退期', '7'],
    ];
    expect(table(columns, rows)).toEqual([
      '客户    Stage   订单',
      'Ada     稳定期    12',
      '王小明  衰退期     7',
    ]);
  });

  it('leave out pairs without a value', () => {
    expect(
      pairs([
        ['Grade', 'A'],
        ['Group', null],
        ['Value', '1'],
      ]),
    ).toEqual(['Grade  A', 'Value  1']);
  });
});

describe('an outline of any value', () => {
  it('indents what is inside', () => {
    expect(
      outline({ shop: { currency: null, zone: 'UTC' }, caps: [{ most: 3 }], topics: ['a', 'b'], none: [] }),
    ).toEqual([
      'shop',
      '  currency  –',
      '  zone  UTC',
      'caps',
      '  1',
      '    most  3',
      'topics  a, b',
      'none  –',
    ]);
  });
});

describe('figures', () => {
  it('are written as the language writes them', () => {
    expect(day('2026-03-05T23:59:59.999Z')).toBe('2026-03-05');
    expect(minute('2026-03-05T14:02:59.999Z')).toBe('2026-03-05 14:02');
    expect(day('never')).toBe('never');
    expect(money(123_456, 'USD', 'en')).toBe('1,234.56 USD');
    expect(money(-500, 'JPY', 'zh-CN')).toBe('-500 JPY');
    expect(money(100, null, 'en')).toBe('1.00');
    expect(share(0.8731, 'en')).toBe('87.3%');
    expect(days(1, 'en')).toBe('1 day');
    expect(days(1200, 'en')).toBe('1,200 days');
    expect(days(3, 'zh-CN')).toBe('3 天');
  });

  it.each([
    ['1d', 'en', '1 day'],
    ['10d', 'en', '10 days'],
    ['2w', 'zh-CN', '2 周'],
    ['30m', 'en', '30 minutes'],
    ['1h', 'zh-CN', '1 小时'],
    ['soon', 'en', 'soon'],
  ] as const)('a duration %s in %s is %s', (text, language, written) => {
    expect(duration(text, language)).toBe(written);
  });
});

describe('colour', () => {
  it('means the stage, and only where a terminal shows it', () => {
    expect(paintFor(false, {}).chip('decline', 'Decline')).toBe('[Decline]');
    expect(paintFor(true, { NO_COLOR: '1' }).chip('decline', 'Decline')).toBe('[Decline]');
    expect(paintFor(true, { TERM: 'dumb' }).strong('x')).toBe('x');
    expect(paintFor(true, {}).chip('decline', 'Decline')).toBe('\u001b[38;5;231;48;5;172m Decline \u001b[0m');
    expect(paintFor(true, {}).chip('unheard-of', 'New')).toBe('[New]');
  });
});
