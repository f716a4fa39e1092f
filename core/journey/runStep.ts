/** One due enrolment: read the person, advance, commit under the enrolment's version. A lost race is somebody else's step. */
import type { PeopleStore, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { advance } from './advance.ts';
import type { JourneyBook } from './book.ts';
import type { Enrolment } from './enrolment.ts';
import { ended, endFact } from './react.ts';

export interface StepDeps {
  readonly store: Pick<PeopleStore & WorkStore, 'loadProfile' | 'commitStep'>;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly modelVersion: number;
}

export type StepResult = 'stepped' | 'lost' | 'broken';

/** Runs one step. `broken`: the definition or the person vanished, and the passage ended with that reason. */
export async function runStep(
  deps: StepDeps,
  book: JourneyBook,
  enrolment: Enrolment,
  now: Instant,
): Promise<StepResult> {
  const definition = book.definitionOf(enrolment);
  const person = await deps.store.loadProfile(enrolment.customerId);
  if (definition === undefined || person === null) {
    const detail =
      person === null ? 'the customer is no longer known' : 'the journey version is no longer published';
    const committed = await deps.store.commitStep({
      enrolments: [
        { enrolment: ended(enrolment, now, 'broken', detail), expectedVersion: enrolment.version },
      ],
      decisions: [],
      cancellations: enrolment.openDecisions.map(({ id }) => ({ decisionId: id, reason: 'exited', at: now })),
      facts: [endFact(enrolment, now, 'broken', detail)],
    });
    return committed === 'committed' ? 'broken' : 'lost';
  }
  const change = advance({
    enrolment,
    person,
    definition,
    now,
    seed: deps.settings.seed,
    settingsVersion: deps.settingsVersion,
    modelVersion: deps.modelVersion,
  });
  const committed = await deps.store.commitStep(change);
  return committed === 'committed' ? 'stepped' : 'lost';
}
