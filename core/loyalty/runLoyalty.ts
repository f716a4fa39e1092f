/**
 * The task of an account whose time has come: brings it to now, tells what that brings, and waits for the next moment. Also
 * what `loyalty reassess` does to every account: what the programme's newest version means to it, without waiting.
 */
import type { CustomerId } from '../ids.ts';
import type { Task, TaskProgress, TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  datesOf,
  dossiersOf,
  eventFacts,
  eventTriggers,
  ledgerOver,
  loyaltyTask,
  readAccount,
  changeOf,
} from './change.ts';
import { loyaltyIn } from './definition.ts';
import { nextTimeOf, passTime } from './passTime.ts';
import { followedBy, type PostDeps } from './postPoints.ts';

export interface LoyaltyRunDeps extends PostDeps {
  readonly store: PostDeps['store'] & { removeTask(id: string, expectedVersion: number): Promise<unknown> };
}

const MOST_TRIES = 8;

async function ended(deps: LoyaltyRunDeps, task: Task): Promise<TaskProgress> {
  await deps.store.removeTask(task.id, task.version);
  return 'done';
}

/** Runs the task of one account. `lost`: the account, or the task, changes all the time; a later wave goes on. */
export async function runLoyalty(deps: LoyaltyRunDeps, task: Task, now: Instant): Promise<TaskProgress> {
  const { store, settings, book } = deps;
  const loyalty = loyaltyIn(book.programme);
  const id = task.customerId;
  if (loyalty === null || id === null) return ended(deps, task);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const read = await readAccount(store, id);
    const person = await store.loadProfile(id);
    if (read.account === null || read.account.mergedInto !== null || person?.id !== id)
      return ended(deps, task);
    const ledger = ledgerOver(read, loyalty, settings, now);
    const dates = datesOf(person, settings);
    passTime(ledger, read.version, dates);
    const next = nextTimeOf(ledger.account, loyalty.definition, now, dates);
    ledger.note({ dueAt: next });
    const followed = await followedBy(
      deps,
      id,
      { triggers: eventTriggers(ledger), facts: eventFacts(id, ledger, false) },
      now,
    );
    const version = task.version + 1;
    const write: TaskWrite = {
      task: { ...loyaltyTask(id, next, version), id: task.id, body: task.body },
      expectedVersion: task.version,
    };
    const committed = await store.commitStep({
      ...followed,
      decisions: [],
      dossiers: dossiersOf(id, ledger, read.version),
      tasks: [write, ...(followed.tasks ?? [])],
    });
    if (committed === 'conflict') continue;
    if (next !== null) return 'again';
    await store.removeTask(task.id, version);
    return 'done';
  }
  return 'lost';
}

export type Reassessed = 'changed' | 'unchanged' | 'none';

/** Brings one account to now under the programme in force. Throws where it changes all the time. */
export async function reassess(deps: PostDeps, id: CustomerId, now: Instant): Promise<Reassessed> {
  const { store, settings, book } = deps;
  const loyalty = loyaltyIn(book.programme);
  if (loyalty === null) return 'none';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const read = await readAccount(store, id);
    const person = await store.loadProfile(id);
    if (read.account === null || read.account.mergedInto !== null || person?.id !== id) return 'none';
    const ledger = ledgerOver(read, loyalty, settings, now);
    const dates = datesOf(person, settings);
    passTime(ledger, read.version, dates);
    const change = await changeOf(store, id, ledger, read.version, dates);
    if (change === null) return 'unchanged';
    const followed = await followedBy(deps, id, change, now);
    const { dossiers, tasks } = change;
    const all = [...tasks, ...(followed.tasks ?? [])];
    if ((await store.commitStep({ ...followed, decisions: [], dossiers, tasks: all })) === 'committed')
      return 'changed';
  }
  throw new Error(`the points of ${id} changed ${MOST_TRIES} times while they were being reassessed`);
}
