import { describe, expect, it } from 'vitest';
import { paretoNbdData } from '../../../core/value/paretoNbdData.ts';
import { groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';

describe('paretoNbdData', () => {
  const grouped = groupWeeklySummaries({
    x: [0, 0, 1, 1, 2, 40, 41],
    tx: [0, 0, 3, 3, 3, 3, 9],
    T: [9, 10, 9, 10, 9, 9, 9],
  });
  const data = paretoNbdData(grouped);

  it('numbers every pair of an order count and a moment once', () => {
    const pairs = new Set<string>();
    for (let g = 0; g < grouped.count; g += 1) {
      for (const t of [grouped.tx[g], grouped.T[g]]) pairs.add(`${grouped.x[g]} at ${t}`);
    }
    expect(data.pairs).toBe(pairs.size);
    expect(Array.from(grouped.x, (x) => [x, x])).toEqual(
      Array.from(grouped.x, (_, g) => [data.pairX[data.txPair[g] ?? 0], data.pairX[data.TPair[g] ?? 0]]),
    );
  });

  it('cuts them into stretches of one moment and close order counts', () => {
    const stretches = Array.from(data.stretchAt, (at, k) => ({
      moment: grouped.times[at],
      x: Array.from(data.pairX.subarray(data.stretchFrom[k], data.stretchFrom[k + 1])),
    }));
    expect(stretches).toEqual([
      { moment: 0, x: [0] },
      { moment: 3, x: [1, 2] },
      { moment: 3, x: [40] },
      { moment: 9, x: [0, 1, 2] },
      { moment: 9, x: [40, 41] },
      { moment: 10, x: [0, 1] },
    ]);
    expect(data.longestRange).toBe(2);
  });

  it('has nothing to number where there is nobody', () => {
    expect(paretoNbdData(groupWeeklySummaries({ x: [], tx: [], T: [] }))).toMatchObject({
      pairs: 0,
      longestRange: 0,
    });
  });
});
