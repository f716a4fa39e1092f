/**
 * Writes changes of contacts in pages: contacts are read together, every row changes its own, and the page is committed whole
 * under the contacts' versions. A page that meets another change is done again. Rows that can only be judged now (whose
 * customer, whose hash) are refused here.
 */
import type { AddressKey } from '../../../core/ids.ts';
import { type Contact, newContact } from '../../../core/message/contact.ts';
import type { ContactWrite, PeopleStore, SendStore } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { type PageWriter, pagesInFlight } from './pageWriter.ts';

/** One row's change of one contact; the same object where it changes nothing. */
export interface ContactEdit {
  readonly key: AddressKey;
  readonly edit: (contact: Contact) => Contact;
}

type Counts = { readonly accepted: number; readonly unchanged: number };

export interface ContactWriter<Row> extends PageWriter<Row> {
  unchanged(): number;
  counts(): Counts;
}

export interface ContactWriterDeps<Row> {
  readonly store: Pick<PeopleStore, 'loadContacts'> & Pick<SendStore, 'changeContacts'>;
  /** What each row changes; null for one that was refused. */
  readonly editsOf: (rows: readonly Row[]) => Promise<readonly (ContactEdit | null)[]>;
  /** True: nothing is written. */
  readonly dryRun: boolean;
  readonly now: Instant;
}

const MOST_TRIES = 8;

/** Passes by itself: a task of a state machine is tried again after it. */
class AddressesBusy extends Error {
  readonly code = 'addresses-busy';
  constructor() {
    super('addresses change all the time; import the file again when it is quieter');
    this.name = 'TransientError';
  }
}

/** The contacts after every edit in order, those that changed at their next version. */
function edited(
  edits: readonly (ContactEdit | null)[],
  known: ReadonlyMap<AddressKey, Contact>,
): Counts & { readonly writes: readonly ContactWrite[] } {
  const after = new Map<AddressKey, Contact>();
  let accepted = 0;
  let unchanged = 0;
  for (const one of edits) {
    if (one === null) continue;
    const before = after.get(one.key) ?? known.get(one.key) ?? newContact(one.key);
    const moved = one.edit(before);
    after.set(one.key, moved);
    if (moved === before) unchanged += 1;
    else accepted += 1;
  }
  const writes = [...after.values()].flatMap((contact) => {
    const expectedVersion = known.get(contact.key)?.version ?? 0;
    if (contact === known.get(contact.key)) return [];
    return [{ contact: { ...contact, version: expectedVersion + 1 }, expectedVersion }];
  });
  const isNew = ({ contact, expectedVersion }: ContactWrite) =>
    expectedVersion > 0 || contact.suppression !== null || Object.keys(contact.consents).length > 0;
  return { accepted, unchanged, writes: writes.filter(isNew) };
}

export function contactWriter<Row>({
  store,
  editsOf,
  dryRun,
  now,
}: ContactWriterDeps<Row>): ContactWriter<Row> {
  let accepted = 0;
  let unchanged = 0;

  async function commit(rows: readonly Row[]): Promise<Counts> {
    const edits = await editsOf(rows);
    const keys = [...new Set(edits.flatMap((one) => one?.key ?? []))];
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const result = edited(edits, await store.loadContacts(keys));
      if (dryRun || result.writes.length === 0) return result;
      const written = await store.changeContacts({ contacts: result.writes, facts: [], at: now });
      if (written !== 'conflict') return result;
    }
    throw new AddressesBusy();
  }

  const pages = pagesInFlight(commit, (counts: Counts) => {
    accepted += counts.accepted;
    unchanged += counts.unchanged;
  });
  return {
    ...pages,
    accepted: () => accepted,
    unchanged: () => unchanged,
    counts: () => ({ accepted, unchanged }),
  };
}
