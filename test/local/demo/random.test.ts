import { describe, expect, it } from 'vitest';
import { createRandom, pick, weighted } from '../../../local/demo/random.ts';

const DRAWS = 20_000;

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (DRAWS - 1) };
}

describe('createRandom', () => {
  it('gives equal draws for equal seeds and others for others', () => {
    const draws = (seed: number) => {
      const random = createRandom(seed);
      return [random.next(), random.normal(), random.gamma(0.7), random.beta(2, 3), random.exponential()];
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  const random = createRandom(11);
  it.each([
    ['uniform', () => random.next(), 1 / 2, 1 / 12],
    ['normal', () => random.normal(), 0, 1],
    ['exponential', () => random.exponential(), 1, 1],
    ['gamma of shape 3', () => random.gamma(3), 3, 3],
    ['gamma of shape 0.5', () => random.gamma(0.5), 0.5, 0.5],
    ['beta(0.9, 6)', () => random.beta(0.9, 6), 0.9 / 6.9, (0.9 * 6) / (6.9 ** 2 * 7.9)],
  ])('has the mean and variance of the %s distribution', (_, draw, mean, variance) => {
    const seen = moments(draw);
    const standardError = Math.sqrt(variance / DRAWS);
    expect(Math.abs(seen.mean - mean)).toBeLessThan(4 * standardError);
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.1);
  });
});

describe('pick and weighted', () => {
  it('draw every element, and in proportion', () => {
    const random = createRandom(3);
    expect(new Set(Array.from({ length: 200 }, () => pick(random, ['a', 'b', 'c'])))).toEqual(
      new Set(['a', 'b', 'c']),
    );
    const drawn = Array.from({ length: DRAWS }, () => weighted(random, [1, 0, 3]));
    expect(drawn.filter((index) => index === 1)).toEqual([]);
    expect(Math.abs(drawn.filter((index) => index === 2).length / DRAWS - 0.75)).toBeLessThan(0.02);
  });
});
