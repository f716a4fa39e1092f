import { describe, expect, it } from 'vitest';
import { type EventLeaf, ruleSchema } from '../../../core/segment/rule.ts';
import { newSeries, seriesKey, seriesOf, valueFor } from '../../../core/segment/series.ts';

function series(...rules: unknown[]) {
  return seriesOf(rules.map((rule) => ruleSchema.parse(rule)));
}

describe('the series of rules', () => {
  it('are one for what counts the same, and keep as many events as the most demanding rule looks at', () => {
    const found = series(
      { event: ['A', 'B'] },
      { all: [{ event: ['B', 'A'], count: { min: 3 }, within: '3d' }, { segment: 'vip' }] },
      { not: { event: ['A', 'B'], count: { max: 7 }, within: '30d' } },
      { event: 'A', last: { within: '1d' } },
    );
    expect(found.map(({ events, keep }) => [events, keep])).toEqual([
      [['A', 'B'], 8],
      [['A'], 0],
    ]);
  });

  it('are apart where the filter or what is summed differs', () => {
    const found = series(
      { event: 'A' },
      { event: 'A', where: { property: 'x', equals: 1 } },
      { event: 'A', where: { property: 'x', equals: 2 } },
      { event: 'A', sum: { property: 'x', min: 1 } },
      { event: 'A', sum: { property: 'x', min: 9 }, within: '3d' },
    );
    expect(found.map(({ property, keep }) => [property, keep])).toEqual([
      [null, 0],
      [null, 0],
      [null, 0],
      ['x', 200],
    ]);
  });

  it('keep one event of a window where one is asked for', () => {
    expect(series({ event: 'A', within: '3d' })[0]?.keep).toBe(1);
    expect(series({ engaged: 'opened', within: '3d' })[0]).toMatchObject({
      events: ['Email Opened', 'SMS Opened'],
      keep: 1,
    });
  });

  it('are named by what they count, not by how it is written', () => {
    const leaf = (more: Partial<EventLeaf> = {}): EventLeaf => ({ event: ['A'], ...more });
    expect(seriesKey(leaf())).toBe(seriesKey(leaf({ within: '3d', count: { min: 9 } })));
    expect(seriesKey(leaf({ event: ['A', 'B'] }))).toBe(seriesKey(leaf({ event: ['B', 'A'] })));
    expect(seriesKey(leaf())).not.toBe(seriesKey(leaf({ event: ['B'] })));
    expect(seriesKey(leaf())).toMatch(/^[0-9a-z]{4,14}$/);
  });

  it('are to be counted again where they are new or keep more than before', () => {
    const before = series({ event: 'A', count: { min: 3 }, within: '3d' });
    expect(newSeries(before, before)).toEqual([]);
    expect(newSeries(before, series({ event: 'A', count: { min: 2 }, within: '9d' }))).toEqual([]);
    expect(newSeries(before, series({ event: 'A', count: { min: 4 }, within: '3d' }))).toHaveLength(1);
    expect(newSeries([], before)).toEqual(before);
  });
});

describe('what an event adds', () => {
  const [plain] = series({ event: 'A', where: { property: 'kind', equals: 'tea' } });
  const [sum] = series({ event: 'A', sum: { property: 'basket.total', min: 1 } });
  if (plain === undefined || sum === undefined) throw new Error('no series');

  it('is nothing to a series of other events, or of others of that name', () => {
    expect(valueFor(plain, 'B', { kind: 'tea' })).toBeNull();
    expect(valueFor(plain, 'A', { kind: 'pot' })).toBeNull();
    expect(valueFor(plain, 'A', {})).toBeNull();
  });

  it('is 0 where events are counted, and ten-thousandths where they are summed', () => {
    expect(valueFor(plain, 'A', { kind: 'tea' })).toBe(0);
    expect(valueFor(sum, 'A', { basket: { total: 19.99 } })).toBe(199_900);
    expect(valueFor(sum, 'A', { basket: { total: '19.99' } })).toBe(0);
    expect(valueFor(sum, 'A', {})).toBe(0);
  });
});
