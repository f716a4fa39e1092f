/** What a simulation is asked to do. */
import { isMessage, type JourneyDefinition } from '../../core/journey/definition.ts';
import { ORDER_EVENTS } from '../../core/customer/event.ts';
import { namesLookedBackOn } from '../../core/journey/lookBack.ts';
import { JOURNEY_REQUESTED } from '../../core/journey/triggers.ts';
import type { Winners } from '../../core/journey/winners.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { BlockSource, TemplateSource } from '../../core/message/template.ts';
import type { DirectoryStore, PeopleStore } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { SimulatedCosts } from './simulatedCosts.ts';
import type { SimulatedPicks } from './picks.ts';
import type { ProgrammePart } from '../../core/programme/programme.ts';
import type { Instant } from '../../core/time.ts';

export interface SimulationRequest {
  /** 00:00 UTC of the first day; orders before it are history. */
  readonly from: Instant;
  /** Exclusive: 00:00 UTC of the day after the last. */
  readonly to: Instant;
  readonly seed: number;
  /** Gives everyone without an address of these channels one that exists only in the simulation. */
  readonly assumeReachable: readonly ConsentChannel[];
  /** Topics granted to everyone who has neither granted nor refused them. */
  readonly assumeConsent: readonly string[];
  /** Renders every message too, as a check of the templates. */
  readonly render: boolean;
}

/** Where recorded people and orders come from; only read. */
export type SimulationSource = Pick<DirectoryStore, 'exportPeople' | 'countPeople'> &
  Pick<PeopleStore, 'loadContacts' | 'loadIdentities' | 'recentEvents'>;

export type ProgrammeValues = Readonly<Partial<Record<ProgrammePart, string>>>;

/** What runs in it. */
export interface SimulationDefinitions {
  readonly journeys: readonly JourneyDefinition[];
  readonly templates: readonly TemplateSource[];
  /** What the templates share; none where they hold none. */
  readonly blocks?: ReadonlyMap<string, BlockSource>;
  readonly settings: Settings;
  /** Experiments decided already; none where left out. A simulation decides none itself. */
  readonly winners?: Winners;
  /** What the shop published of segments, loyalty, offers and win-back, each as its value of the config; nothing where left out. */
  readonly programme?: ProgrammeValues;
  /** Left out, or null, everybody is valued by the settings' margin. */
  readonly costs?: SimulatedCosts | null;
  /** What products are chosen with; left out, or null, no message shows any. */
  readonly picks?: SimulatedPicks | null;
}

/** Names of the recorded events that these journeys begin with or look back on, and of orders, for what was said with them. */
export function eventNamesOf(journeys: readonly JourneyDefinition[]): readonly string[] {
  const entered = journeys.flatMap(({ entry }) =>
    entry.flatMap((one) => (one.on === 'event' ? [one.event] : one.on === 'api' ? [JOURNEY_REQUESTED] : [])),
  );
  return [...new Set([...ORDER_EVENTS, ...entered, ...journeys.flatMap(namesLookedBackOn)])];
}

/**
 * Channels whose addresses and consents matter to these journeys: email always, SMS where one is sent. Who knows no SMS
 * need not read every phone.
 */
export function channelsOf(journeys: readonly JourneyDefinition[]): readonly ConsentChannel[] {
  const sendsSms = journeys.some(({ nodes }) =>
    Object.values(nodes).some((node) => isMessage(node) && node.channel === 'sms'),
  );
  return sendsSms ? ['email', 'sms'] : ['email'];
}
