/**
 * What changes the order of a list beside the scores: what the customer stated, what they were shown in vain, and what came of each
 * way of choosing in this shop. What they like goes before everything else, in the order it had.
 */
import type { CatalogueFacts } from './catalogue.ts';
import { NOTHING_STATED, type Stated, statedOn } from './stated.ts';

/** By method what its scores are multiplied by; 1 where it is not named. */
export type MethodWeights = Readonly<Partial<Record<string, number>>>;

export interface Personal {
  readonly stated: Stated;
  /** By item what its score is multiplied by for having been shown in vain. */
  readonly ignored: ReadonlyMap<string, number>;
  readonly weights: MethodWeights;
}

export const NOTHING_PERSONAL: Personal = { stated: NOTHING_STATED, ignored: new Map(), weights: {} };

interface Shown {
  readonly itemIds: readonly string[];
  readonly facts: CatalogueFacts;
  readonly methodOf: (place: number) => string;
}

function isNothing({ stated, ignored, weights }: Personal): boolean {
  return stated.likes.size === 0 && ignored.size === 0 && Object.keys(weights).length === 0;
}

/** Scores as the list is ordered by; the very ones where nothing changes them. O(items). */
export function personalScores(
  scores: Float64Array,
  { itemIds, facts, methodOf }: Shown,
  personal: Personal,
): Float64Array {
  if (isNothing(personal)) return scores;
  const { stated, ignored, weights } = personal;
  const changed = scores.map(
    (score, place) => score * (weights[methodOf(place)] ?? 1) * (ignored.get(itemIds[place] ?? '') ?? 1),
  );
  if (stated.likes.size === 0) return changed;
  const above = changed.reduce((most, score) => Math.max(most, score), 0) + 1;
  return changed.map((score, place) => {
    const item = itemIds[place] ?? '';
    const said = statedOn(item, facts.get(item) ?? {}, stated);
    return said?.says === 'likes' ? above + score : score;
  });
}
