/**
 * The latent truth of a made-up customer: how often they buy, how likely each purchase is their last, what they like and
 * what they spend. Purchases follow the assumptions of MBG/NBD (rate ~ gamma, dropout after each purchase ~ beta; Batislam,
 * Denizel and Filiztekin 2007), so its dropout can be found again in the orders.
 */
import { CATEGORIES, type Category } from './catalogue.ts';
import { type Random, weighted } from './random.ts';

export interface BuyingProcess {
  /** Gamma shape of the purchase rate. */
  readonly r: number;
  /** Gamma rate in days: the mean rate is r / alphaDays purchases a day. */
  readonly alphaDays: number;
  /** Beta parameters of the dropout after a purchase, the first included. */
  readonly a: number;
  readonly b: number;
}

/** Of the demonstration shop: about one purchase in four weeks while active, one purchase in eight the last. */
export const DEMO_PROCESS: BuyingProcess = { r: 1.9, alphaDays: 50, a: 0.9, b: 6 };

export interface Shopper {
  /** Share of purchases by category, in the sequence of `CATEGORIES`; sums to 1. */
  readonly taste: readonly number[];
  /** Leaning to dear (above 0) or cheap goods, about -1 to 1. */
  readonly priceLeaning: number;
  /** Mean of further lines in a basket. */
  readonly furtherLines: number;
}

/** Leanings people come in: how strongly each category draws them. */
const KINDS: readonly { readonly share: number; readonly draw: Partial<Record<Category, number>> }[] = [
  { share: 0.26, draw: { coffee: 6, 'coffee-gear': 2, pantry: 0.5, table: 0.4 } },
  { share: 0.26, draw: { tea: 6, teaware: 2, pantry: 0.6, table: 0.4 } },
  { share: 0.2, draw: { pantry: 5, cookware: 3, table: 1 } },
  { share: 0.12, draw: { gifts: 4, table: 2, tea: 1, coffee: 1 } },
  { share: 0.16, draw: { tea: 1.5, coffee: 1.5, pantry: 1.5, teaware: 0.7, 'coffee-gear': 0.7, table: 0.7 } },
];
const FAINT_DRAW = 0.12;

export function drawShopper(random: Random): Shopper {
  const kind =
    KINDS[
      weighted(
        random,
        KINDS.map(({ share }) => share),
      )
    ];
  const draws = CATEGORIES.map((category) => random.gamma((kind?.draw[category] ?? 0) + FAINT_DRAW));
  const total = draws.reduce((sum, draw) => sum + draw, 0);
  return {
    taste: draws.map((draw) => draw / total),
    priceLeaning: 0.45 * random.normal(),
    furtherLines: 0.5 + random.gamma(1.2) * 0.5,
  };
}

/**
 * Times of one customer's purchases in days from the first, which is at 0; ends with the dropout or before `horizonDays`.
 * O(purchases).
 */
export function drawPurchases(random: Random, process: BuyingProcess, horizonDays: number): number[] {
  const ratePerDay = random.gamma(process.r) / process.alphaDays;
  const dropout = random.beta(process.a, process.b);
  const times = [0];
  let time = 0;
  while (random.next() >= dropout) {
    time += random.exponential() / ratePerDay;
    if (!(time < horizonDays)) break;
    times.push(time);
  }
  return times;
}
