/** Input of one journey step for somebody without orders; every part may be replaced. */
import type { StepInput } from '../../core/journey/walk.ts';
import { NO_CONSEQUENCES } from '../../core/journey/occasion.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { aJourney, anEnrolment, aPerson, aRhythm, NOW } from './builders.ts';

export function aStepInput({
  seed = 1,
  ...more
}: Partial<StepInput> & { readonly seed?: number } = {}): StepInput {
  const definition = more.definition ?? aJourney();
  return {
    enrolment: anEnrolment({ nodeId: definition.start }),
    person: aPerson(),
    definition,
    now: NOW,
    settings: { ...DEFAULT_SETTINGS, seed },
    settingsVersion: 7,
    modelVersion: 3,
    winners: {},
    rhythm: aRhythm(),
    history: null,
    orderInstants: () => [],
    events: [],
    segments: {},
    start: () => NO_CONSEQUENCES,
    ...more,
  };
}
