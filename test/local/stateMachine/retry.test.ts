import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryCounter, retryDelayMs } from '../../../local/stateMachine/retry.ts';
import type { Retrier } from '../../../workflows/asl.ts';

const any = { ErrorEquals: ['States.ALL'] };

function delays(retriers: readonly Retrier[], errors: readonly string[], share = 0): (number | null)[] {
  const counter = new RetryCounter(retriers);
  return errors.map((error) => counter.next(error, () => share));
}

describe('retryDelayMs', () => {
  it.each<[Omit<Retrier, 'ErrorEquals'>, number[]]>([
    [{}, [1_000, 2_000, 4_000, 8_000]],
    [{ IntervalSeconds: 3, BackoffRate: 1 }, [3_000, 3_000, 3_000, 3_000]],
    [{ IntervalSeconds: 2, BackoffRate: 1.5 }, [2_000, 3_000, 4_500, 6_750]],
    [{ IntervalSeconds: 2, MaxDelaySeconds: 5 }, [2_000, 4_000, 5_000, 5_000]],
  ])('%j waits %j', (fields, expected) => {
    expect([1, 2, 3, 4].map((retry) => retryDelayMs({ ...any, ...fields }, retry, 0.9))).toEqual(expected);
  });

  it('waits a share of the delay under full jitter, never more than all of it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (share, retry) => {
          const whole = retryDelayMs(any, retry, share);
          const jittered = retryDelayMs({ ...any, JitterStrategy: 'FULL' }, retry, share);
          expect(jittered).toBe(Math.round(whole * share));
        },
      ),
    );
  });
});

describe('RetryCounter', () => {
  it('retries three times unless told otherwise', () => {
    expect(delays([any], ['A', 'A', 'A', 'A'])).toEqual([1_000, 2_000, 4_000, null]);
  });

  it('retries as often as MaxAttempts says, 0 among it', () => {
    expect(delays([{ ...any, MaxAttempts: 1 }], ['A', 'A'])).toEqual([1_000, null]);
    expect(delays([{ ...any, MaxAttempts: 0 }], ['A'])).toEqual([null]);
  });

  it('does not retry what no retrier means', () => {
    expect(delays([{ ErrorEquals: ['A'] }], ['B'])).toEqual([null]);
  });

  it('counts for each retrier on its own', () => {
    const retriers = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 10 },
    ];
    expect(delays(retriers, ['A', 'B', 'B', 'A'])).toEqual([1_000, 10_000, 20_000, null]);
  });

  it('gives up on the first retrier that means the failure, though a later one would go on', () => {
    const retriers = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, any];
    expect(delays(retriers, ['A'])).toEqual([null]);
  });
});
