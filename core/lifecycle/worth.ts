/**
 * What a customer is worth: expected contribution over the settings' horizon, from the stored statistics and the shop's
 * model as of an evaluation day. Computed whenever read, stored nowhere. Where dropout cannot be identified the hiatus rule
 * stands in: late customers count as gone, everyone else buys at their own NBD rate, and no P(alive) is shown.
 */
import { gammaGammaExpectedOrderValue } from '../value/gammaGamma.ts';
import { livingOrders } from '../value/livingOrders.ts';
import { mbgNbdPAlive } from '../value/mbgNbd.ts';
import { nbdExpectedOrders } from '../value/nbd.ts';
import type { Settings } from '../settings/settings.ts';
import { utcDay, WEEK_DAYS } from '../time.ts';
import type { Worth } from './grade.ts';
import type { PurchaseStatistics, Stage } from './lifecycle.ts';
import type { PurchaseModel, ShopModel } from './model.ts';
import { meanRepeatMinor, repeatDays } from './statistics.ts';

export interface CustomerValue extends Worth {
  /** Probability of being an active customer; null without an order or where the model cannot tell. */
  readonly pAlive: number | null;
  /** Expected orders within the horizon; null without an order. */
  readonly expectedOrders: number | null;
  readonly expectedOrderMinor: number | null;
}

/** Below this P(alive) a division by it means nothing. */
const SMALLEST_P = 1e-12;

/** The row a value is computed from: whole days as of the evaluation, money in minor units. */
export interface WorthInput {
  readonly x: number;
  readonly txDays: number;
  readonly TDays: number;
  readonly meanRepeatMinor: number;
  /** In decline: only the hiatus rule asks. */
  readonly lapsed: boolean;
}

interface Outlook {
  readonly pAlive: number | null;
  readonly expectedOrders: number;
  /** Expected orders were the customer certainly active. */
  readonly activeOrders: number;
}

function outlook(
  model: PurchaseModel,
  { x, txDays, TDays, lapsed }: WorthInput,
  horizonWeeks: number,
): Outlook {
  const T = TDays / WEEK_DAYS;
  switch (model.kind) {
    case 'mbg-nbd': {
      const pAlive = mbgNbdPAlive(model, x, txDays / WEEK_DAYS, T);
      const expectedOrders = pAlive * livingOrders(model, x, TDays, horizonWeeks);
      return { pAlive, expectedOrders, activeOrders: pAlive > SMALLEST_P ? expectedOrders / pAlive : 0 };
    }
    case 'hiatus': {
      const activeOrders = nbdExpectedOrders(model, x, T, horizonWeeks);
      return { pAlive: null, expectedOrders: lapsed ? 0 : activeOrders, activeOrders };
    }
  }
}

/** Value of one customer with at least one order. */
export function worthOf(
  input: WorthInput,
  model: Pick<ShopModel, 'purchase' | 'spend'>,
  settings: Settings['value'],
): CustomerValue {
  const ahead = outlook(model.purchase, input, settings.horizonWeeks);
  const orderMinor = gammaGammaExpectedOrderValue(model.spend, input.x, input.meanRepeatMinor);
  const contribution = orderMinor * settings.margin;
  return {
    pAlive: ahead.pAlive,
    expectedOrders: ahead.expectedOrders,
    expectedOrderMinor: orderMinor,
    valueMinor: ahead.expectedOrders * contribution,
    frequency: input.x + 1,
    potentialMinor: ahead.activeOrders * contribution,
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
  model: Pick<ShopModel, 'purchase' | 'spend'>,
  settings: Settings['value'],
): CustomerValue {
  const repeat = repeatDays(statistics, utcDay(evaluatedAt));
  if (repeat === null) return NO_VALUE;
  const { x, txDays, TDays } = repeat;
  const lapsed = stage === 'decline';
  return worthOf({ x, txDays, TDays, meanRepeatMinor: meanRepeatMinor(statistics), lapsed }, model, settings);
}
