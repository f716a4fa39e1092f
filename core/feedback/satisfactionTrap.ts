/**
 * The satisfaction trap: most people say they are satisfied and leave all the same. Reichheld, The Loyalty Effect (1996). Each
 * respondent has a rating of satisfaction and one of loyalty (would come back, or did); the trap is sprung where many are
 * satisfied and few of those are loyal. The thresholds have names and may be set.
 */

export interface TrapThresholds {
  /** Least rating that is satisfied. */
  readonly satisfiedFrom: number;
  /** Least rating, or figure of behaviour, that is loyal. */
  readonly loyalFrom: number;
  /** Least share of respondents satisfied for satisfaction to count as high. */
  readonly highSatisfaction: number;
  /** Share of the satisfied who are loyal below which loyalty counts as low. */
  readonly lowLoyalty: number;
}

/** Ratings of 1 to 5 for both. */
export const TRAP_THRESHOLDS: TrapThresholds = {
  satisfiedFrom: 4,
  loyalFrom: 4,
  highSatisfaction: 0.7,
  lowLoyalty: 0.5,
};

export interface SatisfactionAndLoyalty {
  readonly satisfaction: number;
  readonly loyalty: number;
}

export interface SatisfactionTrap {
  readonly n: number;
  readonly satisfied: number;
  /** Satisfied and not loyal. */
  readonly trapped: number;
  /** Null without respondents. */
  readonly satisfiedShare: number | null;
  /** Loyal among the satisfied; null where nobody is satisfied. */
  readonly loyalShare: number | null;
  readonly isTrap: boolean;
}

export function satisfactionTrap(
  rows: readonly SatisfactionAndLoyalty[],
  thresholds: TrapThresholds = TRAP_THRESHOLDS,
): SatisfactionTrap {
  const n = rows.length;
  const satisfied = rows.filter(({ satisfaction }) => satisfaction >= thresholds.satisfiedFrom);
  const trapped = satisfied.filter(({ loyalty }) => loyalty < thresholds.loyalFrom).length;
  const satisfiedShare = n === 0 ? null : satisfied.length / n;
  const loyalShare = satisfied.length === 0 ? null : 1 - trapped / satisfied.length;
  return {
    n,
    satisfied: satisfied.length,
    trapped,
    satisfiedShare,
    loyalShare,
    isTrap:
      satisfiedShare !== null &&
      loyalShare !== null &&
      satisfiedShare >= thresholds.highSatisfaction &&
      loyalShare < thresholds.lowLoyalty,
  };
}
