/**
 * What the shop's purchase model expects of a customer, whichever model it is. What the living do depends on x and T alone in
 * most models, and a shop has far fewer pairs of those than customers: it is worked out once a pair, and forgotten with the
 * model. Where dropout cannot be identified the hiatus rule stands in: late customers count as gone, everyone else buys at
 * their own NBD rate.
 */
import { mbgCnbdKKernel } from '../value/betaDropoutKernel.ts';
import { type LivingModel, livingBeta, livingNbd, livingPareto } from '../value/livingModel.ts';
import { BG_NBD, MBG_NBD } from '../value/orderProcess.ts';
import type { MbgCnbdKParams, PurchaseHistory } from '../value/purchaseModel.ts';
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

/** Orders of the living by pairs of x and T, for one horizon. */
class OrdersByPair {
  private readonly orders = new Map<number, number>();
  private readonly model: LivingModel;
  readonly horizonWeeks: number;

  constructor(model: LivingModel, horizonWeeks: number) {
    this.model = model;
    this.horizonWeeks = horizonWeeks;
  }

  at(x: number, TDays: number): number {
    const pair = x * MOST_DAYS + TDays;
    const known = this.orders.get(pair);
    if (known !== undefined) return known;
    const orders = this.model.expectedOrders(x, TDays / WEEK_DAYS, this.horizonWeeks);
    if (this.orders.size < MOST_PAIRS) this.orders.set(pair, orders);
    return orders;
  }
}

/** A model whose living are told by x and T, or one in which the time since the last order counts too. */
type Taken =
  | { readonly kind: 'living'; readonly model: LivingModel; orders: OrdersByPair | null }
  | { readonly kind: 'staged'; readonly params: MbgCnbdKParams };

function living(model: LivingModel): Taken {
  return { kind: 'living', model, orders: null };
}

function take(purchase: PurchaseModel): Taken {
  switch (purchase.kind) {
    case 'hiatus':
    case 'nbd':
      return living(livingNbd(purchase));
    case 'bg-nbd':
      return living(livingBeta(BG_NBD, purchase));
    case 'mbg-nbd':
      return living(livingBeta(MBG_NBD, purchase));
    case 'mbg-cnbd-k':
      return purchase.k === 1 ? living(livingBeta(MBG_NBD, purchase)) : { kind: 'staged', params: purchase };
    case 'pareto-nbd':
      return living(livingPareto(purchase));
  }
}

const byModel = new WeakMap<PurchaseModel, Taken>();

/** Models are recognised by identity, so they must not be changed. */
function takenOf(purchase: PurchaseModel): Taken {
  const known = byModel.get(purchase);
  if (known !== undefined) return known;
  const made = take(purchase);
  byModel.set(purchase, made);
  return made;
}

interface Foreseen {
  readonly pAlive: number;
  readonly livingOrders: number;
}

function foresee(taken: Taken, history: PurchaseHistory, TDays: number, horizonWeeks: number): Foreseen {
  if (taken.kind === 'staged') {
    const pAlive = mbgCnbdKKernel.pAlive(taken.params, history);
    const all = mbgCnbdKKernel.expectedOrders(taken.params, history, horizonWeeks);
    return { pAlive, livingOrders: pAlive > SMALLEST_P ? all / pAlive : 0 };
  }
  if (taken.orders?.horizonWeeks !== horizonWeeks) taken.orders = new OrdersByPair(taken.model, horizonWeeks);
  return { pAlive: taken.model.pAlive(history), livingOrders: taken.orders.at(history.x, TDays) };
}

function inWeeks({ x, txDays, TDays }: Omit<OutlookInput, 'lapsed'>): PurchaseHistory {
  return { x, tx: txDays / WEEK_DAYS, T: TDays / WEEK_DAYS };
}

/** What is expected within the horizon of a customer with at least one order. */
export function outlook(purchase: PurchaseModel, input: OutlookInput, horizonWeeks: number): Outlook {
  const { pAlive, livingOrders } = foresee(takenOf(purchase), inWeeks(input), input.TDays, horizonWeeks);
  switch (purchase.kind) {
    case 'hiatus':
      return { pAlive: null, expectedOrders: input.lapsed ? 0 : livingOrders, activeOrders: livingOrders };
    case 'nbd':
      return { pAlive: null, expectedOrders: livingOrders, activeOrders: livingOrders };
    case 'bg-nbd':
    case 'mbg-nbd':
    case 'mbg-cnbd-k':
    case 'pareto-nbd': {
      const cannotTell = purchase.kind === 'bg-nbd' && input.x === 0;
      return {
        pAlive: cannotTell ? null : pAlive,
        expectedOrders: pAlive * livingOrders,
        activeOrders: pAlive > SMALLEST_P ? livingOrders : 0,
      };
    }
  }
}

/** Probability of one order or more within the horizon, as the purchase model alone sees it. */
export function chanceToBuy(
  purchase: PurchaseModel,
  input: Omit<OutlookInput, 'lapsed'>,
  horizonWeeks: number,
): number {
  const taken = takenOf(purchase);
  const history = inWeeks(input);
  if (taken.kind === 'staged') return mbgCnbdKKernel.pActive(taken.params, history, horizonWeeks);
  return taken.model.pAlive(history) * taken.model.pActive(history.x, history.T, horizonWeeks);
}
