/** What the contract's files share: a fresh store a test, and changes of the ports with one-line overrides. */
import { afterEach, beforeEach } from 'vitest';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import { decisionId } from '../../core/ids.ts';
import type { Decision } from '../../core/message/decision.ts';
import type {
  Claim,
  Consequences,
  EventChange,
  ImportedOrder,
  LifecycleWrite,
  PersonHistory,
  Settlement,
  StepChange,
  Store,
} from '../../core/ports.ts';
import { compareText } from '../../adapters/records/textOrder.ts';
import { aContact, aLifecycle, anEvent, anOrder, aPerson, MAYA, NOW } from '../support/builders.ts';

export type MakeStore = (options?: { readonly shards?: number }) => Store;

/** A store made before each test and closed after it. */
export function freshStore(make: MakeStore): () => Store {
  let store: Store | null = null;
  beforeEach(() => {
    store = make();
  });
  afterEach(async () => {
    await store?.close();
    store = null;
  });
  return () => {
    if (store === null) throw new Error('there is a store only within a test');
    return store;
  };
}

export async function collected<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

export const NOTHING: Consequences = { enrolments: [], cancellations: [], facts: [] };

/** An event about a new person; `version` of a known one, and what else follows, by overrides. */
export function aChange(
  overrides: Partial<Omit<EventChange, 'event' | 'person'>> & {
    event?: CustomerEvent;
    person?: Partial<Person>;
  } = {},
): EventChange {
  const { event = anEvent(), person = {}, expectedVersion = 0, ...rest } = overrides;
  return {
    ...NOTHING,
    contacts: [],
    ...rest,
    event,
    expectedVersion,
    person: aPerson({ id: event.customerId, version: expectedVersion + 1, ...person }),
  };
}

export function aStep(overrides: Partial<StepChange> = {}): StepChange {
  return { ...NOTHING, decisions: [], ...overrides };
}

/** A claim of the builders' decision; the contact is written at version 1 and must not be there yet. */
export function aClaim(overrides: Partial<Claim> = {}): Claim {
  return {
    decisionId: decisionId('maya/test//1/hello/1'),
    claimant: 'worker-1',
    at: NOW,
    templateVersion: 4,
    evidence: { gates: ['consent'] },
    contact: aContact(),
    expectedContactVersion: 0,
    slice: null,
    costMicroUsd: 100,
    tallyGroup: 'default/gmail',
    ...overrides,
  };
}

export function aSettlement(overrides: Partial<Settlement> = {}): Settlement {
  return {
    decisionId: decisionId('maya/test//1/hello/1'),
    outcome: 'sent',
    reason: null,
    at: NOW + 5_000,
    evidence: { gates: ['consent'] },
    providerMessageId: 'provider-1',
    claimant: 'worker-1',
    enrolments: [],
    cancellations: [],
    facts: [],
    ...overrides,
  };
}

export function aRow(overrides: Partial<Order> = {}, idFromContent = false): ImportedOrder {
  return { line: 2, order: anOrder(overrides), idFromContent };
}

/** An id made from content says whose the order is: it is never another's. */
export function ofItsContent({ order, idFromContent }: Omit<ImportedOrder, 'line'>) {
  const id = idFromContent ? `${order.id}-${order.customerId}` : order.id;
  return { order: { ...order, id }, idFromContent };
}

export function aLifecycleWrite(overrides: Partial<LifecycleWrite> = {}): LifecycleWrite {
  return { ...NOTHING, customerId: MAYA, expectedVersion: 1, lifecycle: aLifecycle(), ...overrides };
}

const MOST_A_STEP = 20;

/** Puts decisions as steps do, one after the other. */
export async function decide(store: Store, ...decisions: Decision[]): Promise<void> {
  for (let from = 0; from < decisions.length; from += MOST_A_STEP)
    await store.commitStep(aStep({ decisions: decisions.slice(from, from + MOST_A_STEP) }));
}

/** A full scan over every segment, by customer id. */
export async function scanned(
  store: Store,
  query: Omit<Parameters<Store['scanHistories']>[0], 'segment'>,
): Promise<PersonHistory[]> {
  const found: PersonHistory[] = [];
  for (let segment = 0; segment < store.segments; segment += 1)
    found.push(...(await collected(store.scanHistories({ ...query, segment }))));
  return found.sort((a, b) => compareText(a.person.id, b.person.id));
}
