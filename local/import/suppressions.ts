/**
 * Imports a suppression list, of this shop or of another sender's export. The weightiest reason of an address stands, since its
 * first telling; the same file again changes nothing.
 */
import {
  mapSuppression,
  SUPPRESSION_FIELDS,
  type SuppressionRow,
  type SuppressionRowRules,
} from '../../core/customer/import/mapSuppression.ts';
import { unreadable } from '../../core/customer/import/rowFault.ts';
import type { Contact } from '../../core/message/contact.ts';
import { withSuppression } from '../../core/message/suppression.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { type ContactImport, type ContactReport, importContacts } from './contactImport.ts';
import type { ContactEdit } from './contactWriter.ts';

export type SuppressionImport = Pick<
  ContactImport<SuppressionRow>,
  'file' | 'map' | 'rejectFile' | 'dryRun' | 'encoding' | 'onProgress' | 'signal' | 'store'
> & {
  readonly rules: SuppressionRowRules;
  readonly addressKeyOf: AddressKeyOf;
};

const UNKNOWN_HASH = unreadable(
  'unknown-hash',
  'is a keyed hash of another shop, which nobody can tell the address of',
  'export the list with addresses where they are known',
);

/** A row without a time of its own is of the import: a reason that is known stays since it was known. */
function suppressed(contact: Contact, { suppression }: SuppressionRow, isDated: boolean): Contact {
  return !isDated && contact.suppression?.why === suppression.why
    ? contact
    : withSuppression(contact, suppression);
}

export function importSuppressions(options: SuppressionImport): Promise<ContactReport> {
  const { rules, store, addressKeyOf, ...rest } = options;
  return importContacts<SuppressionRow>({
    ...rest,
    store,
    now: rules.now,
    what: 'suppressions',
    fields: SUPPRESSION_FIELDS,
    oneOf: ['address'],
    mapRow: (cells) => mapSuppression(cells, rules),
    async editsOf(rows, refuse) {
      const hashes = rows.flatMap(({ row }) => (row.target.kind === 'hash' ? [row.target.key] : []));
      const known = await store.loadContacts([...new Set(hashes)]);
      return rows.map((placed): ContactEdit | null => {
        const { row } = placed;
        const edit = (contact: Contact) => suppressed(contact, row, row.suppression.at !== rules.now);
        if (row.target.kind === 'address')
          return { key: addressKeyOf(row.target.channel, row.target.address), edit };
        const { key } = row.target;
        return known.has(key)
          ? { key, edit }
          : refuse(placed, { ...UNKNOWN_HASH, field: 'address', value: key });
      });
    },
  });
}
