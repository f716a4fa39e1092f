/**
 * When what a customer bought runs out: of each thing they kept that is consumed, the day of its last purchase and how long it lasts.
 * How long is their own rhythm where they have bought it twice, drawn towards everybody's; else what the catalogue says one piece
 * lasts, or its category in the settings, times the pieces; else everybody's rhythm. The first to run out within the coming weeks
 * is what a refill is offered for.
 */
import { DAY_MS, type Instant } from '../time.ts';
import type { Basket } from './baskets.ts';
import type { CatalogueFacts } from './catalogue.ts';
import { rhythmOf } from './frequency.ts';
import { ownedItems, purchasesIn } from './owned.ts';
import { personHistory, type Places } from './personHistory.ts';

export interface Refill {
  readonly item: string;
  readonly runsOutAt: Instant;
  /** What the day rests on. */
  readonly by: 'own-rhythm' | 'catalogue' | 'category' | 'everybody';
}

export interface RefillWith {
  readonly places: Places;
  /** By item of the shop's recommender days until it is typically bought again; NaN where nobody did. */
  readonly gapDays: Float64Array;
  readonly facts: CatalogueFacts;
  /** By category how long a piece lasts, where the catalogue does not say. */
  readonly categoryDays: Readonly<Record<string, number>>;
}

/** Farther ahead nothing is said: it will be said in time. */
export const REFILL_AHEAD_DAYS = 21;
/** A refill is offered so many days before, so sooner is too late. */
const REFILL_BEFORE_DAYS = 5;

interface Lasting {
  readonly days: number;
  readonly by: Refill['by'];
}

/** Pieces of the last purchase. */
function piecesIn(purchases: readonly Basket[], item: string): number {
  const last = purchases.findLast(({ lines }) => lines.some((line) => line.item === item));
  const pieces = last?.lines.reduce((sum, line) => (line.item === item ? sum + line.quantity : sum), 0) ?? 1;
  return Math.max(1, pieces);
}

function told(item: string, { facts, categoryDays }: RefillWith): Lasting | null {
  const { replenishDays, category } = facts.get(item) ?? {};
  if (replenishDays !== undefined) return { days: replenishDays, by: 'catalogue' };
  const days = category === undefined ? undefined : categoryDays[category];
  return days === undefined ? null : { days, by: 'category' };
}

/** What each thing lasts that this customer has; a day of purchase is one, however many orders it had. */
export function refillsOf(baskets: readonly Basket[], given: RefillWith, now: Instant): Refill[] {
  const owned = ownedItems(baskets);
  const purchases = purchasesIn(baskets, owned);
  const { row } = personHistory(baskets, given.places);
  return [...owned].flatMap(([item, { kept, lastAt }]): Refill[] => {
    if (kept <= 0 || given.facts.get(item)?.durable === true) return [];
    const place = given.places.get(item) ?? -1;
    const n = row.items.indexOf(place);
    const shopGap = given.gapDays[place] ?? Number.NaN;
    const own = n >= 0 && (row.days[n] ?? 0) > 1 ? rhythmOf(row, n, shopGap, now).gapDays : null;
    const stated = told(item, given);
    const lasting: Lasting | null =
      own !== null
        ? { days: own, by: 'own-rhythm' }
        : stated !== null
          ? { days: stated.days * piecesIn(purchases, item), by: stated.by }
          : Number.isNaN(shopGap)
            ? null
            : { days: shopGap, by: 'everybody' };
    return lasting === null ? [] : [{ item, runsOutAt: lastAt + lasting.days * DAY_MS, by: lasting.by }];
  });
}

/** The first that runs out late enough to offer a refill, and soon enough to say so; null where none does. */
export function nextRefill(baskets: readonly Basket[], given: RefillWith, now: Instant): Refill | null {
  const [from, until] = [now + REFILL_BEFORE_DAYS * DAY_MS, now + REFILL_AHEAD_DAYS * DAY_MS];
  const coming = refillsOf(baskets, given, now)
    .filter(({ item, runsOutAt }) => {
      const { stock } = given.facts.get(item) ?? {};
      return stock !== 0 && runsOutAt > from && runsOutAt <= until;
    })
    .sort((a, b) => a.runsOutAt - b.runsOutAt || (a.item < b.item ? -1 : 1));
  return coming[0] ?? null;
}
