/** Something that happened to one person, as journeys see it, and all they need to judge what follows from it. */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { Stage } from '../lifecycle/lifecycle.ts';
import type { Consequences, RecentEvent } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { JourneyDefinition, PublishedJourney } from './definition.ts';
import type { Enrolment } from './enrolment.ts';

export type Trigger =
  | { readonly kind: 'event'; readonly name: string; readonly properties: JsonObject; readonly at: Instant }
  | { readonly kind: 'stage'; readonly from: Stage | null; readonly to: Stage }
  | { readonly kind: 'segment'; readonly segment: string; readonly change: 'entered' | 'left' };

export interface Occasion {
  /** The person after what happened. */
  readonly person: Person;
  readonly enrolments: readonly Enrolment[];
  readonly triggers: readonly Trigger[];
  readonly now: Instant;
  /** Newest versions: who may enter. */
  readonly journeys: readonly PublishedJourney[];
  /** The version a running passage finishes; undefined when it vanished. */
  readonly definitionOf: (enrolment: Enrolment) => JourneyDefinition | undefined;
  /** What the person did lately, as far as `lookBackFor` asks for it; the triggers themselves need not be among it. */
  readonly events?: readonly RecentEvent[];
  /** Segments the person is in after what happened; only where a condition asks. */
  readonly segments?: Readonly<Record<string, Instant>>;
  /** With it a date told today lets the person in today; without it the next look at everyone's dates does. */
  readonly settings?: Settings;
}

export const NO_CONSEQUENCES: Consequences = { enrolments: [], cancellations: [], facts: [] };

export function describeTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return trigger.name;
    case 'stage':
      return `${trigger.from ?? 'unknown'} → ${trigger.to}`;
    case 'segment':
      return `${trigger.change} ${trigger.segment}`;
  }
}

/** What let a person in, as it is kept with the passage. */
export function triggerRecord(trigger: Trigger): JsonObject {
  switch (trigger.kind) {
    case 'event':
      return { event: trigger.name, properties: trigger.properties, at: trigger.at };
    case 'stage':
      return { from: trigger.from, to: trigger.to };
    case 'segment':
      return { segment: trigger.segment, change: trigger.change };
  }
}
