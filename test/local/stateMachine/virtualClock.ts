/**
 * A clock that stands still while anything can still happen and then jumps to the next moment somebody waits for, so hours
 * of backing off pass at once and always in the same order.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Instant } from '../../../core/time.ts';
import type { Clock } from '../../../local/stateMachine/execution.ts';

interface Sleeper {
  readonly at: Instant;
  readonly wake: () => void;
}

export interface VirtualClock extends Clock {
  /** Milliseconds of every sleep that was waited out, in order. */
  readonly slept: number[];
}

const TURNS_BEFORE_A_JUMP = 20;

export function virtualClock(start: Instant = 0): VirtualClock {
  let now = start;
  let running = false;
  const sleepers = new Set<Sleeper>();
  const slept: number[] = [];

  async function run(): Promise<void> {
    running = true;
    while (sleepers.size > 0) {
      for (let i = 0; i < TURNS_BEFORE_A_JUMP; i += 1) await turn();
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = Math.max(now, next.at);
      sleepers.delete(next);
      next.wake();
    }
    running = false;
  }

  const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        at: now + ms,
        wake: () => {
          slept.push(ms);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(new Error('aborted'));
      });
      if (!running) void run();
    });

  return { now: () => now, sleep, slept };
}
