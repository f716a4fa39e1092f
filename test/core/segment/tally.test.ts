import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTallies, type TalliedEvent, type Tally, withEvent } from '../../../core/segment/tally.ts';

function tallied(events: readonly TalliedEvent[], keep: number): Tally | undefined {
  return events.reduce<Tally | undefined>((tally, event) => withEvent(tally, event, keep), undefined);
}

const events = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 9 }), value: fc.integer({ min: -3, max: 3 }) }),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const keeps = fc.integer({ min: 0, max: 5 });

describe('a tally', () => {
  it('counts, sums, and keeps the newest with their values', () => {
    const told = [
      { at: 30, value: 2 },
      { at: 10, value: 5 },
      { at: 20, value: 1 },
    ];
    expect(tallied(told, 2)).toEqual({ count: 3, sum: 8, first: 10, last: 30, newest: [30, 2, 20, 1] });
    expect(tallied(told, 0)).toEqual({ count: 3, sum: 8, first: 10, last: 30, newest: [] });
  });

  it('keeps of one instant the greater values', () => {
    const told = [1, 3, 2].map((value) => ({ at: 5, value }));
    expect(tallied(told, 2)?.newest).toEqual([5, 3, 5, 2]);
  });

  it('is the same in whatever order events come', () => {
    const shuffled = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, keeps, ([told, otherwise], keep) => {
        expect(tallied(otherwise, keep)).toEqual(tallied(told, keep));
      }),
    );
  });

  it('of two parts added is that of all', () => {
    fc.assert(
      fc.property(events, events, keeps, (a, b, keep) => {
        const [one, other] = [tallied(a, keep), tallied(b, keep)];
        if (one === undefined || other === undefined) throw new Error('no tally');
        expect(addTallies(one, other, keep)).toEqual(tallied([...a, ...b], keep));
      }),
    );
  });
});
