/**
 * What a customer is worth: expected contribution over the settings' horizon, from the stored statistics, their own margin
 * among them, and the shop's model as of an evaluation day. Computed whenever read, stored nowhere.
 */
import { gammaGammaExpectedOrderValue } from '../value/gammaGamma.ts';
import type { Settings } from '../settings/settings.ts';
import { utcDay } from '../time.ts';
import type { Worth } from './grade.ts';
import type { PurchaseStatistics, Stage } from './lifecycle.ts';
import type { ShopModel } from './model.ts';
import { type Outlook, outlook, type OutlookInput, WEEKS_A_YEAR } from './outlook.ts';
import { customerShareOf, type OwnSums } from './marginShare.ts';
import { meanRepeatMinor, repeatDays } from './statistics.ts';

export interface CustomerValue extends Worth {
  /** Probability of being an active customer; null without an order or where the model cannot tell. */
  readonly pAlive: number | null;
  /** Expected orders within the horizon; null without an order. */
  readonly expectedOrders: number | null;
  readonly expectedOrderMinor: number | null;
}

/** The row a value is computed from: whole days as of the evaluation, money in minor units. */
export interface WorthInput extends OutlookInput {
  readonly meanRepeatMinor: number;
  /** Missing where nothing is known of their own; then the shop's counts. */
  readonly margin?: OwnSums;
}

/** As much of the shop's model as value rests on. */
export type ValueModel = Pick<ShopModel, 'purchase' | 'spend' | 'margin'>;

/** Contribution of the orders ahead and of those referred, less what the relationship costs. */
function valueOf(
  { discountedOrders, activeWeeks }: Outlook['expected'],
  orderMinor: number,
  margin: number,
  { referralShare, retentionCostMinor }: Settings['value'],
): number {
  const contribution = orderMinor * margin * (1 + referralShare);
  return discountedOrders * contribution - (activeWeeks / WEEKS_A_YEAR) * retentionCostMinor;
}

/** The own margin of a row's customer, where there is one. */
export function marginOf({ margin }: Pick<PurchaseStatistics, 'margin'>): Pick<WorthInput, 'margin'> {
  return margin === undefined ? {} : { margin };
}

/** Value of one customer with at least one order. */
export function worthOf(input: WorthInput, model: ValueModel, settings: Settings['value']): CustomerValue {
  const { pAlive, expected, ifActive } = outlook(model.purchase, input, settings);
  const margin = customerShareOf(input.margin, model, settings);
  const orderMinor = gammaGammaExpectedOrderValue(model.spend, input.x, input.meanRepeatMinor);
  return {
    pAlive,
    expectedOrders: expected.orders,
    expectedOrderMinor: orderMinor,
    valueMinor: valueOf(expected, orderMinor, margin, settings),
    frequency: input.x + 1,
    potentialMinor: valueOf(ifActive, orderMinor, margin, settings),
  };
}

const NO_VALUE: CustomerValue = {
  pAlive: null,
  expectedOrders: null,
  expectedOrderMinor: null,
  valueMinor: 0,
  frequency: 0,
  potentialMinor: 0,
};

/** Value as of 00:00 UTC of `evaluatedAt`. People without an order have no expected orders and count as 0. */
export function customerValue(
  statistics: PurchaseStatistics,
  stage: Stage,
  evaluatedAt: number,
  model: ValueModel,
  settings: Settings['value'],
): CustomerValue {
  const repeat = repeatDays(statistics, utcDay(evaluatedAt));
  if (repeat === null) return NO_VALUE;
  const { x, txDays, TDays } = repeat;
  const row = { x, txDays, TDays, meanRepeatMinor: meanRepeatMinor(statistics), ...marginOf(statistics) };
  return worthOf({ ...row, lapsed: stage === 'decline' }, model, settings);
}
