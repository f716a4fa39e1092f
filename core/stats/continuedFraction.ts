/**
 * The continued fraction a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz algorithm (Thompson & Barnett 1986), which the tails
 * of the beta and gamma distributions are evaluated with.
 */

const LEAST = 1e-300;
const MOST_TERMS = 200_000;
const RELATIVE = 1e-16;

export interface FractionTerm {
  readonly a: number;
  readonly b: number;
}

function apart(value: number): number {
  return Math.abs(value) < LEAST ? LEAST : value;
}

/** `term(k)` is (a_k, b_k), k from 1. Stops where a factor is 1 within rounding, at the latest after 200,000 terms. */
export function continuedFraction(term: (k: number) => FractionTerm): number {
  let value = LEAST;
  let upper = value;
  let lower = 0;
  for (let k = 1; k <= MOST_TERMS; k += 1) {
    const { a, b } = term(k);
    lower = 1 / apart(b + a * lower);
    upper = apart(b + a / upper);
    const factor = upper * lower;
    value *= factor;
    if (Math.abs(factor - 1) <= RELATIVE) break;
  }
  return value;
}
