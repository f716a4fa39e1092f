/**
 * Suppression lists, of this shop or of another sender's export. The weightiest reason of an address stands, since its first
 * telling; the same file again changes nothing.
 */
import * as z from 'zod';
import { type FieldMap, parseFieldMap } from '../../../core/customer/import/fieldMap.ts';
import {
  mapSuppression,
  SUPPRESSION_FIELDS,
  type SuppressionRow,
  type SuppressionRowRules,
} from '../../../core/customer/import/mapSuppression.ts';
import { unreadable } from '../../../core/customer/import/rowFault.ts';
import type { Contact } from '../../../core/message/contact.ts';
import { withSuppression } from '../../../core/message/suppression.ts';
import { readReason } from '../../../core/message/suppressionList.ts';
import type { Instant } from '../../../core/time.ts';
import { misuse } from '../problem.ts';
import {
  commonRules,
  type ContactDeps,
  type ContactKind,
  contactOptions,
  type PlacedRow,
} from './contacts.ts';
import type { ContactEdit } from './contactWriter.ts';
import { groupOfKey } from './groups.ts';

export const suppressionOptions = z.object({
  ...contactOptions,
  reason: z.string().min(1).max(2_000).exactOptional(),
});

const EXAMPLE = '--map address=EmailAddress,reason=Reason,at=LastUpdateTime';

const UNKNOWN_HASH = unreadable(
  'unknown-hash',
  'is a keyed hash of another shop, which nobody can tell the address of',
  'export the list with addresses where they are known',
);

export interface SuppressionRules {
  readonly map: FieldMap | null;
  readonly rules: SuppressionRowRules;
  readonly dryRun: boolean;
  readonly encoding?: string;
}

/** `source` of rows that name none: the name of the file. Throws `ImportMisuse` or a `Problem` where an option cannot be used. */
export function suppressionRules(
  asked: z.infer<typeof suppressionOptions>,
  now: Instant,
  source: string,
): SuppressionRules {
  const { reason = null, dryRun, encoding } = asked;
  if (reason !== null && readReason(reason).kind !== 'reason')
    throw misuse(
      'reason',
      `"${reason}" is no reason`,
      'give hard-bounce, spam-complaint, manual or stop-word',
    );
  return {
    map:
      asked.map === undefined
        ? null
        : parseFieldMap(asked.map, { fields: SUPPRESSION_FIELDS, example: EXAMPLE }),
    rules: { ...commonRules(asked, now), reason, source: asked.source ?? source },
    dryRun,
    ...(encoding === undefined ? {} : { encoding }),
  };
}

/** A row without a time of its own is of the import: a reason that is known stays since it was known. */
function suppressed(contact: Contact, { suppression }: SuppressionRow, isDated: boolean): Contact {
  return !isDated && contact.suppression?.why === suppression.why
    ? contact
    : withSuppression(contact, suppression);
}

export function suppressionKind(
  { map, rules, dryRun, encoding }: SuppressionRules,
  { store, addressKeyOf }: ContactDeps<PlacedRow<SuppressionRow>>,
): ContactKind<SuppressionRow> {
  return {
    fields: SUPPRESSION_FIELDS,
    oneOf: ['address'],
    map,
    encoding,
    dryRun,
    now: rules.now,
    mapRow: (cells) => mapSuppression(cells, rules),
    groupOf: ({ target }) =>
      groupOfKey(target.kind === 'hash' ? target.key : addressKeyOf(target.channel, target.address)),
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
  };
}
