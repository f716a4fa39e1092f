import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhythmOf } from '../../console/features/customers/rhythm.ts';

const nowMs = Date.parse('2026-03-31T15:00:00Z');

describe('rhythmOf', () => {
  it('has nothing to draw without a purchase', () => {
    expect(rhythmOf({ orders: [], limitDays: 30, nowMs })).toBeNull();
  });

  it('counts whole days from the last order, and those beyond the limit', () => {
    const rhythm = rhythmOf({
      orders: ['2026-03-01T23:00:00Z', '2026-01-01T08:00:00Z'],
      limitDays: 21,
      nowMs,
    });
    expect(rhythm).toMatchObject({ daysSinceLast: 30, overDays: 9, firstIso: '2026-01-01' });
    expect(rhythm?.usual?.untilIso).toBe('2026-03-22');
  });

  it('leaves now out where the last order is long past', () => {
    const rhythm = rhythmOf({ orders: ['1997-03-01T00:00:00Z'], limitDays: 30, nowMs });
    expect(rhythm?.now).toBeNull();
    expect(rhythm?.usual?.to).toBeGreaterThan(0.2);
  });

  it('draws two orders of one day once', () => {
    const orders = ['2026-03-01T08:00:00Z', '2026-03-01T19:00:00Z'];
    expect(rhythmOf({ orders, limitDays: null, nowMs })?.ticks).toEqual([0]);
  });

  it('keeps every mark on the strip, ticks in order', () => {
    const order = fc.date({ min: new Date('2020-01-01'), max: new Date(nowMs), noInvalidDate: true });
    const limit = fc.option(fc.double({ min: 0.5, max: 400, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 40 }), limit, (dates, limitDays) => {
        const rhythm = rhythmOf({ orders: dates.map((date) => date.toISOString()), limitDays, nowMs });
        if (rhythm === null) throw new Error('a purchase was lost');
        const marks = [...rhythm.ticks, rhythm.usual?.from ?? 0, rhythm.usual?.to ?? 0, rhythm.now ?? 0];
        for (const mark of marks) {
          expect(mark).toBeGreaterThanOrEqual(0);
          expect(mark).toBeLessThanOrEqual(1);
        }
        expect([...rhythm.ticks].sort((a, b) => a - b)).toEqual(rhythm.ticks);
      }),
    );
  });
});
