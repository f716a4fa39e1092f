/**
 * When time alone may next change whether a rule holds. Never later than it does: somebody who is judged again then, and
 * whenever something happens to them, is always found where a judgement from scratch would find them. Sometimes earlier, where
 * several parts would have to change together. Null: not before `until`, unless something happens.
 */
import { isAll, isAny, isNot } from '../composed.ts';
import { customerShareOf } from '../lifecycle/marginShare.ts';
import { lapsesAt } from '../message/consentLapse.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { birthdayChange } from './birthday.ts';
import { talliesFor, firstOrLast } from './eventFigures.ts';
import type { SegmentFacts } from './facts.ts';
import { firstChangeOf } from './firstChange.ts';
import {
  consentAsked,
  isOrdersWithin,
  leafHolds,
  type LeafOf,
  membershipAt,
  type OrdersWithin,
  valueBounds,
  valueFigures,
} from './membership.ts';
import type { Tally } from './tally.ts';
import { asEventLeaf, type EventLeaf, type Rule, type RuleLeaf, spanMs } from './rule.ts';

type Change = Instant | null;

const NEVER: Change = null;

/** The earliest of the instants that lie after `now`. */
function earliest(instants: Iterable<Change>, now: Instant): Change {
  let found: Change = NEVER;
  for (const at of instants) {
    if (at === null || at <= now) continue;
    if (found === null || at < found) found = at;
  }
  return found;
}

/** An event of `at` is within a time up to the last millisecond of it. */
function slidesOutAt(at: Instant, spanMillis: number): Instant {
  return at + spanMillis + 1;
}

interface CountBounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * When what slides out takes a count into its bounds or out of them: time only lowers it. Of `times`, newest first, the one
 * that has to go is the last that keeps it where it is.
 */
function countChange(times: readonly Instant[], { min, max }: CountBounds, span: number): Change {
  const count = times.length;
  const isAbove = max !== undefined && count > max;
  const isIn = !isAbove && min !== undefined && min > 0 && count >= min;
  const leaving = isAbove ? times[Math.floor(max)] : isIn ? times[Math.ceil(min) - 1] : undefined;
  return leaving === undefined ? NEVER : slidesOutAt(leaving, span);
}

/** The oldest within the time is the next to slide out. */
function oldestChange(times: readonly Instant[], span: number): Change {
  const oldest = times.at(-1);
  return oldest === undefined ? NEVER : slidesOutAt(oldest, span);
}

/** Of the events kept one by one those within the time, newest first. */
function timesWithin(tallies: readonly Tally[], since: Instant): Instant[] {
  const times: Instant[] = [];
  for (const { newest } of tallies)
    for (let i = 0; i < newest.length && (newest[i] ?? 0) >= since; i += 2) times.push(newest[i] ?? 0);
  return tallies.length > 1 ? times.sort((a, b) => b - a) : times;
}

function windowChange(leaf: EventLeaf, facts: SegmentFacts, now: Instant): Change {
  if (leaf.within === undefined) return NEVER;
  const span = spanMs(leaf.within);
  const times = timesWithin(talliesFor(leaf, facts.tallies), now - span);
  return leaf.sum === undefined
    ? countChange(times, leaf.count ?? { min: 1 }, span)
    : oldestChange(times, span);
}

function eventChange(leaf: EventLeaf, facts: SegmentFacts, now: Instant): Change {
  const ago = leaf.first ?? leaf.last;
  if (ago === undefined) return windowChange(leaf, facts, now);
  const at = firstOrLast(leaf, talliesFor(leaf, facts.tallies));
  if (at === null) return NEVER;
  return earliest([slidesOutAt(at, spanMs(ago.within ?? ago.before ?? ''))], now);
}

function ordersChange(leaf: OrdersWithin, { orders }: SegmentFacts, now: Instant): Change {
  const span = spanMs(leaf.within);
  const within = orders.filter(({ at, amountMinor }) => {
    const counts = 'spendMinor' in leaf || amountMinor >= 0;
    return counts && at >= now - span;
  });
  const times = within.map(({ at }) => at).sort((a, b) => b - a);
  return 'orders' in leaf ? countChange(times, leaf.orders, span) : oldestChange(times, span);
}

function daysSinceChange(
  { daysSinceLastOrder }: LeafOf<'daysSinceLastOrder'>,
  facts: SegmentFacts,
  now: Instant,
) {
  const lastDay = facts.person.lifecycle?.statistics.lastDay ?? null;
  if (lastDay === null) return NEVER;
  const { min, max } = daysSinceLastOrder;
  const days = [
    ...(min === undefined ? [] : [lastDay + Math.ceil(min)]),
    ...(max === undefined ? [] : [lastDay + Math.floor(max) + 1]),
  ];
  return earliest(
    days.map((day) => day * DAY_MS),
    now,
  );
}

function inStageChange({ inStageFor }: LeafOf<'inStageFor'>, { person }: SegmentFacts, now: Instant): Change {
  if (person.lifecycle === null) return NEVER;
  const { stageSince } = person.lifecycle;
  const { atLeast, atMost } = inStageFor;
  return earliest(
    [
      atLeast === undefined ? NEVER : stageSince + spanMs(atLeast),
      atMost === undefined ? NEVER : slidesOutAt(stageSince, spanMs(atMost)),
    ],
    now,
  );
}

/** Nothing is spent to keep them, and no order of theirs is expected to lose money: those lost by and by would be a gain. */
function valueFalls({ person, shop: { model, settings } }: SegmentFacts): boolean {
  if (settings.value.retentionCostMinor !== 0) return false;
  return customerShareOf(person.lifecycle?.statistics.margin, model, settings.value) >= 0;
}

/** P(alive) falls between orders; so does what is expected of it, unless keeping or serving the customer costs something. */
function valueChange(
  leaf: LeafOf<'pAlive'> | LeafOf<'valueMinor'> | LeafOf<'valueTop'>,
  facts: SegmentFacts,
  now: Instant,
  until: Instant,
): Change {
  if ((facts.person.lifecycle?.statistics.firstDay ?? null) === null) return NEVER;
  const isAlive = 'pAlive' in leaf;
  const figure = (at: Instant) => valueFigures(facts, at)[isAlive ? 'pAlive' : 'valueMinor'];
  if (figure(now) === null) return NEVER;
  const bounds = isAlive ? leaf.pAlive : valueBounds(leaf, facts);
  if (bounds === null) return NEVER;
  const { min, max } = bounds;
  const falls = isAlive || valueFalls(facts);
  const holdsAt = (at: Instant) => leafHolds(leaf, facts, at);
  return firstChangeOf({ holdsAt, valueAt: figure, min, max, falls }, now, until);
}

/** Each lot comes into sight, and goes when it expires. */
function expiringChange(leaf: LeafOf<'pointsExpiring'>, { loyalty }: SegmentFacts, now: Instant): Change {
  const lots = loyalty?.expiring ?? [];
  return earliest(
    lots.flatMap(({ at }) => [at - spanMs(leaf.within), at]),
    now,
  );
}

function consentChange(leaf: LeafOf<'consent'>, facts: SegmentFacts, now: Instant): Change {
  const asked = consentAsked(leaf, facts);
  if (asked?.change === undefined) return NEVER;
  return earliest([lapsesAt(asked.change, asked.place.rules)], now);
}

function leafChange(leaf: RuleLeaf, facts: SegmentFacts, now: Instant, until: Instant): Change {
  const events = asEventLeaf(leaf);
  if (events !== null) return eventChange(events, facts, now);
  if (isOrdersWithin(leaf)) return ordersChange(leaf, facts, now);
  if ('daysSinceLastOrder' in leaf) return daysSinceChange(leaf, facts, now);
  if ('inStageFor' in leaf) return inStageChange(leaf, facts, now);
  if ('pAlive' in leaf || 'valueMinor' in leaf || 'valueTop' in leaf)
    return valueChange(leaf, facts, now, until);
  if ('pointsExpiring' in leaf) return expiringChange(leaf, facts, now);
  if ('consent' in leaf) return consentChange(leaf, facts, now);
  if ('birthday' in leaf) return birthdayChange(leaf, facts, now);
  if (!('segment' in leaf)) return NEVER;
  const segment = facts.shop.segments.get(leaf.segment)?.segment;
  return segment?.kind === 'live' ? nextChangeAt(segment.rule, facts, now, until) : NEVER;
}

/**
 * A part that `decides` does so as long as it is as it is: while any such part is there the whole stays, so nothing changes before
 * the last of those has; where one never does, no other is looked at. Where none decides, the first change of any part may change the
 * whole.
 */
function composedChange(
  parts: readonly Rule[],
  facts: SegmentFacts,
  now: Instant,
  until: Instant,
  decides: boolean,
) {
  let last: Change = NEVER;
  for (const part of parts) {
    if (membershipAt(part, facts, now) !== decides) continue;
    const at = nextChangeAt(part, facts, now, until);
    if (at === null) return NEVER;
    last = last === null ? at : Math.max(last, at);
  }
  if (last !== null) return last;
  return earliest(
    parts.map((part) => nextChangeAt(part, facts, now, until)),
    now,
  );
}

/** The next instant at which time alone may change the rule's value, no later than `until`; null where there is none. */
export function nextChangeAt(
  rule: Rule,
  facts: SegmentFacts,
  now: Instant,
  until: Instant = Number.POSITIVE_INFINITY,
): Instant | null {
  if (isAll(rule)) return composedChange(rule.all, facts, now, until, false);
  if (isAny(rule)) return composedChange(rule.any, facts, now, until, true);
  if (isNot(rule)) return nextChangeAt(rule.not, facts, now, until);
  const at = leafChange(rule, facts, now, until);
  return at === null || at > until ? null : at;
}
