/**
 * What the shop's purchase model expects of a customer, whichever model it is. What the living do depends on x and T alone in
 * most models, and a shop has far fewer pairs of those than customers: it is worked out once a pair, and forgotten with the
 * model. Where dropout cannot be identified the hiatus rule stands in: late customers count as gone, everyone else buys at
 * their own NBD rate.
 */
import { continuousRate, discountedOrders, livingTime } from '../value/clv.ts';
import type { PurchaseHistory } from '../value/purchaseModel.ts';
import type { Settings } from '../settings/settings.ts';
import { WEEK_DAYS } from '../time.ts';
import { type Living, livingOf } from './livingModel.ts';
import type { PurchaseModel } from './model.ts';

/** Whole days as of the evaluation. */
export interface OutlookInput {
  readonly x: number;
  readonly txDays: number;
  readonly TDays: number;
  /** In decline: only the hiatus rule asks. */
  readonly lapsed: boolean;
}

/** What is expected within the horizon. */
interface Ahead {
  readonly orders: number;
  /** Each order discounted by when it is made. */
  readonly discountedOrders: number;
  /** Weeks as an active customer, discounted; 0 where they cost nothing. */
  readonly activeWeeks: number;
}

export interface Outlook {
  /** Null where the model cannot tell: without dropout, and in BG/NBD of one-time buyers, who cannot have left in it. */
  readonly pAlive: number | null;
  readonly expected: Ahead;
  /** Were the customer certainly active. */
  readonly ifActive: Ahead;
}

/** Of the settings' value. */
export type Horizon = Pick<Settings['value'], 'horizonWeeks' | 'discountAnnual' | 'retentionCostMinor'>;

/** Below this P(alive) nobody asks what the living would do, and a division by it means nothing. */
const SMALLEST_P = 1e-12;
/** Room for whole days of 20,000 years beside the orders. */
const MOST_DAYS = 2 ** 23;
const MOST_PAIRS = 1_000_000;

export const WEEKS_A_YEAR = 52;
const NOTHING: Ahead = { orders: 0, discountedOrders: 0, activeWeeks: 0 };

/** From what is expected within any number of weeks, of a customer certainly active. */
function aheadOf(expectedOrders: (weeks: number) => number, horizon: Horizon): Ahead {
  const { horizonWeeks, discountAnnual, retentionCostMinor } = horizon;
  const orders = expectedOrders(horizonWeeks);
  if (discountAnnual === 0 && retentionCostMinor === 0)
    return { orders, discountedOrders: orders, activeWeeks: 0 };
  const rate = continuousRate(discountAnnual, WEEKS_A_YEAR);
  const discounted = discountedOrders({ expectedOrders }, horizonWeeks, rate);
  const costs = retentionCostMinor !== 0;
  const activeWeeks = costs ? livingTime({ expectedOrders }, { horizon: horizonWeeks, rate }, discounted) : 0;
  return { orders, discountedOrders: discounted, activeWeeks };
}

function times(share: number, { orders, discountedOrders: discounted, activeWeeks }: Ahead): Ahead {
  return {
    orders: share * orders,
    discountedOrders: share * discounted,
    activeWeeks: share * activeWeeks,
  };
}

/** What the living do by pairs of x and T, for one horizon. */
class AheadByPair {
  private readonly known = new Map<number, Ahead>();
  private readonly living: Living;
  readonly horizon: Horizon;

  constructor(living: Living, horizon: Horizon) {
    this.living = living;
    this.horizon = horizon;
  }

  at(history: PurchaseHistory, TDays: number): Ahead {
    const pair = history.x * MOST_DAYS + TDays;
    const known = this.known.get(pair);
    if (known !== undefined) return known;
    const made = aheadOf((weeks) => this.living.orders(history, weeks), this.horizon);
    if (this.known.size < MOST_PAIRS) this.known.set(pair, made);
    return made;
  }
}

interface Taken {
  readonly living: Living;
  byPair: AheadByPair | null;
}

const byModel = new WeakMap<PurchaseModel, Taken>();

/** Models are recognised by identity, so they must not be changed. */
function takenOf(purchase: PurchaseModel): Taken {
  const known = byModel.get(purchase);
  if (known !== undefined) return known;
  const made = { living: livingOf(purchase), byPair: null };
  byModel.set(purchase, made);
  return made;
}

function aheadIfActive(taken: Taken, history: PurchaseHistory, TDays: number, horizon: Horizon): Ahead {
  const { living } = taken;
  if (!living.isByPair) return aheadOf((weeks) => living.orders(history, weeks), horizon);
  if (taken.byPair?.horizon !== horizon) taken.byPair = new AheadByPair(living, horizon);
  return taken.byPair.at(history, TDays);
}

function inWeeks({ x, txDays, TDays }: Omit<OutlookInput, 'lapsed'>): PurchaseHistory {
  return { x, tx: txDays / WEEK_DAYS, T: TDays / WEEK_DAYS };
}

/** Of a customer with at least one order. The horizon is recognised by identity, as the settings are. */
export function outlook(purchase: PurchaseModel, input: OutlookInput, horizon: Horizon): Outlook {
  const taken = takenOf(purchase);
  const history = inWeeks(input);
  const ifActive = aheadIfActive(taken, history, input.TDays, horizon);
  switch (purchase.kind) {
    case 'hiatus':
      return { pAlive: null, expected: input.lapsed ? NOTHING : ifActive, ifActive };
    case 'nbd':
      return { pAlive: null, expected: ifActive, ifActive };
    case 'bg-nbd':
    case 'mbg-nbd':
    case 'mbg-cnbd-k':
    case 'pareto-nbd': {
      const pAlive = taken.living.pAlive(history);
      const cannotTell = purchase.kind === 'bg-nbd' && input.x === 0;
      return {
        pAlive: cannotTell ? null : pAlive,
        expected: times(pAlive, ifActive),
        ifActive: pAlive > SMALLEST_P ? ifActive : NOTHING,
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
  const { living } = takenOf(purchase);
  const history = inWeeks(input);
  return living.pAlive(history) * living.pActive(history, horizonWeeks);
}
