/** What a simulation is asked to do. */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import type { TemplateSource } from '../../core/message/template.ts';
import type { DirectoryStore, PeopleStore } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';

export interface SimulationRequest {
  /** 00:00 UTC of the first day; orders before it are history. */
  readonly from: Instant;
  /** Exclusive: 00:00 UTC of the day after the last. */
  readonly to: Instant;
  readonly seed: number;
  /** Gives everyone without an address one that exists only in the simulation. */
  readonly assumeReachable: boolean;
  /** Topics granted to everyone who has neither granted nor refused them. */
  readonly assumeConsent: readonly string[];
  /** Renders every message too, as a check of the templates. */
  readonly render: boolean;
}

/** Where recorded people and orders come from; only read. */
export type SimulationSource = Pick<DirectoryStore, 'exportPeople' | 'countPeople'> &
  Pick<PeopleStore, 'loadContacts'>;

/** What runs in it. */
export interface SimulationDefinitions {
  readonly journeys: readonly JourneyDefinition[];
  readonly templates: readonly TemplateSource[];
  readonly settings: Settings;
}
