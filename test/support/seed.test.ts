import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeed, seed } from './seed.ts';

describe('the suites’ seed', () => {
  it.each([
    [{ PERENNIAL_SEED: '7' }, 7],
    [{ PERENNIAL_SEED: String(0xfffffff) }, 0xfffffff],
    [{ PERENNIAL_SEED: '' }, readSeed({})],
  ])('%j is %d', (environment, expected) => {
    expect(readSeed(environment)).toBe(expected);
  });

  it.each(['abc', '1.5', 'NaN'])('refuses %s', (text) => {
    expect(() => readSeed({ PERENNIAL_SEED: text })).toThrow(/whole number/);
  });

  it('is what properties draw from', () => {
    expect(fc.readConfigureGlobal().seed).toBe(seed);
  });
});
