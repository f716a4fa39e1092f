/**
 * Hides part of what is known, to see which method would have found it; the same part every time. What is hidden fits what is
 * asked. To discover: a fifth of each judged customer's items, whole. To take anything: where purchases have dates, all that
 * came after a day before which four fifths of them lie; else a fifth of the purchases, so that an item bought three times may
 * be both known and wanted.
 *
 * A cell keeps its first and last date and no others, so what of it lay before the day is reckoned by its mean gap.
 */
import { hash32 } from '../chance.ts';
import type { Instant } from '../time.ts';
import type { RankingCase } from './evaluateRankings.ts';
import { type Interactions, rowOf } from './interactions.ts';

const SEED = 0x5eed;
/** One in so many is hidden. */
const HIDE_ONE_IN = 5;
/** Customers the methods are judged by: their means are then good to a hundredth. */
export const MOST_JUDGED = 2_000;
/** Fewer judged by date than this say little: purchases are hidden by chance then. */
const FEWEST_BY_DATE = 50;

export interface InnerSplit {
  /** The same customers and items, with less known of them. */
  readonly known: Interactions;
  readonly cases: readonly RankingCase[];
  readonly by: 'date' | 'chance';
}

/** What stays known of a cell; null where nothing does. */
interface Rest {
  readonly count: number;
  readonly days: number;
  readonly lastAt: Instant;
}

type Hiding = (cell: number, customer: number) => { readonly rest: Rest | null; readonly isWanted: boolean };

function whole({ counts, days, lastAt }: Interactions, cell: number): Rest {
  return { count: counts[cell] ?? 0, days: days[cell] ?? 0, lastAt: lastAt[cell] ?? Number.NaN };
}

/** The table that stays, and by customer the items that are hidden. */
function hide(interactions: Interactions, hiding: Hiding): { known: Interactions; wanted: Set<number>[] } {
  const { starts, items, firstAt } = interactions;
  const cells: number[] = [];
  const rests: Rest[] = [];
  const wanted: Set<number>[] = [];
  const knownStarts = new Int32Array(starts.length);
  for (let customer = 0; customer + 1 < starts.length; customer += 1) {
    const hidden = new Set<number>();
    for (let cell = starts[customer] ?? 0; cell < (starts[customer + 1] ?? 0); cell += 1) {
      const { rest, isWanted } = hiding(cell, customer);
      if (isWanted) hidden.add(items[cell] ?? 0);
      if (rest === null) continue;
      cells.push(cell);
      rests.push(rest);
    }
    wanted.push(hidden);
    knownStarts[customer + 1] = cells.length;
  }
  const known = {
    customerIds: interactions.customerIds,
    itemIds: interactions.itemIds,
    starts: knownStarts,
    items: Int32Array.from(cells, (cell) => items[cell] ?? 0),
    counts: Int32Array.from(rests, ({ count }) => count),
    days: Int32Array.from(rests, ({ days }) => days),
    firstAt: Float64Array.from(cells, (cell) => firstAt[cell] ?? Number.NaN),
    lastAt: Float64Array.from(rests, ({ lastAt }) => lastAt),
  };
  return { known, wanted };
}

/** Customers in an order of chance, at most `MOST_JUDGED`, of those `isFit`. */
function judged(customers: readonly string[], isFit: (customer: number) => boolean): number[] {
  return customers
    .flatMap((id, customer) => (isFit(customer) ? [{ customer, lot: hash32(SEED, id) }] : []))
    .sort((a, b) => a.lot - b.lot || a.customer - b.customer)
    .slice(0, MOST_JUDGED)
    .map(({ customer }) => customer);
}

function splitOf(
  interactions: Interactions,
  hiding: Hiding,
  { by, now }: Pick<InnerSplit, 'by'> & { readonly now: Instant },
): InnerSplit {
  const { known, wanted } = hide(interactions, hiding);
  const isFit = (customer: number) =>
    (wanted[customer]?.size ?? 0) > 0 && (known.starts[customer + 1] ?? 0) > (known.starts[customer] ?? 0);
  const cases = judged(interactions.customerIds, isFit).map((customer) => ({
    history: rowOf(known, customer),
    wanted: wanted[customer] ?? new Set<number>(),
    wantedElsewhere: 0,
    now,
  }));
  return { known, cases, by };
}

/** True for one in five, the same for the same names. */
function isHidden(...names: readonly (string | number)[]): boolean {
  return hash32(SEED, names.join('\u0000')) % HIDE_ONE_IN === 0;
}

/** Whole items hidden from customers who have two or more. */
export function splitToDiscover(interactions: Interactions): InnerSplit {
  const { customerIds, itemIds, starts, items } = interactions;
  const several = (customer: number) => (starts[customer + 1] ?? 0) - (starts[customer] ?? 0) > 1;
  const chosen = new Set(judged(customerIds, several));
  /** A customer from whom nothing, or everything, would be hidden loses one item instead. */
  const only = new Map<number, number>();
  for (const customer of chosen) {
    const [from = 0, to = 0] = starts.subarray(customer, customer + 2);
    const own = items.subarray(from, to);
    const hidden = own.filter((item) => isHidden(customerIds[customer] ?? '', itemIds[item] ?? ''));
    if (hidden.length > 0 && hidden.length < own.length) continue;
    only.set(customer, from + (hash32(SEED, customerIds[customer] ?? '') % own.length));
  }
  const isOut = (cell: number, customer: number): boolean => {
    if (!chosen.has(customer)) return false;
    const one = only.get(customer);
    if (one !== undefined) return cell === one;
    return isHidden(customerIds[customer] ?? '', itemIds[items[cell] ?? 0] ?? '');
  };
  const hiding: Hiding = (cell, customer) => {
    const isWanted = isOut(cell, customer);
    return { rest: isWanted ? null : whole(interactions, cell), isWanted };
  };
  return splitOf(interactions, hiding, { by: 'chance', now: Number.NaN });
}

/** Purchases hidden one by one. */
function splitByChance(interactions: Interactions): InnerSplit {
  const { customerIds, itemIds, items } = interactions;
  const hiding: Hiding = (cell, customer) => {
    const { count, ...rest } = whole(interactions, cell);
    const names = [customerIds[customer] ?? '', itemIds[items[cell] ?? 0] ?? ''];
    let hidden = 0;
    for (let purchase = 0; purchase < count; purchase += 1) if (isHidden(...names, purchase)) hidden += 1;
    return { rest: hidden === count ? null : { ...rest, count: count - hidden }, isWanted: hidden > 0 };
  };
  return splitOf(interactions, hiding, { by: 'chance', now: Number.NaN });
}

/** The instant before which four fifths of the first and last purchases lie; null without dates. */
function cutOf({ firstAt, lastAt }: Interactions): Instant | null {
  const dated = [...firstAt, ...lastAt].filter((at) => !Number.isNaN(at)).sort((a, b) => a - b);
  return dated[Math.floor(dated.length * (1 - 1 / HIDE_ONE_IN))] ?? null;
}

/** What of a cell lay before the cut, its purchases spread evenly from the first to the last. */
function beforeCut(cell: Rest, firstAt: Instant, cut: Instant): Rest | null {
  const { count, days, lastAt } = cell;
  if (Number.isNaN(firstAt) || lastAt < cut) return cell;
  if (firstAt >= cut) return null;
  const gap = (lastAt - firstAt) / Math.max(1, days - 1);
  const gaps = Math.min(Math.max(0, days - 2), Math.floor((cut - firstAt) / gap));
  const share = (gaps + 1) / days;
  return { count: Math.max(1, Math.round(count * share)), days: gaps + 1, lastAt: firstAt + gaps * gap };
}

function splitByDate(interactions: Interactions, cut: Instant): InnerSplit {
  const { firstAt, lastAt } = interactions;
  const hiding: Hiding = (cell) => ({
    rest: beforeCut(whole(interactions, cell), firstAt[cell] ?? Number.NaN, cut),
    isWanted: (lastAt[cell] ?? Number.NaN) >= cut,
  });
  return splitOf(interactions, hiding, { by: 'date', now: cut });
}

/** For a slot that takes anything: new or bought before. */
export function splitForAnything(interactions: Interactions): InnerSplit {
  const cut = cutOf(interactions);
  const byDate = cut === null ? null : splitByDate(interactions, cut);
  return byDate !== null && byDate.cases.length >= FEWEST_BY_DATE ? byDate : splitByChance(interactions);
}
