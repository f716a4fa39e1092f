/** What sending rests on: the store, the provider, the shop's settings, templates and budgets. */
import type { JsonObject } from '../json.ts';
import type { Person } from '../customer/person.ts';
import type { MessageProvider, OutboundMessage, PeopleStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';
import type { ConsentChannel } from './messageClass.ts';
import type { Purse } from './purse.ts';
import type { SendingState } from './sendingState.ts';
import type { SettleDeps } from './settle.ts';
import type { SubjectDeps } from './subject.ts';
import type { TemplateVariantRef } from './template.ts';

export interface SendDeps {
  readonly store: SettleDeps['store'] & SubjectDeps['store'] & Pick<PeopleStore, 'loadPerson'>;
  readonly provider: MessageProvider;
  readonly addressKeyOf: SubjectDeps['addressKeyOf'];
  readonly settings: Settings;
  /** Names this worker; unique among workers that run at once. */
  readonly claimant: string;
  /** Newest version of a template; null when there is none for the channel. */
  readonly templateVersion: (id: string, channel: ConsentChannel) => number | null;
  /** In which of a template's languages a reader of this locale gets it. Default: in those of what ships. */
  readonly templateVariant?: (id: string, locale: string | null) => TemplateVariantRef | null;
  readonly mergeData: (decision: Decision, person: Person, settings: Settings, now: Instant) => JsonObject;
  /** Products for a template that shows them, where no step before gave any; without it, or with none, it says its other words. */
  readonly picks?: (decision: Decision, person: Person, now: Instant) => Promise<readonly JsonObject[]>;
  /** What sending it costs, in millionths of a US dollar. */
  readonly costOf: (message: OutboundMessage) => number | Promise<number>;
  /** Whether to keep the ladder of gates with each decision. */
  readonly keepEvidence: boolean;
  /** As it was when the page was begun. */
  readonly sending: SendingState;
  readonly purse: Purse;
  /** Most emails the provider takes in 24 hours; null where that is without end. */
  readonly dailyQuota: number | null;
}
