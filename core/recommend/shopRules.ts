/**
 * The association rules a shop keeps, mined from its orders when recommendations are trained: those that hold in one order in a
 * thousand and in five at least, and for one in twenty of who has the antecedent; the two thousand of most lift.
 */
import { associationRules, type FoundRules } from './associationRules.ts';
import type { Interactions } from './interactions.ts';

const MIN_SUPPORT = 0.001;
const FEWEST_ORDERS = 5;
const MIN_CONFIDENCE = 0.05;
export const MOST_RULES = 2_000;

/** Over orders, which stand in the table as customers do. */
export function shopRules(byOrder: Interactions): FoundRules {
  const orders = byOrder.customerIds.length;
  return associationRules(byOrder, {
    minSupport: Math.max(MIN_SUPPORT, FEWEST_ORDERS / Math.max(1, orders)),
    minConfidence: MIN_CONFIDENCE,
    top: MOST_RULES,
  });
}

export interface RuleFilter {
  readonly minSupport: number;
  readonly minConfidence: number;
  readonly minLift: number;
  /** Items before the arrow. */
  readonly mostAntecedents: number;
  /** Before the arrow or behind it. */
  readonly item?: string;
  readonly top: number;
}

/** The rules of a shop that somebody asks for, in their order. */
export function rulesWanted({ rules }: FoundRules, { item, top, ...least }: RuleFilter): FoundRules['rules'] {
  return rules
    .filter(
      ({ support, confidence, lift, antecedent, consequent }) =>
        support >= least.minSupport &&
        confidence >= least.minConfidence &&
        lift >= least.minLift &&
        antecedent.length <= least.mostAntecedents &&
        (item === undefined || consequent === item || antecedent.includes(item)),
    )
    .slice(0, top);
}
