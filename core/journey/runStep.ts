/** One due enrolment: read the person, advance, commit under the enrolment's version. A lost race is somebody else's step. */
import type { Person, PersonRecord } from '../customer/person.ts';
import { NO_ORDERS } from '../customer/order.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { Consequences, DossierStore, PeopleStore, StepChange, WorkStore } from '../ports.ts';
import { loadMemberships } from '../segment/standing.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, MINUTE_MS } from '../time.ts';
import { advance } from './advance.ts';
import type { JourneyBook } from './book.ts';
import type { JourneyDefinition } from './definition.ts';
import type { Enrolment } from './enrolment.ts';
import { needsOf } from './needs.ts';
import { NO_CONSEQUENCES } from './occasion.ts';
import { cancelOpen, ended, endFact } from './passage.ts';
import { admitPerson } from './react.ts';
import { readBack } from './readBack.ts';

export interface StepDeps {
  readonly store: Pick<
    PeopleStore & WorkStore & DossierStore,
    'loadProfile' | 'loadPerson' | 'recentEvents' | 'commitStep' | 'loadDossiers'
  >;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly model: ShopModel;
}

export type StepResult = 'stepped' | 'lost' | 'broken';

function brokenOff(enrolment: Enrolment, now: Instant, detail: string): StepChange {
  return {
    enrolments: [{ enrolment: ended(enrolment, now, 'broken', detail), expectedVersion: enrolment.version }],
    decisions: [],
    cancellations: cancelOpen(enrolment, now),
    facts: [endFact(enrolment, now, 'broken', detail)],
  };
}

/** A profile with what a step of the definition needs besides. */
interface Subject {
  readonly person: Person;
  readonly record: PersonRecord | null;
}

async function subjectOf(
  { store }: StepDeps,
  definition: JourneyDefinition,
  enrolment: Enrolment,
): Promise<Subject | null> {
  if (needsOf(definition).record) {
    const record = await store.loadPerson(enrolment.customerId);
    return record === null ? null : { person: record.person, record };
  }
  const person = await store.loadProfile(enrolment.customerId);
  return person === null ? null : { person, record: null };
}

/**
 * Starting another journey from within one: under its own rules of re-entry, what the step itself started before counted;
 * one that is not published starts nothing.
 */
function starter(book: JourneyBook, record: PersonRecord | null, enrolment: Enrolment, now: Instant) {
  const begun: Enrolment[] = [];
  return (journeyId: string, person: Person): Consequences => {
    const journey = book.latest.find(({ id }) => id === journeyId);
    if (journey === undefined || record === null) return NO_CONSEQUENCES;
    const enrolments = [...record.enrolments, ...begun];
    const { latest: journeys, definitionOf } = book;
    const trigger = { journey: enrolment.journeyId, enrolment: enrolment.id };
    const started = admitPerson(
      { person, enrolments, now, journeys, definitionOf },
      { journey, key: enrolment.key, trigger },
    );
    begun.push(...started.enrolments.map((write) => write.enrolment));
    return started;
  };
}

async function changeOf(
  deps: StepDeps,
  book: JourneyBook,
  definition: JourneyDefinition,
  enrolment: Enrolment,
  now: Instant,
): Promise<StepChange | null> {
  const subject = await subjectOf(deps, definition, enrolment);
  if (subject === null) return null;
  const { person, record } = subject;
  return advance({
    enrolment,
    person,
    definition,
    now,
    settings: deps.settings,
    settingsVersion: deps.settingsVersion,
    modelVersion: deps.model.version,
    winners: book.winners,
    rhythm: deps.model.rhythm,
    history: record === null ? null : (record.history ?? NO_ORDERS),
    orderInstants: () => record?.orders.map((order) => order.at) ?? [],
    events: await readBack(deps.store, person.id, needsOf(definition).events, now),
    segments: needsOf(definition).segments ? await loadMemberships(deps.store, person.id) : {},
    start: starter(book, record, enrolment, now),
  });
}

/** A version published within this time may not be in the book of a wave that began before. */
const LONGEST_WAVE_MS = 15 * MINUTE_MS;

/** Whether somebody entered a version that was published since the book was read: the next wave knows it. */
function isNewerThan({ latest }: JourneyBook, enrolment: Enrolment, now: Instant): boolean {
  const newest = latest.find(({ id }) => id === enrolment.journeyId)?.version ?? 0;
  return newest < enrolment.journeyVersion && now - enrolment.enteredAt < LONGEST_WAVE_MS;
}

/** Runs one step. `lost`: somebody else's, or the next wave's. `broken`: the definition or the person vanished, and the passage ended with that reason. */
export async function runStep(
  deps: StepDeps,
  book: JourneyBook,
  enrolment: Enrolment,
  now: Instant,
): Promise<StepResult> {
  const definition = book.definitionOf(enrolment);
  if (definition === undefined) {
    if (isNewerThan(book, enrolment, now)) return 'lost';
    const change = brokenOff(enrolment, now, 'the journey version is no longer published');
    return (await deps.store.commitStep(change)) === 'committed' ? 'broken' : 'lost';
  }
  const change = await changeOf(deps, book, definition, enrolment, now);
  const committed = await deps.store.commitStep(
    change ?? brokenOff(enrolment, now, 'the customer is no longer known'),
  );
  if (committed === 'conflict') return 'lost';
  return change === null ? 'broken' : 'stepped';
}

export type RunStep = typeof runStep;
