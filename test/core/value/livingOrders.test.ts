import { describe, expect, it } from 'vitest';
import { livingOrders } from '../../../core/value/livingOrders.ts';
import { ordersOfTheLiving } from '../../../core/value/mbgNbd.ts';

const params = { r: 0.5, alpha: 6, a: 0.9, b: 2 };

describe('livingOrders', () => {
  it('is the expectation itself, asked once or again', () => {
    for (const [x, TDays] of [
      [0, 0],
      [0, 90],
      [7, 90],
      [7, 91],
    ] as const) {
      const expected = ordersOfTheLiving(params, x, TDays / 7, 52);
      expect(livingOrders(params, x, TDays, 52)).toBe(expected);
      expect(livingOrders(params, x, TDays, 52)).toBe(expected);
    }
  });

  it('mixes up neither horizons nor parameters', () => {
    const others = { ...params, alpha: 12 };
    for (const horizon of [52, 4, 52]) {
      expect(livingOrders(params, 3, 30, horizon)).toBe(ordersOfTheLiving(params, 3, 30 / 7, horizon));
      expect(livingOrders(others, 3, 30, horizon)).toBe(ordersOfTheLiving(others, 3, 30 / 7, horizon));
    }
  });
});
