/**
 * Imports consents with their proof. What is older than what is known changes nothing, and the same file again changes
 * nothing. An address that nobody has yet is remembered as a keyed hash, so that its owner's word is known once they come.
 * Nobody enters a journey by it, and what an erased address says here does not bring it back.
 */
import type { FieldMap } from '../../core/customer/import/fieldMap.ts';
import {
  CONSENT_FIELDS,
  type ConsentRow,
  type ConsentRowRules,
  mapConsent,
} from '../../core/customer/import/mapConsent.ts';
import { unreadable } from '../../core/customer/import/rowFault.ts';
import { type CustomerId, isCustomerId } from '../../core/ids.ts';
import { type Contact, withConsent } from '../../core/message/contact.ts';
import type { AddressKeyOf, PeopleStore } from '../../core/ports.ts';
import { type ContactImport, type ContactReport, importContacts, type PlacedRow } from './contactImport.ts';
import type { ContactEdit } from './contactWriter.ts';

export type ConsentImport = Pick<
  ContactImport<ConsentRow>,
  'file' | 'map' | 'rejectFile' | 'dryRun' | 'encoding' | 'onProgress' | 'signal'
> & {
  readonly map: FieldMap | null;
  readonly rules: ConsentRowRules;
  readonly store: ContactImport<ConsentRow>['store'] & Pick<PeopleStore, 'loadProfile'>;
  readonly addressKeyOf: AddressKeyOf;
};

const UNKNOWN = unreadable(
  'unknown-customer',
  'is no customer of the shop',
  'import the customers first, or map address=COLUMN',
);

function noAddress(channel: string) {
  return unreadable(
    'no-address',
    `has no address for ${channel}`,
    'map address=COLUMN, or tell of the address first',
  );
}

export function importConsents(options: ConsentImport): Promise<ContactReport> {
  const { rules, store, addressKeyOf, ...rest } = options;

  async function profilesOf(rows: readonly PlacedRow<ConsentRow>[]) {
    const ids = rows.flatMap(({ row }) =>
      row.address === null && row.customer !== null ? [row.customer] : [],
    );
    const known = new Map<string, { email: string | null; phone: string | null } | null>();
    for (const id of new Set(ids))
      known.set(id, isCustomerId(id) ? await store.loadProfile(id satisfies CustomerId) : null);
    return known;
  }

  return importContacts<ConsentRow>({
    ...rest,
    store,
    now: rules.now,
    what: 'consents',
    fields: CONSENT_FIELDS,
    oneOf: ['address', 'customer'],
    mapRow: (cells) => {
      const mapped = mapConsent(cells, rules);
      return mapped.kind === 'consent' ? { kind: 'row', row: mapped.row } : mapped;
    },
    async editsOf(rows, refuse) {
      const profiles = await profilesOf(rows);
      return rows.map((placed): ContactEdit | null => {
        const { customer, address, change } = placed.row;
        const profile = customer === null ? null : (profiles.get(customer) ?? null);
        const field = { field: 'customer', value: customer ?? '' };
        if (address === null && profile === null) return refuse(placed, { ...UNKNOWN, ...field });
        const known = address ?? (change.channel === 'email' ? profile?.email : profile?.phone) ?? null;
        if (known === null) return refuse(placed, { ...noAddress(change.channel), ...field });
        const edit = (contact: Contact) => withConsent(contact, change);
        return { key: addressKeyOf(change.channel, known), edit };
      });
    },
  });
}
