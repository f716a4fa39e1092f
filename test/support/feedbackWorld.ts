/** A person who is written to, for tests of what providers tell: the stores, the messages, and the events about them. */
import { afterEach } from 'vitest';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { applyFeedback, type FeedbackDeps } from '../../core/message/applyFeedback.ts';
import { newContact } from '../../core/message/contact.ts';
import { type ProviderEvent } from '../../core/message/feedback.ts';
import { decisionId } from '../../core/ids.ts';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { TrackedEvent } from '../../core/customer/event.ts';
import { aDecision, MAYA, NOW } from './builders.ts';
import { addressKeyOf, decide, know } from './sendWorld.ts';

export const EMAIL = `${MAYA}@example.org`;
export const KEY = addressKeyOf('email', EMAIL);
const opened: Store[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

export function memory(): Store {
  const store = createMemoryStore();
  opened.push(store);
  return store;
}

export function sqlite(): Store {
  const store = openSqliteStore({ file: ':memory:', shards: 1 });
  opened.push(store);
  return store;
}

export function aMessage(n = 1) {
  return aDecision({ id: decisionId(`${MAYA}/test//${n}/hello/1`), tallyGroup: 'default/other' });
}

export function anEvent(overrides: Partial<ProviderEvent> = {}): ProviderEvent {
  const { kind = 'delivered', at = NOW + MINUTE_MS, decisionId: of = aMessage().id } = overrides;
  return {
    id: `${of}-${kind}-${at}`,
    channel: 'email',
    kind,
    at,
    decisionId: of,
    providerMessageId: `ses-${of}`,
    recipient: EMAIL,
    ...overrides,
  };
}

export async function aWorld(store: Store, messages = 1) {
  await know(store);
  const decisions = Array.from({ length: messages }, (_, n) => aMessage(n + 1));
  await decide(store, ...decisions);
  const heard: TrackedEvent[] = [];
  const deps: FeedbackDeps = {
    store,
    addressKeyOf,
    settings: DEFAULT_SETTINGS,
    happened: async (event) => {
      heard.push(event);
    },
  };
  const tell = (event: ProviderEvent, now = event.at) => applyFeedback(deps, event, now);
  const contact = async () => (await store.loadContacts([KEY])).get(KEY) ?? newContact(KEY);
  return { store, deps, decisions, heard, tell, contact };
}

export async function claimed(store: Store, n = 1, at = NOW): Promise<void> {
  const [decision, known] = [aMessage(n), await store.loadContacts([KEY])];
  const contact = known.get(KEY) ?? newContact(KEY);
  await store.claim({
    decisionId: decision.id,
    claimant: 'worker-1#1',
    at,
    templateVersion: 1,
    evidence: null,
    contact: { ...contact, version: contact.version + 1 },
    expectedContactVersion: contact.version,
    slice: null,
    costMicroUsd: 0,
    tallyGroup: 'default/other',
  });
}
