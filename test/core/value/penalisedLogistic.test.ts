import { describe, expect, it } from 'vitest';
import { fitLogistic, logistic } from '../../../core/value/penalisedLogistic.ts';
import { uniforms } from '../../support/valueCohorts.ts';

const NONE = { weights: [0, 0], penalties: [0, 0] };

function drawn(rows: number) {
  const draw = uniforms(11);
  const cells = Float64Array.from({ length: rows * 2 }, () => 4 * draw() - 2);
  const outcomes = Uint8Array.from({ length: rows }, (_, row) => {
    const logit = 0.5 + 1.5 * (cells[2 * row] ?? 0) - (cells[2 * row + 1] ?? 0);
    return draw() < logistic(logit) ? 1 : 0;
  });
  return { design: { rows, width: 2, cells }, outcomes };
}

describe('penalised logistic regression', () => {
  it('finds the weights that made the outcomes', () => {
    const { design, outcomes } = drawn(20_000);
    const { intercept, weights, converged } = fitLogistic(design, outcomes, NONE);
    expect(converged).toBe(true);
    expect(Math.abs(intercept - 0.5)).toBeLessThan(0.1);
    expect(Math.abs((weights[0] ?? 0) - 1.5)).toBeLessThan(0.1);
    expect(Math.abs((weights[1] ?? 0) + 1)).toBeLessThan(0.1);
  });

  it('stands where no weight can gain: the residuals are orthogonal to every feature', () => {
    const { design, outcomes } = drawn(500);
    const { intercept, weights } = fitLogistic(design, outcomes, NONE);
    const slopes = [0, 0, 0];
    for (let row = 0; row < 500; row += 1) {
      const features = [1, design.cells[2 * row] ?? 0, design.cells[2 * row + 1] ?? 0];
      const logit =
        intercept + (weights[0] ?? 0) * (features[1] ?? 0) + (weights[1] ?? 0) * (features[2] ?? 0);
      const miss = (outcomes[row] ?? 0) - logistic(logit);
      for (const [j, feature] of features.entries()) slopes[j] = (slopes[j] ?? 0) + miss * feature;
    }
    for (const slope of slopes) expect(Math.abs(slope)).toBeLessThan(1e-2);
  });

  it('is drawn to what was believed, and answers that without rows', () => {
    const { design, outcomes } = drawn(200);
    const belief = { weights: [-1, 1], penalties: [1e9, 1e9] };
    const { weights } = fitLogistic(design, outcomes, belief);
    expect(weights[0]).toBeCloseTo(-1, 4);
    expect(weights[1]).toBeCloseTo(1, 4);
    const empty = fitLogistic({ rows: 0, width: 2, cells: new Float64Array(0) }, [], {
      ...belief,
      penalties: [1, 1],
    });
    expect(empty.weights).toEqual([-1, 1]);
  });

  it.each([
    ['all the same', Uint8Array.of(1, 1, 1, 1)],
    ['parted by a feature', Uint8Array.of(0, 0, 1, 1)],
  ])('stays finite where outcomes are %s', (_, outcomes) => {
    const cells = Float64Array.of(1, 5, 2, 5, 3, 5, 4, 5);
    const { intercept, weights } = fitLogistic({ rows: 4, width: 2, cells }, outcomes, {
      weights: [0, 0],
      penalties: [0.1, 0.1],
    });
    expect([intercept, ...weights].every(Number.isFinite)).toBe(true);
  });
});
