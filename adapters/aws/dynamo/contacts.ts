/** Contacts that change by themselves, and the list of those that are not to be written to. */
import type { AddressKey } from '../../../core/ids.ts';
import type { Contact } from '../../../core/message/contact.ts';
import type { CommitResult, ContactChange } from '../../../core/ports.ts';
import { requireSoundContacts } from '../../records/soundChange.ts';
import { compareText } from '../../records/textOrder.ts';
import { markSeen, seenKey } from './feedback.ts';
import { keyOf, LIST_SHARDS, part } from './keys.ts';
import { readContact, suppressedPk } from './records/contactItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { IndexEntry, Tables } from './tables.ts';
import { transact } from './transaction.ts';

async function change(
  records: StoreRecords,
  { contacts, facts, eventId, at }: ContactChange,
): Promise<CommitResult | 'duplicate'> {
  const keys = contacts.map(({ contact }) => keyOf.contact(contact.key));
  await records.read(eventId === undefined ? keys : [seenKey(eventId), ...keys]);
  if (eventId !== undefined && (await records.tx.get(seenKey(eventId))) !== null) return 'duplicate';
  if (!(await records.contactsAsExpected(contacts))) return 'conflict';
  if (eventId !== undefined) markSeen(records, eventId, at);
  for (const { contact } of contacts) records.putContact(contact);
  records.putFacts(facts);
  return 'committed';
}

/** At most 100 items: contacts, facts and the marker of the event. */
export async function changeContacts(
  context: StoreContext,
  wanted: ContactChange,
): Promise<CommitResult | 'duplicate'> {
  requireSoundContacts(wanted.contacts);
  return transact(context.tables, (tx) => change(new StoreRecords(tx, context), wanted));
}

async function entriesBehind(tables: Tables, after: string | null, limit: number): Promise<IndexEntry[]> {
  const shards = Array.from({ length: LIST_SHARDS }, (_, shard) => suppressedPk(shard));
  const lists = await Promise.all(
    shards.map((pk) =>
      tables.allEntries({
        table: 'people',
        index: 'list',
        pk,
        limit,
        ...(after === null ? {} : { after }),
      }),
    ),
  );
  return lists
    .flat()
    .sort((a, b) => compareText(a.sort, b.sort))
    .slice(0, limit);
}

/** By key. One that came back into use a moment ago is passed over, and the page filled up from behind it. */
export async function suppressedContacts(
  tables: Tables,
  { after, limit }: { readonly after: AddressKey | null; readonly limit: number },
): Promise<Contact[]> {
  const found: Contact[] = [];
  let behind = after === null ? null : part(after);
  while (found.length < limit) {
    const wanted = limit - found.length;
    const entries = await entriesBehind(tables, behind, wanted);
    const items = await tables.get(entries.map(({ key }) => key));
    const contacts = [...items.values()].map(readContact).sort((a, b) => compareText(a.key, b.key));
    found.push(...contacts.filter(({ suppression }) => suppression !== null));
    const last = entries.at(-1);
    if (entries.length < wanted || last === undefined) return found;
    behind = last.sort;
  }
  return found;
}
