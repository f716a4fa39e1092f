/**
 * Loyalty by attitude and behaviour: who thinks well of the shop and buys again (true), thinks well and does not (latent: find
 * what stands in the way), buys without liking it (spurious: habit or lack of choice, gone with the first rival) or neither.
 * Dick & Basu, Journal of the Academy of Marketing Science 22 (1994) 99-113.
 */

export const LOYALTY_KINDS = ['true', 'latent', 'spurious', 'none'] as const;
export type LoyaltyKind = (typeof LOYALTY_KINDS)[number];

export interface AttitudeAndBehaviour {
  readonly attitude: number;
  readonly behaviour: number;
}

/** From these figures on attitude and behaviour are high. */
export type LoyaltyThresholds = AttitudeAndBehaviour;

export function loyaltyKind(
  { attitude, behaviour }: AttitudeAndBehaviour,
  highFrom: LoyaltyThresholds,
): LoyaltyKind {
  if (attitude >= highFrom.attitude) return behaviour >= highFrom.behaviour ? 'true' : 'latent';
  return behaviour >= highFrom.behaviour ? 'spurious' : 'none';
}

export function countLoyaltyKinds(
  rows: Iterable<AttitudeAndBehaviour>,
  highFrom: LoyaltyThresholds,
): Record<LoyaltyKind, number> {
  const counts = { true: 0, latent: 0, spurious: 0, none: 0 };
  for (const row of rows) counts[loyaltyKind(row, highFrom)] += 1;
  return counts;
}
