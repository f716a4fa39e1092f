/**
 * Where an increasing function is zero: Newton's steps kept inside a bracket that each evaluation narrows, a bisection
 * wherever Newton would leave it. It always ends, and within rounding of the root.
 */

const MOST_STEPS = 200;

export interface Bracketed {
  /** The function and its slope at a point; increasing between `low` and `high`, which enclose the root. */
  readonly at: (point: number) => { readonly value: number; readonly slope: number };
  readonly low: number;
  readonly high: number;
  readonly start: number;
}

export function solveIncreasing({ at, low, high, start }: Bracketed): number {
  let [below, above, point] = [low, high, start];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { value, slope } = at(point);
    if (value === 0) return point;
    if (value > 0) above = point;
    else below = point;
    const newton = point - value / slope;
    const next = newton > below && newton < above ? newton : below + (above - below) / 2;
    const settled = Math.abs(next - point) <= 1e-15 * Math.abs(point);
    point = next;
    if (settled) return point;
  }
  return point;
}
