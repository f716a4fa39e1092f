/**
 * The backlog of a journey that is new: people who are where it begins already, let in so many a day instead of all at once.
 * Entries by stage and into a segment have one; whoever an event would have let in is not looked for in the past.
 */
import type { Person } from '../../customer/person.ts';
import type { DirectoryStore } from '../../ports.ts';
import type { Task, TaskProgress } from '../../task.ts';
import { DAY_MS, type Instant, isoInstant, parseIso } from '../../time.ts';
import { type Circumstances, type Condition, holds } from '../condition.ts';
import type { EntryTrigger, JourneyDefinition } from '../definition.ts';
import { type Invitation, lookFor, type LookStore, sweep, type SweepDeps } from './sweep.ts';

/** An entry that people may be waiting at. */
type PlaceEntry = Extract<EntryTrigger, { on: 'stage' } | { on: 'segment' }>;

const RUNS_A_DAY = 24;
const PAGE = 500;

/** Names one backlog a journey. */
export function backlogId(journeyId: string): string {
  return `backlog/${journeyId}`;
}

function placeEntries({ entry }: JourneyDefinition): PlaceEntry[] {
  const places = entry.filter((one) => one.on === 'stage' || one.on === 'segment');
  return places.filter((one) => one.on === 'stage' || one.change === 'entered');
}

/** True where a journey has an entry that people may be waiting at. */
export function hasBacklog(definition: JourneyDefinition): boolean {
  return placeEntries(definition).length > 0;
}

function isAt(entry: PlaceEntry, person: Person, segments: Circumstances['segments']): boolean {
  if (entry.on === 'segment') return segments?.[entry.segment] !== undefined;
  const stage = person.lifecycle?.stage;
  return stage !== undefined && (entry.to === undefined || entry.to.includes(stage));
}

async function isInvited(
  definition: JourneyDefinition,
  person: Person,
  now: Instant,
  look: ReturnType<typeof lookFor>,
): Promise<boolean> {
  const entries = placeEntries(definition);
  const mayBeAt = ({ on }: PlaceEntry) => on === 'segment' || person.lifecycle !== null;
  if (!entries.some(mayBeAt)) return false;
  const seen = await look(person);
  return entries.some(
    (entry) =>
      isAt(entry, person, seen.segments) &&
      (entry.where === undefined || holds(entry.where, { person, properties: {}, now, ...seen })),
  );
}

/** What the entries ask of a person, the segments they begin at among it. */
function askedBy(definition: JourneyDefinition): (Condition | undefined)[] {
  return placeEntries(definition).flatMap((entry) => [
    entry.where,
    ...(entry.on === 'segment' ? [{ segment: entry.segment }] : []),
  ]);
}

/** How many people a journey would find where it begins. O(customers). */
export async function countBacklog(
  store: Pick<DirectoryStore, 'listPeople'> & LookStore,
  definition: JourneyDefinition,
  now: Instant,
): Promise<number> {
  if (!hasBacklog(definition)) return 0;
  const look = lookFor({ store }, askedBy(definition), now);
  let found = 0;
  let after: Person['id'] | null = null;
  for (;;) {
    const page: Person[] = await store.listPeople({ after, limit: PAGE });
    for (const person of page) if (await isInvited(definition, person, now, look)) found += 1;
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
    body: { journeyId, perDay, cursor: null, admitted: 0, since: isoInstant(now), day: 0, today: 0 },
  };
}

interface BacklogBody {
  readonly journeyId: string;
  readonly perDay: number;
  readonly cursor: string | null;
  readonly admitted: number;
  /** When it was asked for, which tells one backlog of a journey from another. */
  readonly since: string;
  /** Days since then, and how many were let in on that day. */
  readonly day: number;
  readonly today: number;
}

function bodyOf({ id, body }: Task): BacklogBody {
  const { journeyId, perDay, cursor, admitted, since, day, today } = body;
  const isBacklog =
    typeof journeyId === 'string' &&
    typeof perDay === 'number' &&
    typeof admitted === 'number' &&
    typeof since === 'string' &&
    typeof day === 'number' &&
    typeof today === 'number';
  if (!isBacklog) throw new TypeError(`task ${id} is no backlog: ${JSON.stringify(body)}`);
  return {
    journeyId,
    perDay,
    cursor: typeof cursor === 'string' ? cursor : null,
    admitted,
    since,
    day,
    today,
  };
}

/** How many one run lets in, and when the next is due once it has let in so many: evenly over each day, `perDay` in all. */
function paceOf({ perDay, since, ...body }: BacklogBody, now: Instant) {
  const begun = parseIso(since) ?? now;
  const day = Math.max(body.day, Math.floor((now - begun) / DAY_MS));
  const today = body.day === day ? body.today : 0;
  const share = Math.max(1, Math.round(perDay / RUNS_A_DAY));
  return {
    day,
    today,
    share: Math.min(share, perDay - today),
    nextAt: (admitted: number) =>
      Math.max(now, begun + Math.round((day + (today + admitted) / perDay) * DAY_MS)),
  };
}

/** One hour's share of a backlog; done once everyone was looked at. */
export function runBacklog(deps: SweepDeps): (task: Task, now: Instant) => Promise<TaskProgress> {
  return async (task, now) => {
    const body = bodyOf(task);
    const journey = deps.book.latest.find(({ id }) => id === body.journeyId);
    const move = async (after: Partial<Task>): Promise<TaskProgress> => {
      const moved = { ...task, version: task.version + 1, attempts: 0, ...after };
      const put = await deps.store.putTask({ task: moved, expectedVersion: task.version });
      if (put === 'conflict') return 'lost';
      return moved.dueAt === null ? 'done' : 'again';
    };
    if (journey === undefined) return move({ dueAt: null });
    const look = lookFor(deps, askedBy(journey.definition), now);
    const invite = async (person: Person): Promise<Invitation | null> => {
      if (!(await isInvited(journey.definition, person, now, look))) return null;
      return { trigger: { backlog: body.since, to: person.lifecycle?.stage ?? null }, dueAt: now };
    };
    const { day, today, share, nextAt } = paceOf(body, now);
    const from = { cursor: body.cursor, mostAdmitted: share };
    if (share === 0) return move({ dueAt: nextAt(0) });
    const { cursor, admitted } = await sweep(deps, journey, from, invite, now);
    return move({
      dueAt: cursor === null ? null : nextAt(admitted),
      body: { ...task.body, cursor, admitted: body.admitted + admitted, day, today: today + admitted },
    });
  };
}
