import { describe, expect, it } from 'vitest';
import { halfLine } from '../../../core/value/halfLine.ts';

function integral(of: (w: number) => number): number {
  const { at, weight } = halfLine();
  return at.reduce((sum, w, i) => sum + (weight[i] ?? 0) * of(w), 0);
}

describe('halfLine', () => {
  it.each([
    ['e^−w', (w: number) => Math.exp(-w), 1],
    ['w³·e^−w', (w: number) => w ** 3 * Math.exp(-w), 6],
    ['e^−w²', (w: number) => Math.exp(-w * w), Math.sqrt(Math.PI) / 2],
    ['e^−w·cos w', (w: number) => Math.exp(-w) * Math.cos(w), 0.5],
  ])('integrates %s from 0 on', (_, of, expected) => {
    expect(integral(of)).toBeCloseTo(expected, 13);
  });
});
