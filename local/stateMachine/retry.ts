/**
 * When a failed state is tried again: the first retrier that means the failure counts its own attempts, waits longer each
 * time, and with full jitter waits a share of that. Pure: the share is an argument.
 */
import type { Retrier } from '../../workflows/asl.ts';
import { isMeant } from './stateFailure.ts';

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;
const DEFAULT_MAX_ATTEMPTS = 3;

/** Milliseconds before retry number `retry` (1 for the first). `share` in [0, 1) is used under full jitter. */
export function retryDelayMs(retrier: Retrier, retry: number, share: number): number {
  const { IntervalSeconds = DEFAULT_INTERVAL_SECONDS, BackoffRate = DEFAULT_BACKOFF_RATE } = retrier;
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** (retry - 1),
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? share : 1));
}

/** Counts the retries of one state, from its entry to its end. */
export class RetryCounter {
  readonly #retriers: readonly Retrier[];
  readonly #used = new Map<Retrier, number>();
  #retries = 0;

  constructor(retriers: readonly Retrier[]) {
    this.#retriers = retriers;
  }

  /** Retries so far, over all retriers. */
  get retries(): number {
    return this.#retries;
  }

  /** Milliseconds to wait before trying again; null when the failure is not to be retried, or not any more. */
  next(error: string, share: () => number): number | null {
    const retrier = this.#retriers.find((one) => isMeant(one.ErrorEquals, error));
    if (retrier === undefined) return null;
    const retry = (this.#used.get(retrier) ?? 0) + 1;
    if (retry > (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return null;
    this.#used.set(retrier, retry);
    this.#retries += 1;
    return retryDelayMs(retrier, retry, share());
  }
}
