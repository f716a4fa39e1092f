import { describe, expect, it } from 'vitest';
import { Pace } from '../../../functions/shared/pace.ts';

const FULL = Number.POSITIVE_INFINITY;

/** A pace whose clock moves by hand, and the events it hears of. */
function aPace() {
  const clock = { now: 1_000 };
  const pace = new Pace(() => clock.now);
  const events = async (count: number, tookMs = 0): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      const from = clock.now;
      await pace.waitedFor(async () => {
        clock.now += tookMs;
      });
      clock.now = from;
    }
  };
  /** Windows of 200 ms, each with 100 events that take so long. */
  const windows = async (count: number, tookMs: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      await events(100, tookMs);
      clock.now += 200;
    }
  };
  return { clock, pace, events, windows };
}

describe('pace', () => {
  it('is full where no event came', async () => {
    expect(await aPace().pace.turn()).toBe(FULL);
  });

  it('is full while few events come, and bounded from twenty within two windows', async () => {
    const { clock, pace, events } = aPace();
    await events(19);
    expect(await pace.turn()).toBe(FULL);
    clock.now += 200;
    await events(1);
    expect(await pace.turn()).toBe(63);
  });

  it('halves while events take long, down to a rate it never falls below', async () => {
    const { pace, windows } = aPace();
    await windows(2, 6);
    expect(await pace.turn()).toBe(25);
    await windows(20, 6);
    expect(await pace.turn()).toBe(13);
  });

  it('grows while they do not', async () => {
    const { pace, windows } = aPace();
    await windows(5, 2);
    expect(await pace.turn()).toBeGreaterThan(100);
    await windows(60, 2);
    expect(await pace.turn()).toBe(1_000);
  });

  it('is full again when events stop', async () => {
    const { clock, pace, events } = aPace();
    await events(100);
    expect(await pace.turn()).toBe(50);
    clock.now += 400;
    expect(await pace.turn()).toBe(FULL);
  });

  it('lets several workers share the turns: the second waits for its own', async () => {
    const { pace, events } = aPace();
    await events(100);
    const order: string[] = [];
    const second = pace.turn().then(() => pace.turn().then(() => order.push('worker')));
    setImmediate(() => order.push('event'));
    await second;
    expect(order).toEqual(['event', 'worker']);
  });

  it('hands on what the work came to', async () => {
    expect(await aPace().pace.waitedFor(async () => 'taken')).toBe('taken');
  });
});
