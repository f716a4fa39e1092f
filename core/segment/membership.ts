/**
 * Whether a person is in a segment at an instant: a pure judgement of what is known. A fact that is not known makes its leaf
 * false. Every leaf is a function of the facts and the instant alone, so that whoever judges anew finds the same.
 */
import { composedHolds } from '../composed.ts';
import { isWithin, personLeafHolds } from '../journey/condition.ts';
import { customerValue } from '../lifecycle/worth.ts';
import { consentOn, consentStanding } from '../message/consentStanding.ts';
import type { ConsentChange } from '../message/contact.ts';
import { countryOf, jurisdictionOf, type NamedJurisdiction } from '../message/jurisdiction.ts';
import type { Instant } from '../time.ts';
import { birthdayHolds } from './birthday.ts';
import { figuresOf, firstOrLast, talliesFor } from './eventFigures.ts';
import type { SegmentFacts } from './facts.ts';
import { asEventLeaf, type EventLeaf, type Rule, type RuleLeaf, spanMs } from './rule.ts';

export type LeafOf<Key extends string> = Extract<RuleLeaf, Readonly<Record<Key, unknown>>>;

/** A leaf about orders within a time. */
export type OrdersWithin = Extract<
  RuleLeaf,
  { orders: unknown; within: string } | { spendMinor: unknown; within: string }
>;

export function isOrdersWithin(leaf: RuleLeaf): leaf is OrdersWithin {
  return 'within' in leaf && ('orders' in leaf || 'spendMinor' in leaf);
}

function eventsHold(leaf: EventLeaf, facts: SegmentFacts, now: Instant): boolean {
  const tallies = talliesFor(leaf, facts.tallies);
  const ago = leaf.first ?? leaf.last;
  if (ago !== undefined) {
    const at = firstOrLast(leaf, tallies);
    if (at === null) return false;
    return ago.within === undefined ? at < now - spanMs(ago.before ?? '') : at >= now - spanMs(ago.within);
  }
  const { count, sum } = figuresOf(leaf, tallies, now);
  return leaf.sum === undefined ? isWithin(count, leaf.count ?? { min: 1 }) : isWithin(sum, leaf.sum);
}

function ordersHold(leaf: OrdersWithin, { orders }: SegmentFacts, now: Instant): boolean {
  const since = now - spanMs(leaf.within);
  let [count, spendMinor] = [0, 0];
  for (const { at, amountMinor } of orders) {
    if (at < since) continue;
    if (amountMinor >= 0) count += 1;
    spendMinor += amountMinor;
  }
  return 'orders' in leaf ? isWithin(count, leaf.orders) : isWithin(spendMinor, leaf.spendMinor);
}

/** P(alive) and expected contribution as of the UTC day of `now`; null where nothing can be said. */
export function valueFigures(
  { person, shop }: SegmentFacts,
  now: Instant,
): { readonly pAlive: number | null; readonly valueMinor: number | null } {
  const { lifecycle } = person;
  if (lifecycle === null) return { pAlive: null, valueMinor: null };
  return customerValue(lifecycle.statistics, lifecycle.stage, now, shop.model, shop.settings.value);
}

/** Bounds of value that a leaf asks for; null where the shop's are not known yet. */
export function valueBounds(
  leaf: LeafOf<'valueMinor'> | LeafOf<'valueTop'>,
  { shop }: SegmentFacts,
): { readonly min?: number | undefined; readonly max?: number | undefined } | null {
  if ('valueMinor' in leaf) return leaf.valueMinor;
  const min = shop.model.topValuesMinor?.[leaf.valueTop - 1];
  return min === undefined ? null : { min };
}

function valueTopHolds(leaf: LeafOf<'valueTop'>, facts: SegmentFacts, now: Instant): boolean {
  const bounds = valueBounds(leaf, facts);
  const hasOrdered = (facts.person.lifecycle?.statistics.firstDay ?? null) !== null;
  return bounds !== null && hasOrdered && isWithin(valueFigures(facts, now).valueMinor, bounds);
}

/** How long someone has been in their stage; null of nobody judged yet. */
function inStageHolds({ inStageFor }: LeafOf<'inStageFor'>, { person }: SegmentFacts, now: Instant): boolean {
  if (person.lifecycle === null) return false;
  const ms = now - person.lifecycle.stageSince;
  if (inStageFor.atLeast !== undefined && ms < spanMs(inStageFor.atLeast)) return false;
  return inStageFor.atMost === undefined || ms <= spanMs(inStageFor.atMost);
}

/** Points that expire by then; what has expired and is still there is no more counted on. */
function expiringPoints({ loyalty }: SegmentFacts, now: Instant, until: Instant): number {
  let sum = 0;
  for (const { at, points } of loyalty?.expiring ?? []) if (at > now && at <= until) sum += points;
  return sum;
}

/** Under whose rules a consent is looked at, and what was said; null where there is no address of the channel. */
export function consentAsked(
  { consent }: LeafOf<'consent'>,
  { person, contacts, shop }: SegmentFacts,
): { readonly place: NamedJurisdiction; readonly change: ConsentChange | undefined } | null {
  const contact = contacts[consent.channel];
  if (contact === null) return null;
  const place = jurisdictionOf(shop.settings, countryOf(person, consent.channel));
  return { place, change: consentOn(contact, consent.channel, consent.topic) };
}

/** Enough for a promotional message. */
function consentHolds(leaf: LeafOf<'consent'>, facts: SegmentFacts, now: Instant): boolean {
  const asked = consentAsked(leaf, facts);
  const contact = facts.contacts[leaf.consent.channel];
  if (asked === null || contact === null) return false;
  const standing = consentStanding(contact, { ...leaf.consent, class: 'promotional' }, asked.place, now);
  return standing === 'granted' || standing === 'not-refused';
}

function segmentHolds(id: string, facts: SegmentFacts, now: Instant): boolean {
  const segment = facts.shop.segments.get(id)?.segment;
  if (segment === undefined) return false;
  return segment.kind === 'list' ? facts.lists[id] !== undefined : membershipAt(segment.rule, facts, now);
}

export function leafHolds(leaf: RuleLeaf, facts: SegmentFacts, now: Instant): boolean {
  const events = asEventLeaf(leaf);
  if (events !== null) return eventsHold(events, facts, now);
  if (isOrdersWithin(leaf)) return ordersHold(leaf, facts, now);
  if ('inStageFor' in leaf) return inStageHolds(leaf, facts, now);
  if ('pAlive' in leaf) return isWithin(valueFigures(facts, now).pAlive, leaf.pAlive);
  if ('valueMinor' in leaf) return isWithin(valueFigures(facts, now).valueMinor, leaf.valueMinor);
  if ('valueTop' in leaf) return valueTopHolds(leaf, facts, now);
  if ('tier' in leaf) return leaf.tier.includes(facts.loyalty?.tier ?? '');
  if ('points' in leaf) return isWithin(facts.loyalty?.available ?? null, leaf.points);
  if ('pointsExpiring' in leaf)
    return isWithin(expiringPoints(facts, now, now + spanMs(leaf.within)), leaf.pointsExpiring);
  if ('consent' in leaf) return consentHolds(leaf, facts, now);
  if ('birthday' in leaf) return birthdayHolds(leaf, facts, now);
  if ('segment' in leaf) return segmentHolds(leaf.segment, facts, now);
  if ('event' in leaf || 'engaged' in leaf) return false;
  return personLeafHolds(leaf, facts.person, now);
}

/** Whether a rule holds of a person at an instant. */
export function membershipAt(rule: Rule, facts: SegmentFacts, now: Instant): boolean {
  return composedHolds(rule, (leaf) => leafHolds(leaf, facts, now));
}
