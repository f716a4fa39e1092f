import { describe, expect, it } from 'vitest';
import { historyFault } from '../../../core/value/historyFault.ts';

const GOOD = { x: 2, tx: 3.5, T: 10, litt: Number.NaN, meanSpend: Number.NaN, count: Number.NaN };

describe('figures that are no history', () => {
  it.each([
    [{ x: -1 }, 'x'],
    [{ x: 1.5 }, 'x'],
    [{ x: 2_000_000 }, 'x'],
    [{ x: Number.NaN }, 'x'],
    [{ tx: -0.1 }, 't_x'],
    [{ tx: 11 }, 't_x'],
    [{ tx: 0 }, 't_x'],
    [{ x: 0 }, 't_x'],
    [{ T: -4 }, 'T'],
    [{ T: Number.POSITIVE_INFINITY }, 'T'],
    [{ meanSpend: -1 }, 'm_x'],
    [{ count: -1 }, 'count'],
    [{ count: 0.5 }, 'count'],
    [{ litt: Number.NEGATIVE_INFINITY }, 'litt'],
  ])('%o is told at %s', (figures, column) => {
    const fault = historyFault({ ...GOOD, ...figures }, false);
    expect(fault?.column).toBe(column);
    expect(fault?.remedy).not.toBe('');
  });

  it('take rounding of t_x for what it is', () => {
    expect(historyFault({ ...GOOD, tx: 10.000001 }, false)).toBeNull();
  });

  it.each([
    [{ T: 10.5 }, 'T'],
    [{ tx: 3.5 }, 't_x'],
    [{ x: 4, tx: 3 }, 'x'],
  ])('%o cannot be counted in periods', (figures, column) => {
    expect(historyFault({ ...GOOD, tx: 3, ...figures }, true)?.column).toBe(column);
  });

  it('are few: all else is one', () => {
    expect(historyFault(GOOD, false)).toBeNull();
    expect(historyFault({ ...GOOD, x: 0, tx: 0, T: 0 }, true)).toBeNull();
  });
});
