/**
 * What the shop's purchase model expects of a customer, whichever model it is. The costly part of most models depends on x
 * and T alone, and a shop has far fewer pairs of those than customers: it is worked out once a pair, and forgotten with the
 * model. Where dropout cannot be identified the hiatus rule stands in: late customers count as gone, everyone else buys at
 * their own NBD rate.
 */
import { predict, type Prediction } from '../value/kernelOf.ts';
import type { FittedModel } from '../value/purchaseModel.ts';
import { WEEK_DAYS } from '../time.ts';
import type { PurchaseModel } from './model.ts';

/** Whole days as of the evaluation. */
export interface OutlookInput {
  readonly x: number;
  readonly txDays: number;
  readonly TDays: number;
  /** In decline: only the hiatus rule asks. */
  readonly lapsed: boolean;
}

export interface Outlook {
  /** Null where the model cannot tell: without dropout, and in BG/NBD of one-time buyers, who cannot have left in it. */
  readonly pAlive: number | null;
  readonly expectedOrders: number;
  /** Expected orders were the customer certainly active. */
  readonly activeOrders: number;
}

/** Below this P(alive) nobody asks what the living would do, and a division by it means nothing. */
const SMALLEST_P = 1e-12;
/** Room for whole days of 20,000 years beside the orders. */
const MOST_DAYS = 2 ** 23;
const MOST_PAIRS = 1_000_000;

export function fittedOf(purchase: PurchaseModel): FittedModel {
  switch (purchase.kind) {
    case 'hiatus':
    case 'nbd':
      return { model: 'nbd', params: purchase };
    case 'bg-nbd':
      return { model: 'bg-nbd', params: purchase };
    case 'mbg-nbd':
      return { model: 'mbg-nbd', params: purchase };
    case 'mbg-cnbd-k':
      return { model: 'mbg-cnbd-k', params: purchase };
    case 'pareto-nbd':
      return { model: 'pareto-nbd', params: purchase };
  }
}

/** Orders of the living by pairs of x and T, for one horizon. */
class Living {
  private readonly orders = new Map<number, number>();
  private readonly prediction: Prediction;
  readonly horizonWeeks: number;

  constructor(prediction: Prediction, horizonWeeks: number) {
    this.prediction = prediction;
    this.horizonWeeks = horizonWeeks;
  }

  at(x: number, TDays: number): number {
    const pair = x * MOST_DAYS + TDays;
    const known = this.orders.get(pair);
    if (known !== undefined) return known;
    const T = TDays / WEEK_DAYS;
    const justBought = { x, tx: x === 0 ? 0 : T, T };
    const pAlive = this.prediction.pAlive(justBought);
    const all = this.prediction.expectedOrders(justBought, this.horizonWeeks);
    const orders = pAlive > SMALLEST_P ? all / pAlive : 0;
    if (this.orders.size < MOST_PAIRS) this.orders.set(pair, orders);
    return orders;
  }
}

interface Known {
  readonly prediction: Prediction;
  living: Living | null;
}

const byModel = new WeakMap<PurchaseModel, Known>();

function knownOf(purchase: PurchaseModel): Known {
  const found = byModel.get(purchase);
  if (found !== undefined) return found;
  const made: Known = { prediction: predict(fittedOf(purchase)), living: null };
  byModel.set(purchase, made);
  return made;
}

/** The model's functions with its parameters. Models are recognised by identity, so they must not be changed. */
export function predictionOf(purchase: PurchaseModel): Prediction {
  return knownOf(purchase).prediction;
}

function livingOrders(purchase: PurchaseModel, x: number, TDays: number, horizonWeeks: number): number {
  const known = knownOf(purchase);
  if (known.living?.horizonWeeks !== horizonWeeks) known.living = new Living(known.prediction, horizonWeeks);
  return known.living.at(x, TDays);
}

/** Whether P(alive) says anything of a customer with this many repeat purchase days. */
function canTell(purchase: PurchaseModel, x: number): boolean {
  return purchase.kind !== 'bg-nbd' || x > 0;
}

/** What is expected within the horizon of a customer with at least one order. */
export function outlook(
  purchase: PurchaseModel,
  { x, txDays, TDays, lapsed }: OutlookInput,
  horizonWeeks: number,
): Outlook {
  const history = { x, tx: txDays / WEEK_DAYS, T: TDays / WEEK_DAYS };
  const { prediction } = knownOf(purchase);
  switch (purchase.kind) {
    case 'hiatus':
    case 'nbd': {
      const activeOrders = prediction.expectedOrders(history, horizonWeeks);
      const isGone = lapsed && purchase.kind === 'hiatus';
      return { pAlive: null, expectedOrders: isGone ? 0 : activeOrders, activeOrders };
    }
    case 'mbg-cnbd-k': {
      const pAlive = prediction.pAlive(history);
      const expectedOrders = prediction.expectedOrders(history, horizonWeeks);
      return { pAlive, expectedOrders, activeOrders: pAlive > SMALLEST_P ? expectedOrders / pAlive : 0 };
    }
    case 'bg-nbd':
    case 'mbg-nbd':
    case 'pareto-nbd': {
      const pAlive = prediction.pAlive(history);
      const living = livingOrders(purchase, x, TDays, horizonWeeks);
      const shown = canTell(purchase, x) ? pAlive : null;
      return {
        pAlive: shown,
        expectedOrders: pAlive * living,
        activeOrders: pAlive > SMALLEST_P ? living : 0,
      };
    }
  }
}
