/**
 * What a customer is worth: expected contribution over the settings' horizon, from the stored statistics and the shop's
 * model as of an evaluation day. Computed whenever read, stored nowhere. Where dropout cannot be identified the hiatus rule
 * stands in: late customers count as gone, everyone else buys at their own NBD rate, and no P(alive) is shown.
 */
import { gammaGammaExpectedOrderValue } from '../value/gammaGamma.ts';
import { mbgNbdExpectedOrders, mbgNbdPAlive } from '../value/mbgNbd.ts';
import type { Settings } from '../settings/settings.ts';
import { utcDay, WEEK_DAYS } from '../time.ts';
import type { Worth } from './grade.ts';
import type { PurchaseStatistics, Stage } from './lifecycle.ts';
import type { PurchaseModel, ShopModel, SpendModel } from './model.ts';
import { meanRepeatMinor, repeatDays } from './statistics.ts';

export interface CustomerValue extends Worth {
  /** Probability of being an active customer; null without an order or where the model cannot tell. */
  readonly pAlive: number | null;
  /** Expected orders within the horizon; null without an order. */
  readonly expectedOrders: number | null;
  readonly expectedOrderMinor: number | null;
}

const MINOR_PER_MAJOR = 100;

/** Expected value of one future order in minor units. The spend model works in hundreds of minor units. */
export function expectedOrderMinor(model: SpendModel, x: number, meanMinor: number): number {
  if (model.kind === 'mean') return model.meanMinor;
  return MINOR_PER_MAJOR * gammaGammaExpectedOrderValue(model, x, meanMinor / MINOR_PER_MAJOR);
}

interface Outlook {
  readonly pAlive: number | null;
  readonly expectedOrders: number;
  /** Expected orders were the customer certainly active. */
  readonly activeOrders: number;
}

function outlook(
  model: PurchaseModel,
  repeat: { x: number; tx: number; T: number },
  horizonWeeks: number,
  stage: Stage,
): Outlook {
  const { x, tx, T } = repeat;
  switch (model.kind) {
    case 'mbg-nbd': {
      const pAlive = mbgNbdPAlive(model, x, tx, T);
      const expectedOrders = mbgNbdExpectedOrders(model, x, tx, T, horizonWeeks);
      return { pAlive, expectedOrders, activeOrders: pAlive > 1e-12 ? expectedOrders / pAlive : 0 };
    }
    case 'hiatus': {
      const activeOrders = ((model.r + x) / (model.alpha + T)) * horizonWeeks;
      return { pAlive: null, expectedOrders: stage === 'decline' ? 0 : activeOrders, activeOrders };
    }
  }
}

/** Value as of 00:00 UTC of `evaluatedAt`. People without an order have no expected orders and count as 0. */
export function customerValue(
  statistics: PurchaseStatistics,
  stage: Stage,
  evaluatedAt: number,
  model: Pick<ShopModel, 'purchase' | 'spend'>,
  settings: Settings['value'],
): CustomerValue {
  const repeat = repeatDays(statistics, utcDay(evaluatedAt));
  if (repeat === null) {
    return {
      pAlive: null,
      expectedOrders: null,
      expectedOrderMinor: null,
      valueMinor: 0,
      frequency: 0,
      potentialMinor: 0,
    };
  }
  const weeks = { x: repeat.x, tx: repeat.txDays / WEEK_DAYS, T: repeat.TDays / WEEK_DAYS };
  const ahead = outlook(model.purchase, weeks, settings.horizonWeeks, stage);
  const orderMinor = expectedOrderMinor(model.spend, repeat.x, meanRepeatMinor(statistics));
  const contribution = orderMinor * settings.margin;
  return {
    pAlive: ahead.pAlive,
    expectedOrders: ahead.expectedOrders,
    expectedOrderMinor: orderMinor,
    valueMinor: ahead.expectedOrders * contribution,
    frequency: statistics.orderDays,
    potentialMinor: ahead.activeOrders * contribution,
  };
}
