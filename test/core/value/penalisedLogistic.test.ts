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

  it('arrives where plain Newton steps would go round for ever: few active, all of them far out', () => {
    const draw = uniforms(1);
    const rows = 2_357;
    const cells = new Float64Array(rows * 4);
    const outcomes = new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const orders = draw() < 0.4 ? 5 * draw() : 0;
      cells.set([orders - 3, 6 - 0.7 * orders + draw(), orders / 2 + draw(), orders / 5 + draw()], row * 4);
      outcomes[row] = draw() < logistic(0.8 * orders - 3.5) ? 1 : 0;
    }
    const belief = { weights: [0.5, -0.5, 0, 0], penalties: [30, 30, 30, 120] };
    const { intercept, weights, converged } = fitLogistic({ rows, width: 4, cells }, outcomes, belief);
    expect(converged).toBe(true);
    let expected = 0;
    for (let row = 0; row < rows; row += 1)
      expected += logistic(
        weights.reduce((sum, weight, j) => sum + weight * (cells[row * 4 + j] ?? 0), intercept),
      );
    const active = outcomes.reduce((sum, one) => sum + one, 0);
    expect(expected / active).toBeCloseTo(1, 3);
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
