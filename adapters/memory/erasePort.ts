/** Erasure in the memory store: a step takes away everything at once, for it costs nothing. */
import {
  type ErasedCounts,
  type ErasedRows,
  type ErasureStore,
  erasedContact,
  type KnownAddress,
  needlesOf,
  spellsOut,
  type Traces,
} from '../../core/customer/erasure.ts';
import type { Fact } from '../../core/fact.ts';
import { type AddressKey, type CustomerId, customerId } from '../../core/ids.ts';
import { newContact } from '../../core/message/contact.ts';
import type { Task, TaskWrite } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import { isMention, unlinked } from '../records/mention.ts';
import { compareText } from '../records/textOrder.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { DecisionSlot, MemoryState } from './memoryState.ts';

function idsOf(state: MemoryState, id: CustomerId): CustomerId[] {
  const root = state.ownerOf(id);
  const members = state.customers.get(root)?.person?.members ?? [];
  const direct = new Set<CustomerId>([root, ...members, id]);
  const owned = [...state.identities.values()].filter((one) => direct.has(one.owner)).map((one) => one.id);
  return [...new Set([...direct, ...owned])];
}

function isKept(record: CustomerRecord): boolean {
  const { person, decisions, facts } = record;
  const passages = record.enrolments();
  return person !== null || decisions.length + facts.length + passages.length > 0 || record.hasOrders;
}

function addressesOf(state: MemoryState, ids: readonly CustomerId[]): KnownAddress[] {
  const told = ids.flatMap((id) => [state.customers.get(id)?.person, state.identities.get(id)?.fields]);
  const known = told.flatMap((fields): KnownAddress[] => [
    ...(fields?.email == null ? [] : [{ channel: 'email' as const, address: fields.email }]),
    ...(fields?.phone == null ? [] : [{ channel: 'sms' as const, address: fields.phone }]),
  ]);
  return [...new Map(known.map((one) => [`${one.channel}:${one.address}`, one])).values()];
}

function findTraces(state: MemoryState, id: CustomerId): Traces | null {
  const ids = idsOf(state, id);
  const records = ids.flatMap((one) => state.customers.get(one) ?? []);
  if (!records.some(isKept) && !state.identities.has(id)) return null;
  const held = [...state.contacts.values()].filter(({ holders }) =>
    holders.some((one) => ids.includes(one.id)),
  );
  const claims = ids.flatMap((one) => state.identities.get(one)?.claims ?? []);
  const keys = [...new Set([...claims, ...held.map(({ key }) => key)])];
  return { ids, keys, addresses: addressesOf(state, ids) };
}

function barContacts(
  state: MemoryState,
  keys: readonly AddressKey[],
  ids: readonly CustomerId[],
  at: Instant,
): number {
  let changed = 0;
  for (const key of keys) {
    const known = state.contacts.get(key) ?? newContact(key);
    const barred = erasedContact(known, ids, at);
    if (barred === known) continue;
    state.contacts.set(key, barred);
    changed += 1;
  }
  return changed;
}

function tasksOf(state: MemoryState, ids: readonly CustomerId[]): Task[] {
  return [...state.tasks.values()]
    .filter((task) => task.customerId !== null && ids.includes(task.customerId))
    .sort((a, b) => compareText(a.id, b.id));
}

function isAccepting(fact: Fact, { decision }: DecisionSlot): boolean {
  return fact.kind === 'message-accepted' && fact.body['decision'] === decision.id;
}

function eraseDecisions(
  state: MemoryState,
  records: readonly CustomerRecord[],
  staleBefore: Instant,
): number {
  const theirs = records.flatMap(({ decisions }) => decisions);
  const slots = theirs.flatMap(({ decision }) => state.decisions.get(decision.id) ?? []);
  const gone = slots.filter(
    ({ decision }) => decision.outcome !== 'claimed' || (decision.claimedAt ?? 0) <= staleBefore,
  );
  for (const slot of gone) {
    state.eraseDecision(slot);
    for (const { facts } of records) {
      const place = facts.findIndex((fact) => isAccepting(fact, slot));
      if (place >= 0) state.facts.uncount(facts.splice(place, 1));
    }
  }
  return gone.length;
}

function eraseRows(
  state: MemoryState,
  { ids, staleBefore }: Pick<Parameters<ErasureStore['eraseRows']>[0], 'ids' | 'staleBefore'>,
): ErasedRows {
  const records = ids.flatMap((id) => state.customers.get(id) ?? []);
  const tasks = tasksOf(state, ids);
  for (const { id } of tasks) state.removeTask(id);
  const passages = records.flatMap((one) => [...one.enrolments()]);
  for (const enrolment of passages) state.removeEnrolment(enrolment);
  const dossiers = state.dossiers.erase(ids);
  const decisions = eraseDecisions(state, records, staleBefore);
  const claimed = records.reduce((sum, one) => sum + one.decisions.length, 0);
  const erased = { tasks: tasks.length, passages: passages.length, dossiers, decisions };
  if (claimed > 0) return { erased, claimed, more: true };
  const orders = records.flatMap((one) => [...one.ordersByTime()]);
  for (const { id } of orders) state.orders.forget(id);
  const facts = records.flatMap((one) => one.facts.splice(0));
  state.facts.uncount(facts);
  for (const record of records) record.eraseHistory();
  return { erased: { ...erased, orders: orders.length, facts: facts.length }, claimed: 0, more: false };
}

function eraseMentions(state: MemoryState, traces: Traces): void {
  const { ids } = traces;
  for (const identity of state.identities.values()) {
    const after = unlinked(identity, ids);
    if (after !== null) state.identities.set(identity.id, after);
  }
  for (const { facts } of state.customers.values()) {
    for (let place = facts.length - 1; place >= 0; place -= 1) {
      const fact = facts[place];
      if (fact !== undefined && isMention(fact, ids)) state.facts.uncount(facts.splice(place, 1));
    }
  }
  for (const task of [...state.tasks.values()]) {
    const { cursor } = task.body;
    if (task.customerId !== null || typeof cursor !== 'string' || !ids.some((id) => id === cursor)) continue;
    const before = state.people().findLast((one) => compareText(one.id, cursor) < 0);
    state.putTask({ ...task, body: { ...task.body, cursor: before?.id ?? '' } });
  }
  const needles = needlesOf(traces);
  state.events.forget((messageId) => spellsOut(messageId, needles));
}

function eraseProfile(state: MemoryState, traces: Traces, taskOf: (erased: ErasedCounts) => TaskWrite) {
  const { ids } = traces;
  if (!state.isTaskAsExpected(taskOf({}))) return 'conflict' as const;
  const records = ids.flatMap((id) => state.customers.get(id) ?? []);
  if (records.some(({ decisions }) => decisions.length > 0)) return 'again' as const;
  const { erased } = eraseRows(state, { ids, staleBefore: 0 });
  eraseMentions(state, traces);
  const profiles = records.filter(({ person }) => person !== null).length;
  for (const record of records) state.eraseCustomer(record);
  const identities = ids.filter((id) => state.identities.delete(id)).length;
  state.putTask(taskOf({ ...erased, profiles, identities }).task);
  return 'committed' as const;
}

export function memoryErasure(state: MemoryState): ErasureStore {
  return {
    findTraces: async (id) => findTraces(state, customerId(id)),
    tasksOf: async (ids) => tasksOf(state, ids),
    barContacts: async (keys, ids, at) => barContacts(state, keys, ids, at),
    eraseRows: async (query) => eraseRows(state, query),
    eraseProfile: async ({ traces, task }) => eraseProfile(state, traces, task),
    scrub: async () => {},
  };
}
