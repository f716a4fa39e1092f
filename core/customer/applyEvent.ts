/**
 * Applies one event to the person it is about: state recomputed from the order list, fields folded by their times, consent
 * put under the address, ids that turn out to be one person united, journeys entered and left, all in one commit. A lost
 * race reads again; a duplicate changes nothing. What an id leaves that became another's is moved right after, and by the
 * next wave where that is cut short (`merge.ts`).
 */
import { complaintOf } from '../care/complaint.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { AddressKeyOf, EventChange, PeopleStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { CustomerEvent } from './event.ts';
import { type LinkedDeps, linkedChange } from './linkedChange.ts';
import { type MergeDeps, runMerge } from './merge.ts';
import type { PersonRecord } from './person.ts';
import { whatFollows } from './whatFollows.ts';

export interface EventDeps {
  readonly store: LinkedDeps['store'] & MergeDeps['store'] & Pick<PeopleStore, 'applyEvent'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
  readonly model: ShopModel;
}

export class EventConflict extends Error {
  readonly code = 'event-conflict';
  constructor(customer: string) {
    super(`customer ${customer} changed ${MOST_TRIES} times while an event was being applied; send it again`);
    this.name = 'EventConflict';
  }
}

const MOST_TRIES = 8;

/** True where the event can concern nobody but the person as loaded, and none of their addresses: nearly always. */
function isPlain(event: CustomerEvent, record: PersonRecord | null): record is PersonRecord {
  if (event.kind !== 'tracked' && event.kind !== 'order') return false;
  if (event.alsoKnownAs !== undefined && event.alsoKnownAs.length > 0) return false;
  if (complaintOf(event) !== null) return false;
  return record?.person.id === event.customerId && record.person.members.length === 0;
}

async function plainChange(
  deps: EventDeps,
  book: JourneyBook,
  event: CustomerEvent,
  record: PersonRecord,
  now: Instant,
): Promise<EventChange> {
  const before = record.person;
  const knownSince = Math.min(before.knownSince, event.at);
  const { person, followed } = await whatFollows(deps, book, {
    event,
    person: { ...before, version: before.version + 1, knownSince },
    history: record.history,
    enrolments: record.enrolments,
    joining: [],
    before,
    orders: record.orders,
    contacts: [],
    now,
  });
  return { ...followed, event, person, expectedVersion: before.version, contacts: [] };
}

/** A merge that is cut short here is a task that is due: the wave goes on with it, and says what stands in its way. */
async function finishMerges(
  deps: EventDeps,
  book: JourneyBook,
  change: EventChange,
  now: Instant,
): Promise<void> {
  for (const { task } of change.tasks ?? []) {
    if (task.kind !== 'merge') continue;
    try {
      await runMerge(deps, book, task, now);
    } catch {
      return;
    }
  }
}

/** Applies an event; `applied` once, `duplicate` ever after. Throws `EventConflict` after eight lost races. */
export async function applyEvent(
  deps: EventDeps,
  book: JourneyBook,
  event: CustomerEvent,
  now: Instant,
): Promise<'applied' | 'duplicate'> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await deps.store.loadPerson(event.customerId);
    const change = await (isPlain(event, record)
      ? plainChange(deps, book, event, record, now)
      : linkedChange(deps, book, event, record, now));
    const result = await deps.store.applyEvent(change);
    if (result === 'duplicate') return 'duplicate';
    if (result === 'conflict') continue;
    if (change.tasks !== undefined) await finishMerges(deps, book, change, now);
    return 'applied';
  }
  throw new EventConflict(event.customerId);
}
