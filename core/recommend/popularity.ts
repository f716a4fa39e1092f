/** What most customers buy: the answer for newcomers, of whom nothing else is known, and the filler behind every other. */
import { buyersOf, type Interactions } from './interactions.ts';

/** By item: the share of customers who bought it, 0 to 1. */
export function popularityOf(interactions: Interactions): Float64Array {
  const customers = Math.max(1, interactions.customerIds.length);
  return Float64Array.from(buyersOf(interactions), (buyers) => buyers / customers);
}

/** Adds to `scores` each item's popularity. */
export function addPopularity(popularity: Float64Array, scores: Float64Array): void {
  for (let item = 0; item < scores.length; item += 1)
    scores[item] = (scores[item] ?? 0) + (popularity[item] ?? 0);
}
