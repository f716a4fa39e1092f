import { describe, expect, it } from 'vitest';
import { Pace } from '../../../functions/shared/pace.ts';

const FULL = Number.POSITIVE_INFINITY;

describe('pace', () => {
  it('is full where no event came', async () => {
    expect(await new Pace(() => 0).turn()).toBe(FULL);
  });

  it('is full while few events come, and slower from twenty within two windows', async () => {
    let now = 1_000;
    const pace = new Pace(() => now);
    for (let i = 0; i < 19; i += 1) pace.arrived();
    expect(await pace.turn()).toBe(FULL);
    now += 200;
    pace.arrived();
    expect(await pace.turn()).toBeLessThan(FULL);
  });

  it.each([
    [100, 100],
    [1_000, 10],
    [5_000, 10],
  ])('leaves what %i events in a window leave: %i records a turn', async (events, records) => {
    const pace = new Pace(() => 1_000);
    for (let i = 0; i < events; i += 1) pace.arrived();
    expect(await pace.turn()).toBe(records);
  });

  it('is full again when events stop', async () => {
    let now = 1_000;
    const pace = new Pace(() => now);
    for (let i = 0; i < 100; i += 1) pace.arrived();
    expect(await pace.turn()).toBe(100);
    now += 400;
    expect(await pace.turn()).toBe(FULL);
  });

  it('lets several workers share the turns: the second waits for its own', async () => {
    const pace = new Pace(() => 1_000);
    for (let i = 0; i < 100; i += 1) pace.arrived();
    const order: string[] = [];
    const second = pace.turn().then(() => pace.turn().then(() => order.push('worker')));
    setImmediate(() => order.push('event'));
    await second;
    expect(order).toEqual(['event', 'worker']);
  });
});
