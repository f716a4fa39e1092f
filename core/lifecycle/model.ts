/** The fitted picture of a shop that evaluations share: thresholds, value model and cut points, frozen per version. */
import type { Instant } from '../time.ts';

/** The shop's habits, in days, from the gaps of everyone before the evaluation. */
export interface ShopRhythm {
  /** Quantile (settings `lateQuantile`) of first-to-second gaps over customers who made a second order. */
  readonly firstGapDays: number;
  /** The same quantile over all gaps. */
  readonly gapDays: number;
  /** Median and 80 % quantile over all gaps. */
  readonly p50Days: number;
  readonly p80Days: number;
  /** The same over first-to-second gaps. */
  readonly firstP50Days: number;
  readonly firstP80Days: number;
  /** Gaps the quantiles rest on. */
  readonly gaps: number;
}

/** Purchase model of the shop; `hiatus` where dropout cannot be identified: lateness decides, no P(alive) is shown. */
export type PurchaseModel =
  | {
      readonly kind: 'mbg-nbd';
      readonly r: number;
      readonly alpha: number;
      readonly a: number;
      readonly b: number;
    }
  | { readonly kind: 'hiatus'; readonly r: number; readonly alpha: number };

/** Gamma-Gamma in minor units of the shop's currency. */
export interface SpendModel {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** Four ascending cuts a score: a value scores 1 + the number of cuts it reaches. Recency counts negative days, so that more is better. */
export interface RfmCuts {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly averageMinor: readonly number[];
}

export interface GradeCuts {
  /** Value in minor units from which grade A begins. */
  readonly aValueMinor: number;
  readonly bValueMinor: number;
  /** The A cut of frequency (orders) and of potential (value were the customer active), for the "both" rule. */
  readonly aFrequency: number;
  readonly aPotentialMinor: number;
}

export interface ShopModel {
  readonly version: number;
  /** 00:00 UTC of the evaluation; orders before it count. */
  readonly fittedAt: Instant;
  readonly customers: number;
  readonly rhythm: ShopRhythm;
  readonly purchase: PurchaseModel;
  readonly spend: SpendModel;
  /** As the fit reports it; null where nothing was fitted. */
  readonly fit: {
    readonly name: string;
    readonly params: Readonly<Record<string, number>>;
    readonly logLikelihood: number | null;
    readonly converged: boolean;
    readonly flags: readonly string[];
  };
  readonly rfm: RfmCuts;
  readonly grades: GradeCuts;
}
