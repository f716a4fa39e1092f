/**
 * Entries by the clock: a schedule lets everyone in whom its filter lets in, at its times; a date lets each person in on
 * their own day. Each is a task that goes through everyone: a schedule at its occurrences, a date once a day for the instants
 * of that UTC day. What a server that was off for more than a day has missed stays missed.
 */
import { chance } from '../../chance.ts';
import type { Person } from '../../customer/person.ts';
import { parseDuration } from '../../duration.ts';
import type { WorkStore } from '../../ports.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Task, TaskProgress } from '../../task.ts';
import { DAY_MS, type Instant, isoInstant, startOfDay, utcDay } from '../../time.ts';
import { holds } from '../condition.ts';
import type { PublishedJourney } from '../definition.ts';
import type { DateTrigger, ScheduleTrigger } from '../triggers.ts';
import { dateWithin, nextOccurrence, restOfDay } from './occurrence.ts';
import { type Invitation, lookFor, sweep, type SweepDeps } from './sweep.ts';

type ClockEntry = ScheduleTrigger | DateTrigger;

function isClockEntry(entry: PublishedJourney['definition']['entry'][number]): entry is ClockEntry {
  return entry.on === 'schedule' || entry.on === 'date';
}

export function scheduleId(journeyId: string, index: number): string {
  return `schedule/${journeyId}/${index}`;
}

/** When an entry is next to be run at or after `after`: a date's day begins at 00:00 UTC. */
function nextRun(entry: ClockEntry, settings: Settings, after: Instant): Instant | null {
  if (entry.on === 'schedule') return nextOccurrence(entry, settings, after);
  const day = utcDay(after);
  return startOfDay(day) >= after ? startOfDay(day) : startOfDay(day + 1);
}

/** Whether a task that is there is what the entry asks for. */
function goesOn({ dueAt, body }: Task, entry: ClockEntry): boolean {
  if (dueAt === null || body['on'] !== entry.on) return false;
  return entry.on === 'date' || body['cursor'] !== null;
}

/**
 * Puts the tasks of a journey's clock entries, as of a version just published. A date that falls on the rest of today counts.
 * A daily look at dates, and an occurrence whose people are being let in, go on as they are: they read the newest version.
 */
export async function scheduleEntries(
  store: Pick<WorkStore, 'loadTask' | 'putTask'>,
  journey: PublishedJourney,
  settings: Settings,
  now: Instant,
): Promise<void> {
  for (const [index, entry] of journey.definition.entry.entries()) {
    if (!isClockEntry(entry)) continue;
    const id = scheduleId(journey.id, index);
    const known = await store.loadTask(id);
    if (known !== null && goesOn(known, entry)) continue;
    const dueAt = entry.on === 'date' ? now : nextRun(entry, settings, now);
    const body = { journeyId: journey.id, entry: index, on: entry.on, from: dueAt, cursor: null };
    const task: Task = {
      id,
      kind: 'schedule',
      customerId: null,
      lane: 'bulk',
      dueAt,
      version: (known?.version ?? 0) + 1,
      attempts: 0,
      body,
    };
    await store.putTask({ task, expectedVersion: known?.version ?? 0 });
  }
}

interface ScheduleBody {
  readonly journeyId: string;
  readonly index: number;
  readonly from: Instant;
  readonly cursor: string | null;
}

function bodyOf({ id, body }: Task): ScheduleBody {
  const { journeyId, entry, from, cursor } = body;
  if (typeof journeyId !== 'string' || typeof entry !== 'number' || typeof from !== 'number')
    throw new TypeError(`task ${id} is no schedule: ${JSON.stringify(body)}`);
  return { journeyId, index: entry, from, cursor: typeof cursor === 'string' ? cursor : null };
}

/** Entries of one occurrence are spread over as long as the schedule says, by a stable chance. */
function spreadOver(entry: ScheduleTrigger, person: Person, from: Instant, seed: number): number {
  const spreadMs = entry.spread === undefined ? 0 : (parseDuration(entry.spread) ?? 0);
  return spreadMs === 0 ? 0 : Math.floor(chance(seed, 'spread', String(from), person.id) * spreadMs);
}

function invitations(deps: SweepDeps, entry: ClockEntry, { from }: ScheduleBody, now: Instant) {
  const { settings } = deps;
  const look = lookFor(deps, [entry.where], now);
  const span = restOfDay(from);
  const inviteAt = async (person: Person, at: Instant): Promise<Invitation | null> => {
    const seen = await look(person);
    if (entry.where !== undefined && !holds(entry.where, { person, properties: {}, now, ...seen }))
      return null;
    return { trigger: { [entry.on]: isoInstant(entry.on === 'date' ? at : from) }, dueAt: at };
  };
  return (person: Person) => {
    const at =
      entry.on === 'date'
        ? dateWithin(entry, person, settings, span)
        : now + spreadOver(entry, person, from, settings.seed);
    return at === null ? null : inviteAt(person, at);
  };
}

/** Whether anybody's date can fall on the day: of a festival it is known without looking at people. */
function mayInvite(entry: ClockEntry, { from }: ScheduleBody, settings: Settings): boolean {
  if (entry.on !== 'date' || entry.festival === undefined) return true;
  const around = { from: startOfDay(utcDay(from) - 1), until: startOfDay(utcDay(from) + 2) };
  return dateWithin({ ...entry, at: '12:00' }, { zone: 'UTC', traits: {} }, settings, around) !== null;
}

/** The trait without which nobody is let in; of a path its first part. */
function traitOf(entry: ClockEntry): { trait?: string } {
  const trait = entry.on === 'date' ? entry.trait?.split('.')[0] : undefined;
  return trait === undefined ? {} : { trait };
}

/** One run of a schedule: a bounded number of people; then it is due again at once, or at the next occurrence. */
export function runSchedule(deps: SweepDeps): (task: Task, now: Instant) => Promise<TaskProgress> {
  return async (task, now) => {
    const body = bodyOf(task);
    const journey = deps.book.latest.find(({ id }) => id === body.journeyId);
    const entry = journey?.definition.entry[body.index];
    if (journey === undefined || entry === undefined || !isClockEntry(entry))
      return (await deps.store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
    const stale = now - body.from > DAY_MS;
    const swept =
      stale || !mayInvite(entry, body, deps.settings)
        ? { cursor: null, admitted: 0 }
        : await sweep(
            deps,
            journey,
            { cursor: body.cursor, mostAdmitted: Number.POSITIVE_INFINITY, ...traitOf(entry) },
            invitations(deps, entry, body, now),
            now,
          );
    const over = swept.cursor === null;
    const from = over ? nextRun(entry, deps.settings, Math.max(body.from + 1, now - DAY_MS)) : body.from;
    const next: Task = {
      ...task,
      version: task.version + 1,
      attempts: 0,
      dueAt: over ? from : now,
      body: { ...task.body, from, cursor: swept.cursor },
    };
    const put = await deps.store.putTask({ task: next, expectedVersion: task.version });
    return put === 'committed' ? 'again' : 'lost';
  };
}
