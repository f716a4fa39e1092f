/** People, their events and orders, of the DynamoDB store. */
import type { AddressKey, CustomerId } from '../../../core/ids.ts';
import type { PeopleStore } from '../../../core/ports.ts';
import { applyEvent } from './applyEvent.ts';
import { type ItemKey, keyText } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { moveItems } from './moveItems.ts';
import { loadPerson, loadProfile } from './people.ts';
import { factsOf, recentEvents } from './recentEvents.ts';
import { readContact } from './records/contactItem.ts';
import { readIdentity } from './records/identityItem.ts';
import type { StoreContext } from './storeContext.ts';
import type { ItemRead, Tables } from './tables.ts';

/** Those that are there, in the order asked for. */
async function found<Id extends AddressKey | CustomerId, T>(
  tables: Tables,
  ids: readonly Id[],
  keyOfId: (id: Id) => ItemKey,
  read: (item: ItemRead) => T,
): Promise<ReadonlyMap<Id, T>> {
  const items = await tables.get(ids.map(keyOfId));
  const all = new Map<Id, T>();
  for (const id of ids) {
    const item = items.get(keyText(keyOfId(id)));
    if (item !== undefined) all.set(id, read(item));
  }
  return all;
}

export function dynamoPeople(context: StoreContext): PeopleStore {
  const { tables } = context;
  return {
    loadPerson: (id) => loadPerson(tables, id),
    loadProfile: (id) => loadProfile(tables, id),
    loadIdentities: (ids) => found(tables, ids, keyOf.identity, readIdentity),
    applyEvent: async (change) => applyEvent(context, change),
    loadContacts: (keys) => found(tables, keys, keyOf.contact, readContact),
    moveItems: (move, limit, now) => moveItems(context, move, limit, now),
    factsOf: (id, limit) => factsOf(tables, id, limit),
    recentEvents: (id, query) => recentEvents(tables, id, query),
  };
}
