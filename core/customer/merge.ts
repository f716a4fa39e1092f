/**
 * What a merge leaves to do once the event that united two ids is committed: orders and passages go over step by step, then
 * the lifecycle of everybody concerned is judged anew, and facts say what changed hands. Run right after the event, and by
 * the wave where that was cut short; every step may be repeated.
 */
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Consequences, EvaluationStore, PeopleStore, StandingStore, WorkStore } from '../ports.ts';
import { judgeMerged } from '../segment/unite.ts';
import type { Task, TaskProgress } from '../task.ts';
import type { Instant } from '../time.ts';
import { casesOf, markOfLoss } from '../winback/takeUp.ts';
import { AFTER_MERGE, type AfterMergeDeps } from './afterMerge.ts';
import { namesTold } from './fields.ts';
import { mergeBody, type MergeBody } from './mergeTask.ts';
import type { Handover } from './ownership.ts';
import type { PersonRecord } from './person.ts';
import { stageFact } from './whatFollows.ts';

export interface MergeDeps extends AfterMergeDeps {
  readonly store: AfterMergeDeps['store'] &
    Pick<
      PeopleStore & WorkStore & EvaluationStore,
      'loadPerson' | 'loadIdentities' | 'moveItems' | 'commitLifecycles' | 'commitStep' | 'removeTask'
    > &
    Pick<StandingStore, 'commitStandings'>;
}

/** Orders and passages one step moves. */
export const ITEMS_A_STEP = 25;
const MOST_TRIES = 8;

class MergeConflict extends Error {
  readonly code = 'merge-conflict';
  constructor() {
    super('a customer changed again and again while a merge was being finished; a later wave goes on');
    this.name = 'MergeConflict';
  }
}

interface Count {
  enrolments: number;
  ended: number;
}

async function moveAll(deps: MergeDeps, handover: Handover, now: Instant): Promise<Count> {
  const count: Count = { enrolments: 0, ended: 0 };
  for (;;) {
    const moved = await deps.store.moveItems(handover, ITEMS_A_STEP, now);
    count.enrolments += moved.enrolments;
    count.ended += moved.ended;
    if (moved.done) return count;
  }
}

async function consequencesOf(
  deps: MergeDeps,
  book: JourneyBook,
  { person, enrolments }: PersonRecord,
  after: Lifecycle,
  now: Instant,
): Promise<Consequences> {
  const before = person.lifecycle;
  if (before?.stage === after.stage) return NO_CONSEQUENCES;
  const fact = stageFact(person, before, after, now);
  if (before === null) return { ...NO_CONSEQUENCES, facts: [fact] };
  const triggers = [{ kind: 'stage' as const, from: before.stage, to: after.stage }];
  const followed = await follow(deps.store, book, {
    person: { ...person, lifecycle: after },
    enrolments,
    triggers,
    now,
  });
  return { ...followed, facts: [fact, ...followed.facts] };
}

/**
 * Judges a person by the orders they have now, as if never judged before: other orders, another history. Their own margin stays as
 * it was counted until the next fit counts it of everything that is theirs.
 */
async function judgeAnew(deps: MergeDeps, book: JourneyBook, id: CustomerId, now: Instant): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await deps.store.loadPerson(id);
    if (record === null || record.person.id !== id) return;
    const { knownSince, lifecycle: before } = record.person;
    const known = { knownSince, lifecycle: null, history: record.history };
    const margin = before?.statistics.margin ?? null;
    const judged = evaluateCustomer({ ...known, margin }, now, deps.model, deps.settings);
    const winBack = markOfLoss(await casesOf(deps.store, id), judged, now);
    const lifecycle = winBack === undefined ? judged : { ...judged, winBack };
    const followed = await consequencesOf(deps, book, record, lifecycle, now);
    const write = { customerId: id, expectedVersion: record.person.version, lifecycle, ...followed };
    if ((await deps.store.commitLifecycles([write]))[0] === 'committed') return;
  }
  throw new MergeConflict();
}

/** Orders are counted where they are now, so that a merge cut short counts them all. */
async function mergedFact(
  deps: MergeDeps,
  { id, from, into }: Handover,
  by: MergeBody['by'],
  { enrolments, ended }: Count,
  now: Instant,
): Promise<Fact> {
  const told = (await deps.store.loadIdentities([id])).get(id)?.fields ?? null;
  const record = await deps.store.loadPerson(into);
  const orders = record?.orders.filter(({ origin }) => (origin ?? into) === id).length ?? 0;
  const fields = record === null || told === null ? [] : namesTold(told, record.person);
  const body = { id, from, into, by, orders, enrolments, ended, fields };
  return { customerId: into, at: now, kind: 'merged', journeyId: null, body };
}

/** Runs a merge to its end. `lost`: another worker finished it. Throws where somebody changes all the time. */
export async function runMerge(
  deps: MergeDeps,
  book: JourneyBook,
  task: Task,
  now: Instant,
): Promise<TaskProgress> {
  const { by, handovers } = mergeBody(task);
  const facts: Fact[] = [];
  for (const handover of handovers) {
    const count = await moveAll(deps, handover, now);
    for (const run of AFTER_MERGE) await run(deps, book, handover, now);
    facts.push(await mergedFact(deps, handover, by, count, now));
  }
  const concerned = new Set(handovers.flatMap(({ from, into }) => [from, into]));
  for (const root of concerned) await judgeAnew(deps, book, root, now);
  await judgeMerged(deps, book, concerned, now);
  const version = task.version + 1;
  const done = { task: { ...task, version, dueAt: null }, expectedVersion: task.version };
  const committed = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts,
    tasks: [done],
  });
  if (committed === 'conflict') return 'lost';
  await deps.store.removeTask(task.id, version);
  return 'done';
}
