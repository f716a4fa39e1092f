/**
 * EASE, the closed-form linear item model (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data"): the
 * weights B that reproduce every customer's purchases from their other purchases with least squared error,
 * min ‖X − XB‖² + λ‖B‖² with diag(B) = 0. With P = (XᵀX + λI)⁻¹ it is B = I − P · diag(1 / diag P). An item's weight may be
 * negative: having one thing can speak against another.
 *
 * Time O(n³), memory two n × n matrices: above `MOST_EASE_ITEMS` items only those most customers bought take part, and the others
 * get no score.
 */
import type { LinearAlgebra } from '../linear/linearAlgebra.ts';
import { forEachCoOccurrence } from './coOccurrence.ts';
import { buyersOf, type Interactions } from './interactions.ts';
import { inSteps, type WholeTable } from './neighbours.ts';
import { topItems } from './topItems.ts';

export const MOST_EASE_ITEMS = 3_000;

export interface EaseModel {
  readonly lambda: number;
  /** The items that take part, ascending; m of them. */
  readonly taking: Int32Array;
  /** By item: its place in `taking`, −1 where it takes no part. */
  readonly placeOf: Int32Array;
  /** B, row by row, m × m: what having the row's item says for the column's. */
  readonly weights: Float64Array;
}

export interface EaseOptions {
  readonly lambda: number;
  readonly linear: LinearAlgebra;
  /** Default `MOST_EASE_ITEMS`. */
  readonly mostItems?: number;
}

/** The items most customers bought, at most `most`, ascending. */
export function mostBought(interactions: Interactions, most: number): Int32Array {
  return topItems(Float64Array.from(buyersOf(interactions)), most).sort();
}

function placesAmong(taking: Int32Array, items: number): Int32Array {
  const places = new Int32Array(items).fill(-1);
  for (const [place, item] of taking.entries()) places[item] = place;
  return places;
}

/** XᵀX over the items that take part. */
export function gramMatrix(
  interactions: Interactions,
  taking: Int32Array,
  placeOf: Int32Array,
): Float64Array {
  const size = taking.length;
  const gram = new Float64Array(size * size);
  forEachCoOccurrence(interactions, ({ item, others, counts }) => {
    const row = placeOf[item] ?? -1;
    if (row < 0) return;
    for (const other of others) {
      const column = placeOf[other] ?? -1;
      if (column >= 0) gram[row * size + column] = counts[other] ?? 0;
    }
  });
  return gram;
}

/** Turns P into B where it lies. */
function intoWeights(inverse: Float64Array, size: number): void {
  const diagonal = Float64Array.from({ length: size }, (_, i) => inverse[i * size + i] ?? 1);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const place = i * size + j;
      inverse[place] = i === j ? 0 : -(inverse[place] ?? 0) / (diagonal[j] ?? 1);
    }
}

/** `lambda` above 0. The gram matrix of `interactions` may be handed in where it is known; it stays as it is. */
export async function trainEase(
  interactions: Interactions,
  { lambda, linear, mostItems = MOST_EASE_ITEMS }: EaseOptions,
  gram?: Float64Array,
): Promise<EaseModel> {
  const taking = mostBought(interactions, mostItems);
  const placeOf = placesAmong(taking, interactions.itemIds.length);
  const matrix = gram?.slice() ?? gramMatrix(interactions, taking, placeOf);
  const size = taking.length;
  for (let i = 0; i < size; i += 1) matrix[i * size + i] = (matrix[i * size + i] ?? 0) + lambda;
  const weights = size === 0 ? matrix : await linear.invertPositiveDefinite(matrix, size);
  intoWeights(weights, size);
  return { lambda, taking, placeOf, weights };
}

/** The gram matrix `trainEase` would make, for several `lambda` over the same purchases. */
export function easeGram(interactions: Interactions, mostItems = MOST_EASE_ITEMS): Float64Array {
  const taking = mostBought(interactions, mostItems);
  return gramMatrix(interactions, taking, placesAmong(taking, interactions.itemIds.length));
}

/** Adds to `scores` what the items bought say. */
export function addEaseScores(
  { taking, placeOf, weights }: EaseModel,
  bought: Int32Array,
  scores: Float64Array,
): void {
  const size = taking.length;
  for (const item of bought) {
    const row = placeOf[item] ?? -1;
    if (row < 0) continue;
    for (let column = 0; column < size; column += 1) {
      const target = taking[column] ?? 0;
      scores[target] = (scores[target] ?? 0) + (weights[row * size + column] ?? 0);
    }
  }
}

/** The weights as one whole table, a byte each. Throws `RangeError` where not every item takes part. */
export function easeTable({ taking, placeOf, weights }: EaseModel): WholeTable {
  if (taking.length < placeOf.length)
    throw new RangeError(`only ${taking.length} of ${placeOf.length} items take part in EASE`);
  return inSteps(weights, taking.length);
}
