/**
 * What an event means to the loyalty programme: an order earns, a refund takes back, an event the programme names earns, a
 * birthday told is kept in mind. It is committed with the event itself, so books and orders never disagree. Without a programme,
 * and for events that mean nothing to it, nothing is read.
 */
import type { CustomerEvent, OrderEvent, TrackedEvent } from '../customer/event.ts';
import { isHistorical } from '../customer/event.ts';
import type { Person } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import { textAt } from '../journey/condition.ts';
import type { Programme } from '../programme/programme.ts';
import { type Instant, parseIso } from '../time.ts';
import { dayIn, periodOf } from './calendar.ts';
import {
  changeOf,
  datesOf,
  entriesOfOrder,
  ledgerOver,
  type LoyaltyDeps,
  type PointsChange,
  type PointsReader,
  readAccount,
} from './change.ts';
import { type EventRule, type Loyalty, loyaltyIn } from './definition.ts';
import { entryKey, opPart } from './entry.ts';
import type { Ledger } from './ledger.ts';
import {
  categoriesTold,
  type CategoryOf,
  earnOrder,
  refundedOrder,
  reverseOrder,
  withinCap,
} from './orderPoints.ts';
import { passTime } from './passTime.ts';
import { assessTier, countToward } from './tiers.ts';

interface Told {
  readonly event: CustomerEvent;
  /** The person with what the event told. */
  readonly person: Pick<Person, 'id' | 'members' | 'traits' | 'zone'>;
  readonly now: Instant;
}

/** Items by category as the shop's catalogue has them, where it is at hand; an order's own word goes before. */
const NO_CATEGORIES: CategoryOf = () => null;

function isWithinBackfill({ definition }: Loyalty, at: Instant): boolean {
  const from = definition.backfillFrom === undefined ? null : parseIso(definition.backfillFrom);
  return from !== null && at >= from;
}

/** True where what is told of late may still earn: only from the day the programme names. */
export function mayEarn(loyalty: Loyalty, event: CustomerEvent, now: Instant): boolean {
  return !isHistorical(event, now) || isWithinBackfill(loyalty, event.at);
}

/** An operation that is at hand to be put into a ledger; null where there is none to put. */
type Operation = ((ledger: Ledger) => void) | null;

function idsOf({ id, members }: Told['person']): CustomerId[] {
  return [id, ...members];
}

async function orderOperation(
  store: PointsReader,
  loyalty: Loyalty,
  event: OrderEvent,
  told: Told,
  categoryOf: CategoryOf,
): Promise<Operation> {
  const { order, properties } = event;
  if (order.amountMinor < 0) {
    const named = refundedOrder(properties);
    if (named === null) return (ledger) => reverseOrder(ledger, order, null);
    const known = await entriesOfOrder(store, idsOf(told.person), named);
    return (ledger) => reverseOrder(ledger, order, { order: named, ...known });
  }
  if (order.amountMinor === 0 || !mayEarn(loyalty, event, told.now)) return null;
  const { earned, reversals } = await entriesOfOrder(store, idsOf(told.person), order.id);
  if (earned !== null) return null;
  return (ledger) => earnOrder(ledger, order, reversals, categoriesTold(properties, categoryOf));
}

interface RuledEvent {
  readonly rule: EventRule;
  readonly op: string;
}

function ruledBy({ definition }: Loyalty, event: TrackedEvent): RuledEvent[] {
  return definition.earn.events.flatMap((rule) => {
    if (rule.event !== event.name) return [];
    if (rule.key === undefined) {
      return [{ rule, op: `event:${rule.id}:${opPart(event.source)}:${opPart(event.messageId)}` }];
    }
    const key = textAt(event.properties, rule.key);
    return key === null ? [] : [{ rule, op: `event:${rule.id}:key:${opPart(key)}` }];
  });
}

function earnEvent(ledger: Ledger, { rule, op }: RuledEvent): void {
  const { zone, now } = ledger.context;
  const { counts } = ledger.account;
  if (rule.limit !== undefined) {
    const period = periodOf(zone, now, rule.limit.per);
    const before = counts[rule.id]?.period === period ? (counts[rule.id]?.count ?? 0) : 0;
    if (before >= rule.limit.times) return;
    ledger.note({ counts: { ...counts, [rule.id]: { period, count: before + 1 } } });
  }
  const points = withinCap(ledger, rule.points, now);
  if (points === 0) return;
  ledger.earn(op, points, { earnedAt: now, maturesAt: null }, { reason: rule.id });
  if (ledger.definition.qualify.by === 'points') countToward(ledger, dayIn(zone, now), points);
}

async function eventOperation(
  store: PointsReader,
  loyalty: Loyalty,
  event: TrackedEvent,
  told: Told,
): Promise<Operation> {
  const ruled = ruledBy(loyalty, event);
  if (ruled.length === 0 || !mayEarn(loyalty, event, told.now)) return null;
  const ids = idsOf(told.person);
  const found = await store.loadDossiers(ruled.flatMap(({ op }) => ids.map((id) => entryKey(id, op))));
  const isNew = (place: number) =>
    found.slice(place * ids.length, (place + 1) * ids.length).every((one) => one === null);
  const fresh = ruled.filter((_, place) => isNew(place));
  return fresh.length === 0 ? null : (ledger) => fresh.forEach((one) => earnEvent(ledger, one));
}

function tellsBirthday({ definition }: Loyalty, event: CustomerEvent): boolean {
  const root = definition.earn.birthday?.trait.split('.')[0];
  return root !== undefined && event.kind === 'identified' && event.traits?.[root] !== undefined;
}

async function operationOf(
  store: PointsReader,
  loyalty: Loyalty,
  told: Told,
  categoryOf: CategoryOf,
): Promise<Operation> {
  const { event } = told;
  if (event.kind === 'order') return orderOperation(store, loyalty, event, told, categoryOf);
  if (event.kind === 'tracked') return eventOperation(store, loyalty, event, told);
  return null;
}

/** Null where the event changes no account: then nothing is to be committed. */
export async function loyaltyOf(
  { store, settings }: LoyaltyDeps,
  { programme }: { readonly programme: Pick<Programme, 'loyalty'> },
  told: Told,
  categoryOf: CategoryOf = NO_CATEGORIES,
): Promise<PointsChange | null> {
  const loyalty = loyaltyIn(programme);
  if (loyalty === null) return null;
  const { event, person, now } = told;
  const operation = await operationOf(store, loyalty, told, categoryOf);
  const birthday = tellsBirthday(loyalty, event);
  if (operation === null && !birthday) return null;
  const read = await readAccount(store, person.id);
  if (operation === null && (read.account === null || read.account.mergedInto !== null)) return null;
  const ledger = ledgerOver(read, loyalty, settings, now);
  const dates = datesOf(person, settings);
  passTime(ledger, read.version, dates);
  operation?.(ledger);
  assessTier(ledger);
  return changeOf(store, person.id, ledger, read.version, dates, isHistorical(event, now));
}
