/** A table of indicators by column, and the few figures of a column that the weighings share. */

/** One array a column, all of one length: rows are what is scored, columns are the indicators. */
export type Columns = readonly (readonly number[])[];

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** With n − 1; 0 below two values. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

/** Pearson's correlation; null where one of the two does not vary. */
export function correlationOf(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [together, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [offA, offB] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    together += offA * offB;
    squaresA += offA * offA;
    squaresB += offB * offB;
  }
  const scale = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return scale > 0 ? Math.max(-1, Math.min(1, together / scale)) : null;
}

/** Whether a column says anything: one value throughout tells nobody apart. */
export function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}

/** To 0 … 1, the best 1; 0 throughout where the column does not vary. */
export function minMaxScaled(values: readonly number[], isCost = false): number[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = most - least;
  if (!(range > 0)) return values.map(() => 0);
  return values.map((value) => (isCost ? most - value : value - least) / range);
}

/** Shares of their sum; equal shares where the sum is nothing, beside rounding. */
export function normalised(importance: readonly number[]): number[] {
  const sum = sumOf(importance);
  if (!(sum > importance.length * 1e-14)) return importance.map(() => 1 / importance.length);
  return importance.map((one) => one / sum);
}
