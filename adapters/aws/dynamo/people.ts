/** Reading people of the DynamoDB store: by any of their ids, from the partition of their root. */
import { foldOrders, type Order } from '../../../core/customer/order.ts';
import type { Identity } from '../../../core/customer/identityItem.ts';
import type { Person, PersonRecord } from '../../../core/customer/person.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { Instant } from '../../../core/time.ts';
import { compareText } from '../../records/textOrder.ts';
import { customerPk, ENROLMENT_PREFIX, keyOf, ORDER_PREFIX } from './keys.ts';
import { readEnrolment } from './records/enrolmentItem.ts';
import { readIdentity } from './records/identityItem.ts';
import { readOrder } from './records/orderItem.ts';
import { type ProfileItem, readProfile } from './records/personItem.ts';
import type { ItemRead, Tables } from './tables.ts';

/** Everything kept under one id. */
export interface Partition {
  readonly items: readonly ItemRead[];
  readonly profile: ProfileItem | null;
  readonly identity: Identity | null;
  /** Oldest first, then by id. */
  readonly orders: readonly Order[];
  /** By journey and key. */
  readonly enrolments: readonly Enrolment[];
}

function compareOrders(a: Order, b: Order): number {
  return a.at - b.at || compareText(a.id, b.id);
}

function compareEnrolments(a: Enrolment, b: Enrolment): number {
  return compareText(a.journeyId, b.journeyId) || compareText(a.key, b.key);
}

/** What items of one customer's partition say, in whatever order they were read. */
export function partitionOf(items: readonly ItemRead[]): Partition {
  const orders: Order[] = [];
  const enrolments: Enrolment[] = [];
  let profile: ProfileItem | null = null;
  let identity: Identity | null = null;
  for (const item of items) {
    const { sk } = item.key;
    if (sk.startsWith(ORDER_PREFIX)) orders.push(readOrder(item));
    else if (sk.startsWith(ENROLMENT_PREFIX)) enrolments.push(readEnrolment(item));
    else if (sk === 'profile') profile = readProfile(item);
    else if (sk === 'identity') identity = readIdentity(item);
  }
  orders.sort(compareOrders);
  enrolments.sort(compareEnrolments);
  return { items, profile, identity, orders, enrolments };
}

/**
 * One query. The profile, last in the order of sort keys, is read first: orders that come while pages are read make the
 * profile's version old, never the other way round, and whoever commits over an old version meets a conflict.
 */
export async function partitionUnder(tables: Tables, pk: string): Promise<Partition> {
  return partitionOf(await tables.allItems({ table: 'people', pk, descending: true }));
}

export function loadPartition(tables: Tables, id: CustomerId): Promise<Partition> {
  return partitionUnder(tables, customerPk(id));
}

export function recordOf({ profile, orders, enrolments }: Partition): PersonRecord | null {
  if (profile === null) return null;
  return { person: profile.person, orders, enrolments, history: foldOrders(orders) };
}

export async function loadPerson(tables: Tables, id: CustomerId): Promise<PersonRecord | null> {
  const own = await loadPartition(tables, id);
  const owner = own.identity?.owner ?? id;
  if (own.profile !== null || owner === id) return recordOf(own);
  return recordOf(await loadPartition(tables, owner));
}

/** The person an id leads to, in one read of one item where the id is a root. */
export async function loadProfile(tables: Tables, id: CustomerId): Promise<Person | null> {
  const own = await tables.one(keyOf.profile(id));
  if (own !== null) return readProfile(own).person;
  const identity = await tables.one(keyOf.identity(id));
  const owner = identity === null ? id : readIdentity(identity).owner;
  if (owner === id) return null;
  const item = await tables.one(keyOf.profile(owner));
  return item === null ? null : readProfile(item).person;
}

/** Every id of the person, the root first; the id alone where nobody is known. */
export async function familyOf(tables: Tables, id: CustomerId): Promise<CustomerId[]> {
  const person = await loadProfile(tables, id);
  return person === null ? [id] : [person.id, ...person.members];
}

/** Of the orders kept under an id; null without orders. */
export async function firstOrderAt(tables: Tables, id: CustomerId): Promise<Instant | null> {
  const range = { table: 'people', pk: customerPk(id), prefix: ORDER_PREFIX, limit: 1 } as const;
  const [first] = await tables.allItems(range);
  return first === undefined ? null : readOrder(first).at;
}
