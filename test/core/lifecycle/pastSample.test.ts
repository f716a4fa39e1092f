import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import {
  forPastColumns,
  mergePast,
  MOST_SAMPLED,
  type PastSample,
  PastSampler,
  QUARTER_DAYS,
} from '../../../core/lifecycle/pastSample.ts';

const DAY = 1_000;
const LATER = DAY - QUARTER_DAYS;
const EARLIER = LATER - QUARTER_DAYS;

function sampleOf(people: readonly (readonly number[])[]): PastSample {
  const sampler = new PastSampler(DAY);
  for (const [who, days] of people.entries()) sampler.add(customerId(`c${who}`), days);
  return sampler.sample();
}

/** The one row of a customer. */
function rowOf(days: readonly number[]) {
  const sample = sampleOf([days]);
  const { draw: _, ...row } = forPastColumns((column) => sample[column][0]);
  return row;
}

describe('the past of a customer', () => {
  it('is what was known a quarter ago and a quarter before that, and what came in the last', () => {
    const days = [EARLIER - 30, EARLIER - 1, EARLIER, LATER - 1, LATER, DAY - 1];
    expect(rowOf(days)).toEqual({
      TDays: LATER - 1 - (EARLIER - 30),
      x: 3,
      txDays: LATER - 1 - (EARLIER - 30),
      bought: 2,
      xBefore: 1,
      txDaysBefore: 29,
      logGaps: expect.closeTo(Math.log(29 / 7) + Math.log(1 / 7) + Math.log((QUARTER_DAYS - 1) / 7), 12),
      logGapsBefore: expect.closeTo(Math.log(29 / 7), 12),
    });
  });

  it('begins with the first order', () => {
    expect(rowOf([EARLIER, DAY - 1])).toMatchObject({
      x: 0,
      TDays: 90,
      bought: 1,
      xBefore: -1,
      txDaysBefore: 0,
    });
    expect(sampleOf([[LATER, DAY - 1], []]).draw).toHaveLength(0);
  });
});

describe('the sample', () => {
  it('of the whole is that of the merged parts, however they are cut', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: EARLIER - 200, max: DAY - 1 }), { maxLength: 6 })
      .map((list) => list.sort((a, b) => a - b));
    const people = fc.array(fc.tuple(fc.nat(3), days), { maxLength: 40 });
    fc.assert(
      fc.property(people, (known) => {
        const parts = [0, 1, 2, 3].map(() => new PastSampler(DAY));
        const whole = new PastSampler(DAY);
        for (const [who, [part, own]] of known.entries()) {
          parts[part]?.add(customerId(`c${who}`), own);
          whole.add(customerId(`c${who}`), own);
        }
        expect(mergePast(parts.map((part) => part.sample()))).toEqual(whole.sample());
      }),
    );
  });

  it('stops growing, and stays that of the merged parts', () => {
    const people = Array.from({ length: 2.5 * MOST_SAMPLED }, (_, who) => [EARLIER - (who % 300)]);
    const whole = sampleOf(people);
    expect(whole.draw).toHaveLength(MOST_SAMPLED);
    const parts = [0, 1, 2].map(() => new PastSampler(DAY));
    for (const [who, days] of people.entries()) parts[who % 3]?.add(customerId(`c${who}`), days);
    expect(mergePast(parts.map((part) => part.sample()))).toEqual(whole);
  });
});
