/** A world for the send path: people with addresses and consent on a memory store, and a provider that answers as told. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import { addressKey } from '../../core/ids.ts';
import { bookOf } from '../../core/journey/book.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { runStep } from '../../core/journey/runStep.ts';
import type { WaveDeps, WaveWorker } from '../../core/journey/wave.ts';
import type { ConsentChange } from '../../core/message/contact.ts';
import { type Decision, LANES } from '../../core/message/decision.ts';
import { Purse } from '../../core/message/purse.ts';
import { SENDING_FREELY } from '../../core/message/sendingState.ts';
import type { SendDeps } from '../../core/message/send.ts';
import type { AddressKeyOf, OutboundMessage, ProviderReply, Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { aPerson, granted, published } from './builders.ts';

export const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);

export const ACCEPTED: ProviderReply = { kind: 'accepted', providerMessageId: 'provider-1' };

export interface SendWorldOptions {
  readonly store?: Store;
  readonly settings?: Settings;
  /** What the provider answers; it may throw. Accepts everything by default. */
  readonly reply?: (message: OutboundMessage) => ProviderReply | Promise<ProviderReply>;
  readonly journeys?: readonly JourneyDefinition[];
}

export interface SendWorld {
  readonly store: Store;
  /** What reached the provider, in order. */
  readonly attempts: OutboundMessage[];
  readonly deps: (overrides?: Partial<SendDeps>) => SendDeps;
  readonly waveDeps: (overrides?: Partial<SendDeps>, mayGoOn?: () => boolean) => WaveDeps;
  /** One worker for everything. */
  readonly worker: WaveWorker;
}

export function aSendWorld({
  store = createMemoryStore(),
  settings = DEFAULT_SETTINGS,
  reply = () => ACCEPTED,
  journeys = [],
}: SendWorldOptions = {}): SendWorld {
  const attempts: OutboundMessage[] = [];
  const deps = (overrides: Partial<SendDeps> = {}): SendDeps => ({
    store,
    provider: {
      send: async (message) => {
        attempts.push(message);
        return reply(message);
      },
    },
    addressKeyOf,
    settings,
    claimant: 'worker-1',
    templateVersion: (id) => (id === 'unpublished' ? null : 4),
    mergeData: () => ({}),
    costOf: () => 100,
    keepEvidence: true,
    sending: SENDING_FREELY,
    purse: new Purse(store, 'worker-1'),
    dailyQuota: null,
    ...overrides,
  });
  return {
    store,
    attempts,
    deps,
    waveDeps: (overrides, mayGoOn = () => true) => ({
      store,
      runStep,
      step: { store, settings, settingsVersion: 1, model: coldModel(settings) },
      send: deps(overrides),
      task: () => Promise.reject(new Error('no task is expected here')),
      book: bookOf(journeys.map((journey) => published(journey))),
      mayGoOn,
    }),
    worker: { lanes: LANES, shards: Array.from({ length: store.shards }, (_, shard) => shard) },
  };
}

/** Makes somebody known, with what they agreed to. */
export async function know(
  store: Store,
  overrides: Partial<Person> = {},
  consents: readonly ConsentChange[] = [granted('offers')],
): Promise<void> {
  const person = aPerson(overrides);
  const addressed = consents.flatMap((change) => {
    const address = change.channel === 'email' ? person.email : person.phone;
    return address === null ? [] : [{ contactKey: addressKeyOf(change.channel, address), change }];
  });
  await store.importPeople([{ person, consents: addressed }]);
}

/** Decides messages as a journey step does: each with its accepted row. */
export async function decide(store: Store, ...decisions: readonly Decision[]): Promise<void> {
  const facts: Fact[] = decisions.map(({ id, customerId, decidedAt, journeyId, nodeId }) => ({
    customerId,
    at: decidedAt,
    kind: 'message-accepted',
    journeyId,
    body: { decision: id, node: nodeId },
  }));
  await store.commitStep({ enrolments: [], decisions, cancellations: [], facts });
}

/** The decision as it is stored. Throws where there is none. */
export async function stored(store: Store, { id }: Decision): Promise<Decision> {
  const decision = await store.loadDecision(id);
  if (decision === null) throw new Error(`there is no decision ${id}`);
  return decision;
}
