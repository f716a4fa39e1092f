/**
 * The backlog of a journey that is new: people who are where it begins already, let in so many a day instead of all at once.
 * Only entries by stage have one; whoever an event would have let in is not looked for in the past.
 */
import type { Person } from '../../customer/person.ts';
import type { DirectoryStore, PeopleStore } from '../../ports.ts';
import type { Task, TaskProgress } from '../../task.ts';
import { DAY_MS, type Instant, isoInstant } from '../../time.ts';
import { holds, namesWatched } from '../condition.ts';
import type { EntryTrigger, JourneyDefinition } from '../definition.ts';
import { LONGEST_LOOK_BACK_MS, MOST_EVENTS_LOOKED_AT } from '../lookBack.ts';
import { type Invitation, recentlyOf, sweep, type SweepDeps } from './sweep.ts';

type StageEntry = Extract<EntryTrigger, { on: 'stage' }>;

const RUNS_A_DAY = 24;
const PAGE = 500;

/** Names one backlog a journey. */
export function backlogId(journeyId: string): string {
  return `backlog/${journeyId}`;
}

function stageEntries({ entry }: JourneyDefinition): StageEntry[] {
  return entry.filter((one) => one.on === 'stage');
}

/** True where a journey has an entry that people may be waiting at. */
export function hasBacklog(definition: JourneyDefinition): boolean {
  return stageEntries(definition).length > 0;
}

function isAt(entry: StageEntry, person: Person): boolean {
  const stage = person.lifecycle?.stage;
  return stage !== undefined && (entry.to === undefined || entry.to.includes(stage));
}

async function isInvited(
  definition: JourneyDefinition,
  person: Person,
  now: Instant,
  recently: ReturnType<typeof recentlyOf>,
): Promise<boolean> {
  const entries = stageEntries(definition).filter((entry) => isAt(entry, person));
  if (entries.length === 0) return false;
  const events = await recently(person);
  return entries.some(
    ({ where }) => where === undefined || holds(where, { person, properties: {}, now, events }),
  );
}

function watchedBy(definition: JourneyDefinition): string[] {
  return stageEntries(definition).flatMap(({ where }) => [...namesWatched(where)]);
}

/** How many people a journey would find where it begins. O(customers). */
export async function countBacklog(
  store: Pick<DirectoryStore & PeopleStore, 'listPeople' | 'recentEvents'>,
  definition: JourneyDefinition,
  now: Instant,
): Promise<number> {
  if (!hasBacklog(definition)) return 0;
  const names = watchedBy(definition);
  const since = now - LONGEST_LOOK_BACK_MS;
  const recently = async ({ id }: Person) =>
    names.length === 0 ? [] : store.recentEvents(id, { names, since, limit: MOST_EVENTS_LOOKED_AT });
  let found = 0;
  let after: Person['id'] | null = null;
  for (;;) {
    const page: Person[] = await store.listPeople({ after, limit: PAGE });
    for (const person of page) if (await isInvited(definition, person, now, recently)) found += 1;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE || after === null) return found;
  }
}

/** The task that lets a journey's backlog in, `perDay` people a day, beginning now. */
export function backlogTask(journeyId: string, perDay: number, now: Instant): Task {
  return {
    id: backlogId(journeyId),
    kind: 'backlog',
    customerId: null,
    lane: 'bulk',
    dueAt: now,
    version: 1,
    attempts: 0,
    body: { journeyId, perDay, cursor: null, admitted: 0, since: isoInstant(now) },
  };
}

interface BacklogBody {
  readonly journeyId: string;
  readonly perDay: number;
  readonly cursor: string | null;
  readonly admitted: number;
}

function bodyOf({ id, body }: Task): BacklogBody {
  const { journeyId, perDay, cursor, admitted } = body;
  if (typeof journeyId !== 'string' || typeof perDay !== 'number' || typeof admitted !== 'number')
    throw new TypeError(`task ${id} is no backlog: ${JSON.stringify(body)}`);
  return { journeyId, perDay, cursor: typeof cursor === 'string' ? cursor : null, admitted };
}

/** One hour's share of a backlog; done once everyone was looked at. */
export function runBacklog(deps: SweepDeps): (task: Task, now: Instant) => Promise<TaskProgress> {
  return async (task, now) => {
    const body = bodyOf(task);
    const journey = deps.book.latest.find(({ id }) => id === body.journeyId);
    const share = Math.max(1, Math.round(body.perDay / RUNS_A_DAY));
    const move = (after: Partial<Task>) =>
      deps.store.putTask({
        task: { ...task, version: task.version + 1, attempts: 0, ...after },
        expectedVersion: task.version,
      });
    if (journey === undefined) return (await move({ dueAt: null })) === 'committed' ? 'done' : 'lost';
    const recently = recentlyOf(deps, watchedBy(journey.definition), now);
    const invite = async (person: Person): Promise<Invitation | null> => {
      if (!(await isInvited(journey.definition, person, now, recently))) return null;
      return { trigger: { backlog: true, to: person.lifecycle?.stage ?? null }, dueAt: now };
    };
    const swept = await sweep(deps, journey, { cursor: body.cursor, mostAdmitted: share }, invite, now);
    const more = { ...task.body, cursor: swept.cursor, admitted: body.admitted + swept.admitted };
    if (swept.cursor === null)
      return (await move({ dueAt: null, body: more })) === 'committed' ? 'done' : 'lost';
    const pauseMs = Math.round((swept.admitted / body.perDay) * DAY_MS);
    return (await move({ dueAt: now + pauseMs, body: more })) === 'committed' ? 'again' : 'lost';
  };
}
