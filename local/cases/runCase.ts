/**
 * One case in virtual time through the engine itself: events in the order of their arrival, nightly evaluations at 00:00 UTC,
 * waves on whole minutes. What was decided is laid beside what was expected.
 */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { DAY_MS, type Instant, startOfDay, utcDay } from '../../core/time.ts';
import { runErrand } from '../../core/journey/errand/runErrand.ts';
import { allRunners } from '../../functions/shared/runners/allRunners.ts';
import type { WaveRunners } from '../../functions/shared/container.ts';
import { eventsInOrder, Replay } from '../simulate/replay.ts';
import { SimulatedProvider } from '../simulate/simulatedProvider.ts';
import { simulatedKeyOf } from '../simulate/world.ts';
import { caseDesk } from './caseDesk.ts';
import type { Case, CaseFile, GivenCustomer } from './caseFile.ts';
import { type CaseWorld, changeStage, type StageReached, makeCaseWorld, publishAll } from './caseWorld.ts';
import type { Decided } from './decided.ts';
import type { Expected } from './expected.ts';
import { fillStore, type Given, instantOf, type Subject } from './given.ts';
import { diffOf, type DiffLine, isMet } from './match.ts';
import { momentAt } from './moment.ts';
import { CaseNotRunnable } from './notRunnable.ts';
import { seedFor } from './pins.ts';
import { type Told, toldInOrder } from './told.ts';

export interface CaseResult {
  readonly name: string;
  readonly pass: boolean;
  /** The start, which times are told from. */
  readonly now: Instant;
  readonly expected: readonly Expected[];
  readonly decided: readonly Decided[];
  readonly diff: readonly DiffLine[];
  readonly stages: readonly StageReached[];
  /** What kept the case from being run, or went wrong within; the diff alone does not tell. */
  readonly problems: readonly string[];
}

const LONGEST_DAYS = 5 * 366;

/** The case with what the file says of all. */
interface Plan extends Given {
  readonly one: Case;
  readonly expected: readonly Expected[];
  readonly told: readonly Told[];
  readonly customersOf: readonly string[];
}

function customersOf(one: Case, file: CaseFile): GivenCustomer[] {
  return one.customers ?? [{ ...file.customer, ...one.customer }];
}

function subjectsOf(one: Case, file: CaseFile, now: Instant, settings: Settings): Subject[] {
  const subjects = customersOf(one, file).map((given, place) => ({
    id: given.id ?? (place === 0 ? 'customer' : `customer-${place + 1}`),
    given,
    base: { now, zone: given.zone ?? settings.shop.zone },
  }));
  if (new Set(subjects.map(({ id }) => id)).size < subjects.length)
    throw new CaseNotRunnable('customers', 'two customers have the same id');
  return subjects;
}

function startOf(one: Case, file: CaseFile, settings: Settings): Instant {
  const zone = customersOf(one, file)[0]?.zone ?? settings.shop.zone;
  const now = momentAt(one.now ?? file.now ?? '', { now: 0, zone });
  if (now === null) throw new CaseNotRunnable('now', `there is no time zone ${zone}`);
  return now;
}

/** A line that names no customer is about the only one, or the first. */
function finder(subjects: readonly Subject[]) {
  return ({ customer }: { readonly customer?: string | undefined }): Subject => {
    const found = customer === undefined ? subjects[0] : subjects.find(({ id }) => id === customer);
    if (found !== undefined) return found;
    const known = subjects.map(({ id }) => id).join(', ');
    throw new CaseNotRunnable('customer', `there is no customer "${customer}"; there is ${known}`);
  };
}

/** A day beyond the last time named, where the case does not say. */
function endOf(one: Case, now: Instant, named: readonly Instant[], subject: Subject | undefined): Instant {
  const until =
    one.until === undefined || subject === undefined
      ? Math.max(now, ...named) + DAY_MS
      : instantOf(one.until, subject.base);
  if (until - now > LONGEST_DAYS * DAY_MS)
    throw new CaseNotRunnable('until', 'a case lasts five years at most');
  if (until < now) throw new CaseNotRunnable('until', 'the case ends before it begins');
  return until;
}

function planOf(one: Case, file: CaseFile): Plan {
  const settings = one.settings ?? file.settings ?? DEFAULT_SETTINGS;
  const now = startOf(one, file, settings);
  const subjects = subjectsOf(one, file, now, settings);
  const subjectOf = finder(subjects);
  const told = toldInOrder(one.events, subjectOf, settings);
  const early = told.find(({ arrivesAt }) => arrivesAt < now);
  if (early !== undefined) throw new CaseNotRunnable('events', 'an event arrives before the case begins');
  const expected = one.expect.flatMap((line): Expected[] => {
    const { id, base } = subjectOf(line);
    return line.at === undefined ? [] : [{ at: instantOf(line.at, base), customer: id, line }];
  });
  const named = [...told.map(({ arrivesAt }) => arrivesAt), ...expected.map(({ at }) => at)];
  const until = endOf(one, now, named, subjects[0]);
  const rhythm = { ...file.rhythm, ...one.rhythm };
  const ids = subjects.map(({ id }) => id);
  return { one, subjects, rhythm, settings, now, until, told, expected, customersOf: ids };
}

type Mark = { readonly at: Instant; readonly stage?: Extract<Told, { kind: 'stage' }> };

/** Where virtual time stops: midnights, at which everyone is evaluated, and changes of stage. */
function marksOf({ now, until, told }: Plan): Mark[] {
  const marks: Mark[] = told.flatMap((one) =>
    one.kind === 'stage' ? [{ at: one.arrivesAt, stage: one }] : [],
  );
  for (let midnight = startOfDay(utcDay(now) + 1); midnight <= until; midnight += DAY_MS)
    marks.push({ at: midnight });
  return marks.sort((a, b) => a.at - b.at);
}

/** What a case says steps give is given; nothing is asked of the rooms that would. */
function runnersOf({ gives }: Case): WaveRunners {
  return {
    ...allRunners,
    tasks: (deps) => ({
      ...allRunners.tasks(deps),
      errand: runErrand({ store: deps.container.store, book: deps.book, desk: caseDesk(gives) }),
    }),
  };
}

async function live(plan: Plan, world: CaseWorld, settings: Settings): Promise<void> {
  const { store } = world;
  const events = plan.told.flatMap((one) => (one.kind === 'event' ? [one] : []));
  const feed = eventsInOrder(events.map(({ event }) => event));
  const replay = new Replay({
    store,
    provider: new SimulatedProvider(store, false),
    addressKeyOf: simulatedKeyOf,
    settings,
    feed: { ...feed, at: (place) => events[place]?.arrivesAt ?? feed.at(place) },
    from: plan.now,
    runners: runnersOf(plan.one),
    keepEvidence: true,
    mergeData: () => ({}),
  });
  for (const { at, stage } of marksOf(plan)) {
    await replay.runUntil(at);
    if (stage === undefined) await replay.night(at);
    else await changeStage(store, { ...stage, settings }, at);
  }
  await replay.runUntil(plan.until + 1);
}

async function run(plan: Plan, journeys: readonly JourneyDefinition[]): Promise<CaseResult> {
  const { one, expected, now } = plan;
  const settings = { ...plan.settings, seed: seedFor(one, journeys, plan.customersOf) };
  const world = makeCaseWorld();
  await fillStore(world.store, { ...plan, settings });
  await publishAll(world.store, journeys, settings, now);
  await live(plan, world, settings);
  const decided = await world.decided();
  const diff = diffOf(expected, decided, { some: one['expect-some'] });
  const problems = [...new Set(world.failures)];
  return {
    name: one.name,
    pass: isMet(diff) && problems.length === 0,
    now,
    expected,
    decided,
    diff,
    stages: world.stages,
    problems,
  };
}

/** Runs a case. A case that cannot be run has failed, with the reason among its problems. */
export async function runCase(
  one: Case,
  file: CaseFile,
  journeys: readonly JourneyDefinition[],
): Promise<CaseResult> {
  try {
    return await run(planOf(one, file), journeys);
  } catch (failure) {
    if (!(failure instanceof CaseNotRunnable)) throw failure;
    const problems = [`${failure.field}: ${failure.message}`];
    return { name: one.name, pass: false, now: 0, expected: [], decided: [], diff: [], stages: [], problems };
  }
}
