/**
 * What an event makes of its person's segments, in the commit of the event itself. Where nothing is published nothing is read;
 * an event that no rule counts, of somebody whose lifecycle stays as it is, reads and writes nothing either.
 */
import type { CustomerEvent } from '../customer/event.ts';
import type { OrderAmount } from '../customer/order.ts';
import type { Person } from '../customer/person.ts';
import type { DossierWrite } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Trigger } from '../journey/occasion.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Contact } from '../message/contact.ts';
import type { Instant } from '../time.ts';
import type { Segments } from './definition.ts';
import { judge } from './judge.ts';
import type { MemberFacts } from './facts.ts';
import {
  factsOf,
  judgingOf,
  loadContactsOf,
  loadKept,
  memberFacts,
  NO_CONTACTS,
  type SegmentDeps,
} from './known.ts';
import { valueFor } from './series.ts';
import { outcomeOf, type SegmentOutcome } from './outcome.ts';
import { originKey, readStanding, type Standing } from './standing.ts';
import { withEvent } from './tally.ts';

type EventTrigger = Extract<Trigger, { kind: 'event' }>;

/** An event as segments see it. */
export interface SegmentOccasion {
  readonly event: CustomerEvent;
  /** What it tells, under every name it is told by. */
  readonly told: readonly EventTrigger[];
  /** Null where the event makes them known. */
  readonly before: Person | null;
  readonly after: Person;
  /** Before the event. */
  readonly orders: readonly OrderAmount[];
  /** As the event leaves them. */
  readonly contacts: readonly Contact[];
  /** Dossiers the event writes besides: an account of points is looked at as it leaves it. */
  readonly written: readonly DossierWrite[];
  readonly now: Instant;
}

export class SegmentsMoved extends Error {
  readonly code = 'segments-moved';
  constructor(id: CustomerId) {
    super(`${id} was judged by newer segments than this worker knows; try again with those in force`);
    this.name = 'SegmentsMoved';
  }
}

function sameLife(a: Lifecycle | null, b: Lifecycle | null): boolean {
  if (a === null || b === null) return a === b;
  return a.stage === b.stage && a.grade === b.grade && a.group === b.group && a.stageSince === b.stageSince;
}

/** Whether the event can change a membership, or is counted. */
function mayMatter(
  { series, needs }: Segments,
  { event, told, before, after, written }: SegmentOccasion,
): boolean {
  if (event.kind !== 'tracked' || before === null || !sameLife(before.lifecycle, after.lifecycle))
    return true;
  if (needs.loyalty && written.some(({ dossier }) => dossier.kind === 'points')) return true;
  return series.some(({ events }) => told.some(({ name }) => events.includes(name)));
}

/** The standing with what the event adds to tallies, under what its id is kept under. */
export function withTold(
  standing: Standing,
  { series }: Pick<Segments, 'series'>,
  origin: string,
  told: readonly Pick<EventTrigger, 'name' | 'properties' | 'at'>[],
): Standing {
  let tallies = standing.tallies[origin] ?? {};
  let any = false;
  for (const one of series) {
    for (const { name, properties, at } of told) {
      const value = valueFor(one, name, properties);
      if (value === null) continue;
      any = true;
      tallies = { ...tallies, [one.key]: withEvent(tallies[one.key], { at, value }, one.keep) };
    }
  }
  return any ? { ...standing, tallies: { ...standing.tallies, [origin]: tallies } } : standing;
}

function accountAfter({ written, after }: SegmentOccasion): MemberFacts | null {
  const account = written.find(({ dossier }) => dossier.kind === 'points' && dossier.id === after.id);
  return memberFacts(account?.dossier ?? null);
}

/** Null where the event concerns no segment. Throws `SegmentsMoved` where the book is older than what judged the person last. */
export async function segmentsAfter(
  deps: SegmentDeps,
  book: JourneyBook,
  on: SegmentOccasion,
): Promise<SegmentOutcome | null> {
  if (book.programme.segments === null) return null;
  const { segments, shop } = judgingOf(deps, book);
  if (!mayMatter(segments, on)) return null;
  const { event, before, after, now } = on;
  const { dossier, loyalty } = await loadKept(deps, segments, after.id);
  const kept = readStanding(dossier);
  if (kept.rules > segments.version) throw new SegmentsMoved(after.id);
  const standing = withTold(kept, segments, originKey(after.id, event.customerId), on.told);
  const [contacts] = await loadContactsOf(deps, segments, [after], on.contacts);
  const orders = event.kind === 'order' ? [...on.orders, event.order] : on.orders;
  const common = { loyalty: accountAfter(on) ?? loyalty, contacts: contacts ?? NO_CONTACTS };
  const judged = judge({
    segments,
    standing,
    before:
      before === null
        ? null
        : factsOf({ ...common, person: before, orders: on.orders, standing: kept }, shop),
    after: factsOf({ ...common, person: after, orders, standing }, shop),
    now,
  });
  return outcomeOf(deps, { id: after.id, dossier, before: kept, judged, by: 'event', now });
}
