/**
 * Judges one person anew, and commits what that changes with the journeys it lets them into or out of: when their timer is due,
 * when they were put on a list, when points or a merge changed what is known of them, and where a page of everyone found them
 * too much to do on the side. A lost race reads again.
 */
import type { PersonRecord } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import type { PeopleStore, StandingStore, StandingWrite } from '../ports.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import { judge, type JudgedBy } from './judge.ts';
import { factsOf, judgingOf, loadContactsOf, loadKept, NO_CONTACTS, type SegmentDeps } from './known.ts';
import { outcomeOf, withSegments } from './outcome.ts';
import { readStanding, type Standing } from './standing.ts';

export interface JudgePersonDeps extends SegmentDeps {
  readonly store: SegmentDeps['store'] &
    Pick<PeopleStore & StandingStore, 'loadPerson' | 'recentEvents' | 'commitStandings'>;
}

const MOST_TRIES = 8;

export class JudgingConflict extends Error {
  readonly code = 'segments-conflict';
  constructor(id: CustomerId) {
    super(`${id} changed ${MOST_TRIES} times while their segments were judged; a later wave goes on`);
    this.name = 'JudgingConflict';
  }
}

export interface JudgeRequest {
  readonly by: JudgedBy;
  readonly now: Instant;
  /** The task that asked, which is moved on with what is committed. */
  readonly task?: Task;
  /** Changes lists before the judgement; the same object where nothing changes. */
  readonly change?: (standing: Standing) => Standing;
}

/** `unknown`: nobody is known by that id, or the timer is of one that leads to another person. */
export type PersonJudged = 'judged' | 'unknown' | 'lost';

/** The change of one person judged as they are now; null where there is nothing to write. */
async function changeOf(
  deps: JudgePersonDeps,
  book: JourneyBook,
  { person, orders, enrolments }: PersonRecord,
  { by, now, task, change }: JudgeRequest,
): Promise<StandingWrite | null> {
  const { segments, shop } = judgingOf(deps, book);
  const { dossier, loyalty } = await loadKept(deps, segments, person.id);
  const before = readStanding(dossier);
  const standing = change?.(before) ?? before;
  const [contacts = NO_CONTACTS] = await loadContactsOf(deps, segments, [person]);
  const known = { person, orders, contacts, loyalty };
  const judged = judge({
    segments,
    standing,
    before: factsOf({ ...known, standing: before }, shop),
    after: factsOf({ ...known, standing }, shop),
    now,
  });
  const outcome = await outcomeOf(deps, { id: person.id, dossier, before, judged, by, now }, task);
  const { triggers, memberships } = outcome;
  const followed = await follow(deps.store, book, {
    person,
    enrolments,
    triggers,
    now,
    segments: memberships,
  });
  const whole = withSegments(followed, outcome);
  const isNothing = whole.dossiers === undefined && whole.tasks === undefined && triggers.length === 0;
  if (isNothing) return null;
  return { ...whole, customerId: person.id, expectedVersion: person.version };
}

/** Judges whoever `id` is. Throws `JudgingConflict` after eight lost races. */
export async function judgePerson(
  deps: JudgePersonDeps,
  book: JourneyBook,
  id: CustomerId,
  request: JudgeRequest,
): Promise<PersonJudged> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await deps.store.loadPerson(id);
    if (record === null || (request.task !== undefined && record.person.id !== id)) return 'unknown';
    const change = await changeOf(deps, book, record, request);
    if (change === null || (await deps.store.commitStandings([change]))[0] === 'committed') return 'judged';
    if (request.task !== undefined && (await hasMoved(deps, request.task))) return 'lost';
  }
  throw new JudgingConflict(id);
}

async function hasMoved({ store }: JudgePersonDeps, { id, version }: Task): Promise<boolean> {
  return (await store.loadTask(id))?.version !== version;
}
