/**
 * Count, mean and variance of what each person of an arm brought: all that the comparisons of means need, so that an arm of
 * a million people travels as three numbers. Everybody assigned counts, with 0 where they bought nothing.
 */

export interface Moments {
  readonly people: number;
  readonly mean: number;
  /** With divisor people − 1; 0 for fewer than two people. */
  readonly variance: number;
}

/** In two passes, so that the digits hold for values with a large common part. O(n). */
export function momentsOf(values: ArrayLike<number>): Moments {
  const people = values.length;
  let sum = 0;
  for (let i = 0; i < people; i += 1) sum += values[i] ?? 0;
  const mean = people === 0 ? 0 : sum / people;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < people; i += 1) {
    const deviation = (values[i] ?? 0) - mean;
    squares += deviation * deviation;
    rest += deviation;
  }
  const variance = people < 2 ? 0 : Math.max(0, squares - (rest * rest) / people) / (people - 1);
  return { people, mean, variance };
}

/** From a sum and a sum of squares, as an aggregating query gives them. */
export function momentsOfSums(people: number, sum: number, squares: number): Moments {
  const mean = people === 0 ? 0 : sum / people;
  const variance = people < 2 ? 0 : Math.max(0, squares - people * mean * mean) / (people - 1);
  return { people, mean, variance };
}

/** Of a share: the variance of one person's yes or no. */
export function momentsOfShare(converted: number, people: number): Moments {
  const mean = people === 0 ? 0 : converted / people;
  return { people, mean, variance: mean * (1 - mean) };
}
