/**
 * One event and what follows from it, in one transaction. A message and an order are new where their marks are not there; a
 * person who must not exist is no id that leads to another either, so that id's identity is held still.
 */
import type { Person } from '../../../core/customer/person.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { EventChange, EventResult } from '../../../core/ports.ts';
import { requireSoundEvent } from '../../records/soundChange.ts';
import { isAsExpected, keysOfConsequences, writeConsequences } from './consequences.ts';
import type { ItemKey } from './itemKey.ts';
import { keyOf, SEEN_MS } from './keys.ts';
import { firstOrderAt } from './people.ts';
import { identityWrite, readIdentity } from './records/identityItem.ts';
import { orderMarkWrite, orderWrite, wholeOrderMark } from './records/orderItem.ts';
import { type ProfileItem, putProfile, readProfile } from './records/personItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import { type Transaction, transact } from './transaction.ts';

interface PersonExpected {
  readonly id: CustomerId;
  readonly expectedVersion: number;
}

/** People the change writes or takes away. */
function peopleOf({ person, expectedVersion, others = [], absorbed = [] }: EventChange): PersonExpected[] {
  return [
    { id: person.id, expectedVersion },
    ...others.map((other) => ({ id: other.person.id, expectedVersion: other.expectedVersion })),
    ...absorbed,
  ];
}

function marksOf({ event }: EventChange): ItemKey[] {
  const seen = keyOf.seen(event.source, event.messageId);
  return event.kind === 'order' ? [seen, keyOf.orderId(event.order.id)] : [seen];
}

function keysRead(change: EventChange): ItemKey[] {
  const { contacts, identities = [], unchanged = [] } = change;
  const people = peopleOf(change);
  const strangers = people.filter(({ expectedVersion }) => expectedVersion === 0);
  return [
    ...marksOf(change),
    ...people.map(({ id }) => keyOf.profile(id)),
    ...strangers.map(({ id }) => keyOf.identity(id)),
    ...identities.map(({ identity }) => keyOf.identity(identity.id)),
    ...unchanged.map(({ id }) => keyOf.identity(id)),
    ...contacts.map(({ contact }) => keyOf.contact(contact.key)),
    ...keysOfConsequences(change),
  ];
}

async function profileOf(tx: Transaction, id: CustomerId): Promise<ProfileItem | null> {
  const item = await tx.get(keyOf.profile(id));
  return item === null ? null : readProfile(item);
}

async function isPersonAsExpected(
  tx: Transaction,
  { id, expectedVersion }: PersonExpected,
  { identities = [] }: EventChange,
): Promise<boolean> {
  const profile = await profileOf(tx, id);
  if ((profile?.person.version ?? 0) !== expectedVersion) return false;
  if (expectedVersion > 0) return true;
  const identity = await tx.get(keyOf.identity(id));
  if (identity === null || readIdentity(identity).owner === id) return true;
  return identities.some((write) => write.identity.id === id);
}

async function identityVersion(tx: Transaction, id: CustomerId): Promise<number> {
  const item = await tx.get(keyOf.identity(id));
  return item === null ? 0 : readIdentity(item).version;
}

async function areIdentitiesAsExpected(
  tx: Transaction,
  { identities = [], unchanged = [] }: EventChange,
): Promise<boolean> {
  for (const { identity, expectedVersion } of identities) {
    if ((await identityVersion(tx, identity.id)) !== expectedVersion) return false;
  }
  for (const { id, version } of unchanged) {
    if ((await identityVersion(tx, id)) !== version) return false;
  }
  return true;
}

async function isChangeAsExpected(records: StoreRecords, change: EventChange): Promise<boolean> {
  for (const one of peopleOf(change)) {
    if (!(await isPersonAsExpected(records.tx, one, change))) return false;
  }
  return (
    (await areIdentitiesAsExpected(records.tx, change)) &&
    (await records.contactsAsExpected(change.contacts)) &&
    (await isAsExpected(records, change))
  );
}

/**
 * Writes what was told of somebody, who is known no later than their first order. Who is known no later than before, or was never
 * linked to anybody, has no earlier order to be looked for.
 */
export async function putTold(
  context: StoreContext,
  tx: Transaction,
  told: Person,
  orderAt = Number.POSITIVE_INFINITY,
): Promise<void> {
  const before = await profileOf(tx, told.id);
  const mayHaveOrders =
    before === null ? (await identityVersion(tx, told.id)) > 0 : told.knownSince > before.person.knownSince;
  const first = mayHaveOrders ? await firstOrderAt(context.tables, told.id) : null;
  const knownSince = Math.min(told.knownSince, orderAt, first ?? told.knownSince);
  putProfile(tx, { person: { ...told, knownSince }, toldSince: told.knownSince });
}

function putMarks(context: StoreContext, tx: Transaction, { event }: EventChange): void {
  const seen = keyOf.seen(event.source, event.messageId);
  tx.put(seen, { body: { at: event.at }, kind: 'seen', expiresAt: context.now() + SEEN_MS });
  if (event.kind !== 'order') return;
  const { order } = event;
  tx.put(keyOf.orderId(order.id), orderMarkWrite(wholeOrderMark(order)));
  tx.insert(keyOf.order(order.customerId, order.at, order.id), orderWrite(order));
}

async function putPeople(context: StoreContext, tx: Transaction, change: EventChange): Promise<void> {
  const { event, person, others = [], absorbed = [], identities = [] } = change;
  const orderAt = event.kind === 'order' ? event.order.at : Number.POSITIVE_INFINITY;
  await putTold(context, tx, person, orderAt);
  for (const other of others) await putTold(context, tx, other.person);
  for (const { id } of absorbed) {
    tx.remove(keyOf.profile(id));
    tx.check(keyOf.profile(id));
  }
  for (const { identity } of identities) tx.put(keyOf.identity(identity.id), identityWrite(identity));
}

/** What the change rests on without writing it. */
function holdStill(tx: Transaction, change: EventChange): void {
  for (const { id } of change.unchanged ?? []) tx.check(keyOf.identity(id));
  for (const { id, expectedVersion } of peopleOf(change)) {
    if (expectedVersion === 0) tx.check(keyOf.identity(id));
  }
}

/** Throws `unsound-change`. */
export function applyEvent(context: StoreContext, change: EventChange): Promise<EventResult> {
  requireSoundEvent(change);
  return transact(context.tables, async (tx): Promise<EventResult> => {
    const records = new StoreRecords(tx, context);
    await records.read(keysRead(change));
    for (const mark of marksOf(change)) if ((await tx.get(mark)) !== null) return 'duplicate';
    if (!(await isChangeAsExpected(records, change))) return 'conflict';
    putMarks(context, tx, change);
    await putPeople(context, tx, change);
    for (const { contact } of change.contacts) records.putContact(contact);
    await writeConsequences(records, change);
    holdStill(tx, change);
    return 'committed';
  });
}
