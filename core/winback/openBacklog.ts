/**
 * Those who were lost before a policy was published, taken up so many a day in the order of their ids: never everyone by
 * surprise. A task of the whole shop that comes back, each hour or as often as the pace asks, until everybody was looked at. Each person is taken up in a commit
 * of their own; whoever changes meanwhile is left to their next change.
 */
import type { Person } from '../customer/person.ts';
import { type CustomerId, isCustomerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { DirectoryStore, DossierStore, WorkStore } from '../ports.ts';
import type { Task, TaskProgress } from '../task.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type CaseSurroundings, caseFor } from './caseFor.ts';

export const BACKLOG_TASK = 'win-back-backlog';

const RUNS_A_DAY = 24;
/** What one run of a worker gets done with room to spare. */
const MOST_A_RUN = 500;
const PAGE = 200;

export interface BacklogDeps extends CaseSurroundings {
  readonly store: Pick<DossierStore, 'dossiersOf'> &
    Pick<DirectoryStore, 'listPeople'> &
    Pick<WorkStore, 'commitStep' | 'removeTask'>;
}

/** Begins a backlog, in the place of one that is under way. */
export async function beginBacklog(
  store: Pick<WorkStore, 'loadTask' | 'putTask'>,
  perDay: number,
  now: Instant,
): Promise<void> {
  const known = await store.loadTask(BACKLOG_TASK);
  const version = (known?.version ?? 0) + 1;
  const task: Task = {
    id: BACKLOG_TASK,
    kind: 'win-back',
    customerId: null,
    lane: 'upkeep',
    dueAt: now,
    version,
    attempts: 0,
    body: { perDay, cursor: null },
  };
  await store.putTask({ task, expectedVersion: version - 1 });
}

/** Whether they were taken up. */
async function takeUpPerson(deps: BacklogDeps, person: Person, now: Instant): Promise<boolean> {
  const { lifecycle } = person;
  if (lifecycle === null || lifecycle.winBack !== undefined) return false;
  const change = await caseFor(deps, { person, lifecycle }, null, now);
  if (change === null) return false;
  const after = { ...person, version: person.version + 1, lifecycle: { ...lifecycle, winBack: change.mark } };
  const result = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: change.facts,
    dossiers: change.dossiers,
    tasks: change.tasks,
    person: { person: after, expectedVersion: person.version },
  });
  return result === 'committed';
}

/** Takes up so many behind the cursor; the last id looked at, null once there is nobody more. */
async function takeUpSome(
  deps: BacklogDeps,
  { after, most }: { after: CustomerId | null; most: number },
  now: Instant,
): Promise<CustomerId | null> {
  let [cursor, taken] = [after, 0];
  for (;;) {
    const page = await deps.store.listPeople({ after: cursor, limit: PAGE, stage: 'decline' });
    for (const person of page) {
      if (taken >= most) return cursor;
      if (await takeUpPerson(deps, person, now)) taken += 1;
      cursor = person.id;
    }
    if (page.length < PAGE) return null;
  }
}

export async function runBacklog(deps: BacklogDeps, task: Task, now: Instant): Promise<TaskProgress> {
  const { perDay: asked, cursor } = task.body;
  const perDay = typeof asked === 'number' ? asked : 1;
  const most = Math.min(MOST_A_RUN, Math.max(1, Math.round(perDay / RUNS_A_DAY)));
  const after = typeof cursor === 'string' && isCustomerId(cursor) ? cursor : null;
  const reached = await takeUpSome(deps, { after, most }, now);
  if (reached === null)
    return (await deps.store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
  const body = { ...task.body, cursor: reached };
  const again = {
    ...task,
    body,
    dueAt: now + Math.round((most / perDay) * DAY_MS),
    version: task.version + 1,
    attempts: 0,
  };
  const result = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    tasks: [{ task: again, expectedVersion: task.version }],
  });
  return result === 'committed' ? 'again' : 'lost';
}
