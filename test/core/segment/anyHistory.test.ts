import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay, someHistory } from '../../support/segmentHistories.ts';
import { someSegments } from '../../support/segmentRules.ts';

describe('segments kept with events and timers', () => {
  it('are what a judgement from scratch finds, at every instant of any history', () => {
    let changes = 0;
    fc.assert(
      fc.property(someSegments, someHistory, (segments, history) => {
        const { probes, missed, woken } = replay(segments, history);
        for (const { kept, scratch } of probes) expect([...kept].sort()).toEqual([...scratch].sort());
        expect(missed).toBe(0);
        changes += woken;
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(changes).toBeGreaterThan(100);
  });
});
