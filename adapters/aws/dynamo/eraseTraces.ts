/**
 * Under what a person is kept. Ids and what they hold are found by keys; contacts and identities that name them by a consistent
 * scan of `people`, which an erasure and an export need once: O(items of `people`). So are tasks, of `work`.
 */
import { erasedContact, type KnownAddress, type Traces } from '../../../core/customer/erasure.ts';
import type { Fields } from '../../../core/customer/fields.ts';
import type { Identity } from '../../../core/customer/identityItem.ts';
import { type AddressKey, customerId, type CustomerId } from '../../../core/ids.ts';
import { type Contact, newContact } from '../../../core/message/contact.ts';
import type { Dossier } from '../../../core/dossier.ts';
import type { Task } from '../../../core/task.ts';
import type { Instant } from '../../../core/time.ts';
import { compareText } from '../../records/textOrder.ts';
import { customerPk, FACT_PREFIX, keyOf } from './keys.ts';
import { familyOf, loadPartition, type Partition } from './people.ts';
import { readContact } from './records/contactItem.ts';
import { decisionsOfPk } from './records/decisionItem.ts';
import { DOSSIER_PREFIX, readDossier } from './records/dossierItem.ts';
import { readIdentity } from './records/identityItem.ts';
import { readTask } from './records/taskItem.ts';
import { scanParts } from './scanParts.ts';
import { StoreRecords } from './storeRecords.ts';
import type { StoreContext } from './storeContext.ts';
import type { Tables } from './tables.ts';
import { transact } from './transaction.ts';

/** Contacts one transaction changes. */
const CONTACTS_AT_ONCE = 50;

async function owned(tables: Tables, ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const found: CustomerId[] = [];
  await scanParts(tables, { table: 'people', skPrefix: 'identity', consistent: true }, (items) => {
    for (const { id, owner } of items.map(readIdentity)) if (ids.includes(owner)) found.push(id);
  });
  return found.sort(compareText);
}

async function heldBy(tables: Tables, ids: readonly CustomerId[]): Promise<AddressKey[]> {
  const found: AddressKey[] = [];
  await scanParts(tables, { table: 'people', skPrefix: 'contact', consistent: true }, (items) => {
    for (const { key, holders } of items.map(readContact))
      if (holders.some(({ id }) => ids.includes(id))) found.push(key);
  });
  return found.sort(compareText);
}

function toldAddresses(fields: Pick<Fields, 'email' | 'phone'> | null | undefined): KnownAddress[] {
  if (fields == null) return [];
  const { email, phone } = fields;
  return [
    ...(email === null ? [] : [{ channel: 'email' as const, address: email }]),
    ...(phone === null ? [] : [{ channel: 'sms' as const, address: phone }]),
  ];
}

/** Whether anything is kept under the id beside what others say of it. */
async function isKept(tables: Tables, id: CustomerId, { items }: Partition): Promise<boolean> {
  if (items.some(({ key }) => key.sk !== 'identity')) return true;
  const pk = customerPk(id);
  const [fact] = await tables.allItems({ table: 'facts', pk, prefix: FACT_PREFIX, limit: 1 });
  if (fact !== undefined) return true;
  return (await tables.count({ table: 'facts', index: 'list', pk: decisionsOfPk(id) }, 1)) > 0;
}

/** `partitions`: of the ids, in their order. */
async function isAnythingKept(
  tables: Tables,
  ids: readonly CustomerId[],
  partitions: readonly Partition[],
): Promise<boolean> {
  for (const [place, partition] of partitions.entries()) {
    const id = ids[place];
    if (id !== undefined && (await isKept(tables, id, partition))) return true;
  }
  return false;
}

export async function findTraces(tables: Tables, text: CustomerId): Promise<Traces | null> {
  const id = customerId(text);
  const direct = [...new Set([...(await familyOf(tables, id)), id])];
  const known = await Promise.all(direct.map((one) => loadPartition(tables, one)));
  const isLinked = known[direct.indexOf(id)]?.identity != null;
  if (!isLinked && !(await isAnythingKept(tables, direct, known))) return null;
  const more = (await owned(tables, direct)).filter((one) => !direct.includes(one));
  const ids = [...direct, ...more];
  const partitions = [...known, ...(await Promise.all(more.map((one) => loadPartition(tables, one))))];
  const identities = partitions.flatMap(({ identity }): Identity[] => (identity === null ? [] : [identity]));
  const claims = identities.flatMap((identity) => identity.claims);
  const addresses = partitions.flatMap(({ profile, identity }) => [
    ...toldAddresses(profile?.person),
    ...toldAddresses(identity?.fields),
  ]);
  return {
    ids,
    keys: [...new Set([...claims, ...(await heldBy(tables, ids))])],
    addresses: [...new Map(addresses.map((one) => [`${one.channel}:${one.address}`, one])).values()],
  };
}

/** By id. */
export async function tasksAbout(tables: Tables, isAbout: (task: Task) => boolean): Promise<Task[]> {
  const found: Task[] = [];
  await scanParts(tables, { table: 'work', skPrefix: 'task', consistent: true }, (items) => {
    for (const task of items.map(readTask)) if (isAbout(task)) found.push(task);
  });
  return found.sort((a, b) => compareText(a.id, b.id));
}

export function tasksOf(tables: Tables, ids: readonly CustomerId[]): Promise<Task[]> {
  return tasksAbout(tables, ({ customerId: about }) => about !== null && ids.includes(about));
}

/** What names one of the ids as its customer, in no order. */
export async function dossiersAbout(tables: Tables, ids: readonly CustomerId[]): Promise<Dossier[]> {
  const found: Dossier[] = [];
  await scanParts(tables, { table: 'work', skPrefix: DOSSIER_PREFIX, consistent: true }, (items) => {
    for (const dossier of items.map(readDossier)) {
      if (dossier.customerId !== null && ids.includes(dossier.customerId)) found.push(dossier);
    }
  });
  return found;
}

/** Some dozens in one transaction: whoever is cut off between two goes on with the rest. */
export async function barContacts(
  context: StoreContext,
  keys: readonly AddressKey[],
  ids: readonly CustomerId[],
  at: Instant,
): Promise<number> {
  let changed = 0;
  for (let from = 0; from < keys.length; from += CONTACTS_AT_ONCE) {
    const some = keys.slice(from, from + CONTACTS_AT_ONCE);
    changed += await transact(context.tables, async (tx) => {
      const records = new StoreRecords(tx, context);
      await records.read(some.map(keyOf.contact));
      const barred: Contact[] = [];
      for (const key of some) {
        const known = (await records.contact(key)) ?? newContact(key);
        const after = erasedContact(known, ids, at);
        if (after !== known) barred.push(after);
      }
      for (const contact of barred) records.putContact(contact);
      return barred.length;
    });
  }
  return changed;
}
