/** The state of a relationship as the last evaluation left it, with the evidence it rests on. */
import type { Instant, UtcDay } from '../time.ts';
import type { CaseMark } from '../winback/names.ts';
import type { OwnMargin } from './marginFound.ts';

export const STAGES = ['identification', 'development', 'stability', 'decline'] as const;
export type Stage = (typeof STAGES)[number];

export const GRADES = ['A', 'B', 'C'] as const;
export type Grade = (typeof GRADES)[number];

/** Named, actionable groups folded from recency, frequency and average order value. */
export const RFM_GROUPS = [
  'champions',
  'loyal',
  'promising',
  'new',
  'needs-attention',
  'at-risk',
  'cannot-lose',
  'hibernating',
  'prospects',
] as const;
export type RfmGroup = (typeof RFM_GROUPS)[number];

/** The sum a stage rests on, in days, as of the last complete UTC day. */
export interface StageEvidence {
  readonly rule:
    | 'no-order-yet'
    | 'within-first-gap'
    | 'past-first-gap'
    | 'repeat-buyer'
    | 'back-after-decline'
    | 'regular'
    | 'late'
    | 'still-lapsed';
  readonly orderDays: number;
  readonly lastOrderDay: UtcDay | null;
  /** Days beyond which the customer counts as late; null without an order. */
  readonly limitDays: number | null;
  readonly ownP90Days: number | null;
  readonly shopP90Days: number;
  /** Coefficient of variation of the gaps; null below two gaps. */
  readonly gapVariation: number | null;
}

export interface RfmScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

export interface Lifecycle {
  readonly stage: Stage;
  readonly stageSince: Instant;
  readonly evidence: StageEvidence;
  /** When time alone will next change the stage; null where only an order can. */
  readonly nextChangeAt: Instant | null;
  readonly grade: Grade;
  readonly rfm: RfmScores | null;
  readonly group: RfmGroup;
  /** What the continuous values are computed from when read. Weeks as of the evaluation: see `value/repeatSummary.ts`. */
  readonly statistics: PurchaseStatistics;
  readonly evaluatedAt: Instant;
  readonly modelVersion: number;
  /** In decline, and taken up: what win-back decided. */
  readonly winBack?: CaseMark;
}

/** The stored statistics of a customer as of an evaluation. */
export interface PurchaseStatistics {
  readonly orders: number;
  /** Distinct purchase days. */
  readonly orderDays: number;
  readonly firstDay: UtcDay | null;
  readonly lastDay: UtcDay | null;
  readonly lastOrderAt: Instant | null;
  /** Purchases less refunds. */
  readonly spendMinor: number;
  /** Purchases of all days but the first, refunds spread over them; basis of expected spend. */
  readonly repeatSpendMinor: number;
  /** Of their own orders, as the last fit counted it; missing where it measured none. */
  readonly margin?: OwnMargin;
}
