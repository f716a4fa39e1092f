/**
 * What a customer in each stage of a chain is worth (Pfeifer & Carraway 2000, "Modeling Customer Relationships as Markov
 * Chains", J. of Interactive Marketing 14(2), 43-55). The reward of a stage is what a customer there brings in a period
 * less what is spent on them; it counts when the period begins, so this period's in full.
 */
import { identityLess, type Matrix, solveLinear } from './solveLinear.ts';

/** Stage by stage, P applied to a column. */
function through(P: Matrix, values: readonly number[]): number[] {
  return P.map((row) => row.reduce((sum, chance, j) => sum + chance * (values[j] ?? 0), 0));
}

/**
 * V = (I − P/(1 + d))^−1·R over all time to come. `rewards` has one entry a stage, in money; `discount` is d per
 * period, above 0. Throws RangeError for any other discount.
 */
export function valueByStage(P: Matrix, rewards: readonly number[], discount: number): number[] {
  if (!(discount > 0)) throw new RangeError(`a discount of ${discount} gives no finite value for ever`);
  const column = P.map((_, i) => [rewards[i] ?? 0]);
  const solved = solveLinear(identityLess(P, 1 / (1 + discount)), column) ?? [];
  return P.map((_, i) => solved[i]?.[0] ?? 0);
}

/** V over the present period and `periods` after it: Σ_{t = 0}^{periods} (P/(1 + d))^t·R. `discount` above −1. */
export function valueByStageOver(
  P: Matrix,
  rewards: readonly number[],
  discount: number,
  periods: number,
): number[] {
  const reward = P.map((_, i) => rewards[i] ?? 0);
  let value = reward;
  for (let t = 0; t < periods; t += 1) {
    const next = through(P, value);
    value = reward.map((now, i) => now + (next[i] ?? 0) / (1 + discount));
  }
  return value;
}

/** How a shop's customers spread over the stages after each of `periods`, from `start`; the first row is `start`. */
export function spreadOver(P: Matrix, start: readonly number[], periods: number): number[][] {
  const rows = [[...start]];
  for (let t = 0; t < periods; t += 1) {
    const last = rows.at(-1) ?? [];
    rows.push(P.map((_, j) => last.reduce((sum, count, i) => sum + count * (P[i]?.[j] ?? 0), 0)));
  }
  return rows;
}
