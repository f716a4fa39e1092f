import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay, someHistory } from '../../support/segmentHistories.ts';
import { someSegments } from '../../support/segmentRules.ts';

describe('segments kept with events and timers, 10,000 histories long', () => {
  it('are what a judgement from scratch finds, at every instant', { timeout: 600_000 }, () => {
    let [judged, changes] = [0, 0];
    fc.assert(
      fc.property(someSegments, someHistory, (segments, history) => {
        const { probes, missed, woken } = replay(segments, history);
        for (const { kept, scratch } of probes) expect([...kept].sort()).toEqual([...scratch].sort());
        expect(missed).toBe(0);
        judged += probes.length;
        changes += woken;
      }),
      { numRuns: 10_000, seed: 20_261_123 },
    );
    expect(judged).toBeGreaterThan(100_000);
    expect(changes).toBeGreaterThan(2_000);
  });
});
