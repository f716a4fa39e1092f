/** The fitted picture of a shop that evaluations share: thresholds, value model and cut points, frozen per version. */
import type { ActivityParams } from '../value/activity.ts';
import type { NbdParams } from '../value/nbd.ts';
import type { ParamsByModel } from '../value/purchaseModel.ts';
import type { Instant } from '../time.ts';
import type { ShopMargin } from './marginFound.ts';

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

/** Models a shop may be evaluated by, the default among them. BG/BB counts periods, Gamma-Gamma is of spend: neither is one. */
export const SHOP_MODELS = ['nbd', 'bg-nbd', 'mbg-nbd', 'mbg-cnbd-k', 'pareto-nbd'] as const;
export type ShopModelName = (typeof SHOP_MODELS)[number];

export function isShopModel(name: string): name is ShopModelName {
  return SHOP_MODELS.some((known) => known === name);
}

/** A model with its parameters beside `kind`, in weeks. */
type Parameterised = {
  readonly [Name in ShopModelName]: { readonly kind: Name } & ParamsByModel[Name];
}[ShopModelName];

/** Purchase model of the shop; `hiatus` where dropout cannot be identified: lateness decides, no P(alive) is shown. */
export type PurchaseModel = Parameterised | ({ readonly kind: 'hiatus' } & NbdParams);

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

/** How well one model foretold the purchase days of a quarter it was told nothing of. */
export interface TrialFigures {
  readonly model: ShopModelName;
  /** Mean absolute and root mean squared error, in purchase days a customer. */
  readonly mae: number;
  readonly rmse: number;
  /** Foretold of all over what came, less 1; null where nothing came. */
  readonly totalError: number | null;
  /** Spearman's; null where all were equal. */
  readonly rankCorrelation: number | null;
}

/** The models tried on the shop's own past: fitted to what was known a quarter before, held against what came. */
export interface ModelTrial {
  readonly days: number;
  readonly customers: number;
  /** Purchase days that came. */
  readonly bought: number;
  readonly figures: readonly TrialFigures[];
}

/** A model that foretold the shop's past better than the one in force; nothing uses it until the settings name it. */
export interface ModelProposal {
  readonly model: ShopModelName;
  readonly insteadOf: ShopModelName;
  /** How much smaller its mean squared error is, as a share, and of how many standard errors that is. */
  readonly smallerBy: number;
  readonly standardErrors: number;
}

/** Who is still active: a score combined on the shop's past, and judged on a later quarter than it was combined on. */
export interface ShopActivity {
  readonly params: ActivityParams;
  /** Within so many days the score foretells a purchase. */
  readonly horizonDays: number;
  /** Areas under the ROC curve in the later quarter; null where all bought or none did. */
  readonly area: number | null;
  readonly recencyArea: number | null;
  readonly customers: number;
}

export interface ShopModel {
  readonly version: number;
  /** 00:00 UTC of the evaluation; orders before it count. */
  readonly fittedAt: Instant;
  readonly customers: number;
  readonly rhythm: ShopRhythm;
  readonly purchase: PurchaseModel;
  readonly spend: SpendModel;
  /** As measured from costs at the fit; null or missing where only the settings state one. */
  readonly margin?: ShopMargin | null;
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
  /**
   * Values in minor units from which the top 1 %, the top 2 % … the top 99 % begin, of everyone with an order at the fit. Missing of
   * models stored before they were kept.
   */
  readonly topValuesMinor?: readonly number[];
  /** Null where the past is too short to try models on. */
  readonly trial: ModelTrial | null;
  readonly proposal: ModelProposal | null;
  /** Null where the past is too short to learn it from. */
  readonly activity: ShopActivity | null;
}
