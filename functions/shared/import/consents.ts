/**
 * Consents with their proof. What is older than what is known changes nothing, and the same file again changes nothing. An
 * address that nobody has yet is remembered as a keyed hash, so that its owner's word is known once they come. Nobody enters a
 * journey by it, and what an erased address says here does not bring it back.
 */
import * as z from 'zod';
import { readBasis } from '../../../core/customer/import/consentCells.ts';
import { type FieldMap, parseFieldMap } from '../../../core/customer/import/fieldMap.ts';
import {
  CONSENT_FIELDS,
  type ConsentRow,
  type ConsentRowRules,
  mapConsent,
} from '../../../core/customer/import/mapConsent.ts';
import { unreadable } from '../../../core/customer/import/rowFault.ts';
import { type CustomerId, isCustomerId } from '../../../core/ids.ts';
import { type Contact, withConsent } from '../../../core/message/contact.ts';
import type { PeopleStore } from '../../../core/ports.ts';
import { type Instant, parseIso } from '../../../core/time.ts';
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

const text = z.string().min(1).max(2_000).exactOptional();
export const consentOptions = z.object({
  ...contactOptions,
  at: text,
  topic: text,
  basis: text,
  wording: text,
});

const EXAMPLE = '--map address=email,topic=list,state=status,at=date,source=form,basis=basis';

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

function basisOf(asked: string | undefined) {
  const read = readBasis(asked ?? '');
  if (read.kind === 'unreadable') throw misuse('basis', `"${asked}" ${read.problem}`, read.remedy);
  return read.basis;
}

function dateOf(asked: string | undefined, now: Instant): Instant | null {
  const at = asked === undefined ? null : parseIso(asked);
  if (asked === undefined || (at !== null && at <= now)) return at;
  const problem = at === null ? 'is no date' : 'lies in the future';
  throw misuse('at', `"${asked}" ${problem}`, 'give the day of the consents, for example 2026-04-03');
}

export interface ConsentRules {
  readonly map: FieldMap | null;
  readonly rules: ConsentRowRules;
  readonly dryRun: boolean;
  readonly encoding?: string;
}

/** `by`: the name of the file. Throws `ImportMisuse` or a `Problem` where an option cannot be used. */
export function consentRules(asked: z.infer<typeof consentOptions>, now: Instant, by: string): ConsentRules {
  const { source = null, wording = null, topic = null, dryRun, encoding } = asked;
  const basis = basisOf(asked.basis);
  const at = dateOf(asked.at, now);
  return {
    map:
      asked.map === undefined ? null : parseFieldMap(asked.map, { fields: CONSENT_FIELDS, example: EXAMPLE }),
    rules: { ...commonRules(asked, now), source, wording, topic, basis, at, by },
    dryRun,
    ...(encoding === undefined ? {} : { encoding }),
  };
}

/** What consents rest on besides contacts: the profiles of customers who are named without an address. */
export interface ConsentDeps extends ContactDeps<PlacedRow<ConsentRow>> {
  readonly store: ContactDeps<PlacedRow<ConsentRow>>['store'] & Pick<PeopleStore, 'loadProfile'>;
}

async function profilesOf(store: ConsentDeps['store'], rows: readonly PlacedRow<ConsentRow>[]) {
  const ids = rows.flatMap(({ row }) =>
    row.address === null && row.customer !== null ? [row.customer] : [],
  );
  const known = new Map<string, { email: string | null; phone: string | null } | null>();
  for (const id of new Set(ids))
    known.set(id, isCustomerId(id) ? await store.loadProfile(id satisfies CustomerId) : null);
  return known;
}

export function consentKind(
  { map, rules, dryRun, encoding }: ConsentRules,
  { store, addressKeyOf }: ConsentDeps,
): ContactKind<ConsentRow> {
  return {
    fields: CONSENT_FIELDS,
    oneOf: ['address', 'customer'],
    map,
    encoding,
    dryRun,
    now: rules.now,
    mapRow: (cells) => {
      const mapped = mapConsent(cells, rules);
      return mapped.kind === 'consent' ? { kind: 'row', row: mapped.row } : mapped;
    },
    groupOf: ({ address, customer, change }) =>
      groupOfKey(address === null ? (customer ?? '') : addressKeyOf(change.channel, address)),
    async editsOf(rows, refuse) {
      const profiles = await profilesOf(store, rows);
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
  };
}
