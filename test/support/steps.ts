/** Steps and what they leave, for tests of the engine. */
import { advance } from '../../core/journey/advance.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { RecentEvent, StepChange } from '../../core/ports.ts';
import { aJourney, NOW } from './builders.ts';
import { aStepInput } from './stepInput.ts';

export type Nodes = NonNullable<NonNullable<Parameters<typeof aJourney>[0]>['nodes']>;

export const END = { type: 'end' } as const;

/** One step of a journey of these nodes, from the first unless an enrolment is given. */
export function step(nodes: Nodes, more: Parameters<typeof aStepInput>[0] = {}): StepChange {
  return advance(aStepInput({ definition: aJourney({ nodes }), ...more }));
}

/** The enrolment a step leaves. */
export function after({ enrolments: [write] }: Pick<StepChange, 'enrolments'>): Enrolment {
  if (write === undefined) throw new Error('a step always writes its enrolment');
  return write.enrolment;
}

/** An event of the past, `agoMs` before `NOW`. */
export function happened(
  name: string,
  agoMs: number,
  properties: RecentEvent['properties'] = {},
): RecentEvent {
  return { name, at: NOW - agoMs, properties };
}
