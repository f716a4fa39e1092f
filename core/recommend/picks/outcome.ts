/**
 * What came of a list: whether it was delivered, which of its items were followed, which were bought within the settings' days of
 * being shown. A click is one that a message's links reported, or one the shop's own site tells of with the mark of the list.
 * Of lists whose days are not over what came so far.
 */
import type { Order } from '../../customer/order.ts';
import type { RecentEvent } from '../../customer/recentEvent.ts';
import type { Decision } from '../../message/decision.ts';
import { CLICK_EVENTS } from '../../message/readerEvent.ts';
import { DAY_MS, type Instant } from '../../time.ts';
import { itemMarked, type PickList, type PickOutcome } from './pickLog.ts';

/** Events the shop's site tells with `pick`, the mark its address had. */
const ON_SITE = ['Product Clicked', 'Product Viewed'] as const;
export const FOLLOWED_EVENTS: readonly string[] = [...CLICK_EVENTS, ...ON_SITE];

/** As much of a decision as tells what it delivered. */
export interface Delivery extends Pick<Decision, 'outcome' | 'claimedAt' | 'given'> {
  readonly id: string;
  readonly enrolmentId: string | null;
}

/** What is known of the customer since the list was made. */
export interface Since {
  readonly decisions: readonly Delivery[];
  readonly events: readonly RecentEvent[];
  readonly orders: readonly Pick<Order, 'at' | 'amountMinor' | 'lines'>[];
}

/** Of a list made by a step of a journey a message of the same passage that was sent after it delivers it. */
function delivers(list: PickList, decision: Delivery): boolean {
  const { id, enrolmentId, outcome, claimedAt, given } = decision;
  if (outcome !== 'sent' || claimedAt === null) return false;
  if (id === list.id) return true;
  const isOfPassage = enrolmentId !== null && list.id.startsWith(`${enrolmentId}/`);
  return isOfPassage && claimedAt >= list.at && given?.['picks'] !== undefined;
}

function shownAtOf(list: PickList, decisions: readonly Delivery[]): Instant | null {
  const times = decisions.filter((one) => delivers(list, one)).map(({ claimedAt }) => claimedAt ?? 0);
  return times.length === 0 ? null : Math.min(...times);
}

function markOf({ properties }: RecentEvent): string | null {
  const { pick, link_url: link } = properties;
  if (typeof pick === 'string') return pick;
  return typeof link === 'string' ? link : null;
}

/** A whole-number window behind the list's delivery; `purchaseDays` from the settings. */
export function outcomeOf(list: PickList, since: Since, purchaseDays: number): PickOutcome {
  if (list.outcome !== undefined) return list.outcome;
  const shownAt = shownAtOf(list, since.decisions);
  if (shownAt === null) return { shownAt, clicked: [], bought: [] };
  const items = new Set(list.items.map(({ item }) => item));
  const clicked = new Set<string>();
  for (const event of since.events) {
    const mark = event.at < shownAt ? null : markOf(event);
    const item = mark === null ? null : itemMarked(list, mark);
    if (item !== null) clicked.add(item);
  }
  const until = shownAt + purchaseDays * DAY_MS;
  const bought = new Set(
    since.orders
      .filter(({ at, amountMinor }) => amountMinor >= 0 && at >= shownAt && at < until)
      .flatMap(({ lines }) => lines.filter(({ item, quantity }) => quantity > 0 && items.has(item)))
      .map(({ item }) => item),
  );
  return { shownAt, clicked: [...clicked], bought: [...bought] };
}

/** True once nothing more can come of the list. A list that was never delivered is given up as late. */
export function isOver({ at, outcome }: PickList, now: Instant, purchaseDays: number): boolean {
  return outcome === undefined && now >= at + (purchaseDays + DELIVERED_WITHIN_DAYS) * DAY_MS;
}

/** A message that was decided leaves within so many days, or expires. */
const DELIVERED_WITHIN_DAYS = 3;

/**
 * By item that was shown `ignoredAfter` times or more in vain what its score is multiplied by: a half, and a half again with each
 * further time; after twice as many times it comes behind everything else. Whatever was followed or bought is not ignored.
 */
export function ignoredItems(
  lists: readonly { readonly list: PickList; readonly outcome: PickOutcome }[],
  ignoredAfter: number,
): ReadonlyMap<string, number> {
  const inVain = new Map<string, number>();
  const liked = new Set<string>();
  for (const { list, outcome } of lists) {
    if (outcome.shownAt === null) continue;
    for (const item of [...outcome.clicked, ...outcome.bought]) liked.add(item);
    for (const { item } of list.items) inVain.set(item, (inVain.get(item) ?? 0) + 1);
  }
  return new Map(
    [...inVain]
      .filter(([item, times]) => times >= ignoredAfter && !liked.has(item))
      .map(([item, times]) => [item, times < 2 * ignoredAfter ? 0.5 ** (times - ignoredAfter + 1) : 0]),
  );
}
