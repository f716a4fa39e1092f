import { describe, expect, it } from 'vitest';
import { SendRate } from '../../../core/message/sendRate.ts';

/** Permits taken in a minute, asked for every 50 ms. */
function takenInAMinute(rate: SendRate, lane: 'journey' | 'transactional'): number {
  let taken = 0;
  for (let ms = 0; ms <= 60_000; ms += 50) taken += rate.take(lane, 200, ms);
  return taken;
}

describe('a worker’s share of the provider’s rate', () => {
  it('is used up by what somebody waits for, and by nothing else', () => {
    expect(takenInAMinute(new SendRate(14, 1), 'transactional')).toBe(14 * 60 + 14);
    expect(takenInAMinute(new SendRate(14, 1), 'journey')).toBeLessThanOrEqual(14 * 60 + 12);
    const drained = new SendRate(10, 1);
    expect(drained.take('journey', 200, 0)).toBe(8);
    expect(drained.take('journey', 200, 0)).toBe(0);
    expect(drained.take('transactional', 200, 0)).toBe(2);
  });

  it('is split between workers', () => {
    const halves = [new SendRate(20, 0.5), new SendRate(20, 0.5)];
    const taken = halves.reduce((sum, rate) => sum + takenInAMinute(rate, 'transactional'), 0);
    expect(taken).toBe(20 * 60 + 20);
  });

  it('keeps no more than a second’s worth while nothing is sent', () => {
    const rate = new SendRate(10, 1);
    rate.take('transactional', 10, 0);
    expect(rate.take('transactional', 999, 3_600_000)).toBe(10);
  });

  it('lets one a second through where that is the rate', () => {
    const rate = new SendRate(1, 1);
    const taken = [0, 500, 1_500, 2_500].map((ms) => rate.take('journey', 9, ms));
    expect(taken).toEqual([0, 1, 1, 1]);
  });

  it('takes back what was not sent', () => {
    const rate = new SendRate(10, 1);
    rate.giveBack(rate.take('transactional', 10, 0));
    expect(rate.take('transactional', 10, 0)).toBe(10);
  });
});
