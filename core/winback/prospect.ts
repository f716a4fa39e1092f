/**
 * What the shop's model says of a lost customer before any policy is asked: the chance to come back untreated, what a return is
 * worth, and what somebody is still worth who stays away. Money is expected contribution in minor units over the settings'
 * horizon, discounted as the settings say, with the margin of the customer's own orders as far as it tells.
 *
 * A customer who comes back is one who ordered today: with one order more, x + 1 repeats, the last of them at T, the model itself
 * says what follows (whether they leave again after it included). To that the returning order is added. Somebody who stays away
 * is the same customer, silent for the window longer; what they are still expected to bring is not won by bringing them back
 * now, so the gain of a return is the difference.
 */
import { chanceToBuy } from '../lifecycle/outlook.ts';
import type { PurchaseStatistics } from '../lifecycle/lifecycle.ts';
import { meanRepeatMinor, repeatDays } from '../lifecycle/statistics.ts';
import { customerShareOf } from '../lifecycle/marginShare.ts';
import { marginOf, type ValueModel, worthOf } from '../lifecycle/worth.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, utcDay, WEEK_DAYS } from '../time.ts';
import { gammaGammaExpectedOrderValue } from '../value/gammaGamma.ts';

export interface Prospect {
  /** Chance of an order within the window, as the purchase model alone sees it; null where it tells of no leaving. */
  readonly pModel: number | null;
  /** Expected amount of the returning order. */
  readonly orderMinor: number;
  /** Contribution of the returning order and of what follows it. */
  readonly valueBackMinor: number;
  /** Contribution still expected of a customer who has stayed away for the window. */
  readonly valueStayMinor: number;
}

type ValueSettings = Settings['value'];

const DAYS_A_YEAR = 365;

/** Null without an order: there is nobody to win back. */
export function prospectOf(
  statistics: PurchaseStatistics,
  at: Instant,
  model: ValueModel,
  settings: ValueSettings,
  windowDays: number,
): Prospect | null {
  const repeat = repeatDays(statistics, utcDay(at));
  if (repeat === null) return null;
  const { x, txDays, TDays } = repeat;
  const mean = meanRepeatMinor(statistics);
  const margin = marginOf(statistics);
  const orderMinor = gammaGammaExpectedOrderValue(model.spend, x, mean);
  const back = worthOf(
    {
      x: x + 1,
      txDays: TDays,
      TDays,
      meanRepeatMinor: (x * mean + orderMinor) / (x + 1),
      lapsed: false,
      ...margin,
    },
    model,
    settings,
  );
  const stay = worthOf(
    { x, txDays, TDays: TDays + windowDays, meanRepeatMinor: mean, lapsed: true, ...margin },
    model,
    settings,
  );
  const discount = (1 + settings.discountAnnual) ** (-windowDays / DAYS_A_YEAR);
  const { kind } = model.purchase;
  return {
    pModel:
      kind === 'hiatus' || kind === 'nbd'
        ? null
        : chanceToBuy(model.purchase, repeat, windowDays / WEEK_DAYS),
    orderMinor,
    valueBackMinor:
      orderMinor * customerShareOf(statistics.margin, model, settings) * (1 + settings.referralShare) +
      back.valueMinor,
    valueStayMinor: stay.valueMinor * discount,
  };
}
