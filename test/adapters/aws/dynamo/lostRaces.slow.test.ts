/** Every write of the store against every other, which comes between any two of its calls. */
import { describe, expect, it } from 'vitest';
import { bothOrders, callsOf, interrupted } from './races/interleave.ts';
import { nameOf, type Write, WRITES } from './races/writes.ts';

/** Places at which the two ended as if neither had come first. */
async function lostAt(write: Write, rival: Write, calls: number): Promise<string[]> {
  const orders = await bothOrders(write, rival);
  const lost: string[] = [];
  for (let place = 0; place < calls; place += 1) {
    const outcome = await interrupted(write, rival, place);
    if (!orders.includes(outcome)) lost.push(`${nameOf(rival)} before call ${place} of ${calls}`);
  }
  return lost;
}

describe.each(WRITES.map((write) => [nameOf(write), write] as const))('%s', (_, write) => {
  it('meets every other write as if one of the two had come first', async () => {
    const calls = await callsOf(write);
    const lost: string[] = [];
    for (const rival of WRITES) lost.push(...(await lostAt(write, rival, calls)));
    expect(lost).toEqual([]);
  });
});
