import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../cli/text/width.ts';
import { rhythmOf } from '../../../cli/draw/rhythm.ts';

describe('the rhythm of a customer', () => {
  it('shows orders as ticks, the day lateness begins and the last known day', () => {
    const rhythm = rhythmOf(
      { orderDays: [100, 110, 120], refundDays: [112], limitDays: 14, knownUntil: 140 },
      41,
    );
    expect(rhythm).toEqual({
      strip: '●─────────●─○───────●─────────────┊·····◆',
      firstDay: 100,
      lastDay: 140,
      medianGapDays: 10,
      daysSinceLast: 20,
      late: true,
    });
  });

  it('reaches to the limit where that is still ahead', () => {
    const rhythm = rhythmOf({ orderDays: [0, 10], refundDays: [], limitDays: 10, knownUntil: 15 }, 21);
    expect(rhythm).toMatchObject({ strip: '●─────────●────◆────┊', lastDay: 20, late: false });
  });

  it('needs no second order and no limit', () => {
    expect(rhythmOf({ orderDays: [7], refundDays: [], limitDays: null, knownUntil: 7 }, 5)).toEqual({
      strip: '●────',
      firstDay: 7,
      lastDay: 7,
      medianGapDays: null,
      daysSinceLast: 0,
      late: false,
    });
    expect(rhythmOf({ orderDays: [], refundDays: [3], limitDays: 10, knownUntil: 7 }, 5)).toBeNull();
  });

  it('is as long as asked for, with an order at its start', () => {
    const dayList = fc.uniqueArray(fc.integer({ min: -5000, max: 30_000 }), { maxLength: 40 });
    const limit = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        dayList,
        dayList,
        limit,
        fc.integer({ min: 0, max: 30_000 }),
        (orders, refunds, limitDays, until) => {
          const orderDays = [...orders].sort((a, b) => a - b);
          const rhythm = rhythmOf({ orderDays, refundDays: refunds, limitDays, knownUntil: until }, 60);
          fc.pre(orderDays.length > 0);
          expect(displayWidth(rhythm?.strip ?? '')).toBe(60);
          expect(rhythm?.strip.startsWith('●')).toBe(true);
        },
      ),
    );
  });
});
