/** Files of customers: the options of their import, how they are read, and how their rows reach the store. */
import * as z from 'zod';
import { type ConsentProof, readBasis } from '../../../core/customer/import/consentCells.ts';
import { type CustomerMap, parseCustomerMap } from '../../../core/customer/import/customerMap.ts';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import type { CustomerCell } from '../../../core/customer/import/mapCustomer.ts';
import type { DateFormat } from '../../../core/customer/import/orderDate.ts';
import { PHONE_COUNTRIES, type PhoneCountry, phoneCountry } from '../../../core/customer/phoneNumber.ts';
import type { AddressKeyOf, ImportStore } from '../../../core/ports.ts';
import { type Instant, parseIso } from '../../../core/time.ts';
import { misuse } from '../problem.ts';
import { customerIntake, type CustomerRows, type CustomerTally, idIn } from './customerIntake.ts';
import { customerJson } from './customerJson.ts';
import { customerTable } from './customerTable.ts';
import { type CustomerWriter, customerWriter, dryCustomerWriter } from './customerWriter.ts';
import { encodingOf } from './decodeText.ts';
import { groupOfKey } from './groups.ts';
import { emptyNotes, type NotesAround } from './importNotes.ts';
import { type OpenedRows, openRows, type RowSource } from './openRows.ts';
import type { ImportReading } from './reading.ts';
import { type RepeatedCustomers, repeatedCustomers } from './repeatedCustomers.ts';

export const customerOptions = z.object({
  map: z.string().min(1).exactOptional(),
  /** `rest`: columns nothing else is known of become traits. */
  traits: z.enum(['rest']).exactOptional(),
  consentSource: z.string().min(1).max(200).exactOptional(),
  consentDate: z.string().min(1).exactOptional(),
  consentBasis: z.string().min(1).exactOptional(),
  consentWording: z.string().min(1).max(2_000).exactOptional(),
  country: z.string().min(1).exactOptional(),
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: z.string().exactOptional(),
});
type CustomerOptions = z.infer<typeof customerOptions>;

export interface CustomerImportRules {
  /** Null: columns are known by their names. */
  readonly map: CustomerMap | null;
  /** Columns nothing else is known of become traits. */
  readonly restAsTraits: boolean;
  /** Where and when consents were given that bring no proof; null where the command names none. */
  readonly proof: ConsentProof | null;
  /** ISO 3166 code of the country that phone numbers without a country code are meant in. */
  readonly country: string | null;
  /** Reads and refuses as an import would, and leaves the store alone. */
  readonly dryRun: boolean;
  /** For dates that begin with a day or month. */
  readonly dateFormat?: DateFormat;
  /** Encoding of a file that is not UTF-8, by any name the Encoding standard knows. */
  readonly encoding?: string;
}

function basisOf(text: string | undefined): Pick<ConsentProof, 'basis'> {
  const read = readBasis(text ?? '');
  if (read.kind === 'unreadable') throw misuse('consentBasis', `"${text}" ${read.problem}`, read.remedy);
  return read.basis === null ? {} : { basis: read.basis };
}

function proofOf({ consentSource, consentDate, consentWording, consentBasis }: CustomerOptions) {
  if (consentSource === undefined && consentDate === undefined && consentWording === undefined) return null;
  if (consentSource === undefined)
    throw misuse(
      'consentSource',
      'a consent needs a source',
      'add --consent-source TEXT, for example "checkout form"',
    );
  const at = consentDate === undefined ? null : parseIso(consentDate);
  if (at === null)
    throw misuse(
      'consentDate',
      consentDate === undefined ? 'a consent needs a date' : `"${consentDate}" is no date`,
      'add --consent-date DATE, for example 2026-04-03',
    );
  return { source: consentSource, at, wording: consentWording ?? null, ...basisOf(consentBasis) };
}

/** Throws `ImportMisuse` or a `Problem` where an option cannot be used. */
export function customerRules(options: CustomerOptions): CustomerImportRules {
  const { map, traits, country, dryRun, dateFormat, encoding } = options;
  return {
    map: map === undefined ? null : parseCustomerMap(map),
    restAsTraits: traits === 'rest',
    proof: proofOf(options),
    country: country ?? null,
    dryRun,
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(encoding === undefined ? {} : { encoding }),
  };
}

function countryOf(name: string | null): PhoneCountry | null {
  if (name === null) return null;
  const country = phoneCountry(name);
  if (country !== null) return country;
  throw new ImportMisuse(
    'country-unknown',
    `--country "${name}" is none of ${PHONE_COUNTRIES.join(', ')}; or write phone numbers with + and their country code`,
  );
}

function requireProofInPast(proof: ConsentProof | null, now: Instant): void {
  if (proof !== null && proof.at > now)
    throw new ImportMisuse(
      'consent-proof-missing',
      '--consent-date lies in the future; give the day of the consents',
    );
}

/** Reads the ids of a file. */
async function readIds(
  rows: OpenedRows<readonly CustomerCell[]>,
  signal: AbortSignal | undefined,
): Promise<RepeatedCustomers> {
  const repeats = repeatedCustomers(rows.totalBytes);
  try {
    for await (const batch of rows.batches) {
      signal?.throwIfAborted();
      for (const row of batch) {
        const id = row.kind === 'cells' ? idIn(row.cells) : null;
        if (id !== null) repeats.see(id, row.line);
      }
    }
  } finally {
    rows.close();
  }
  return repeats;
}

function notesAround(tally: CustomerTally, columnNotes: readonly string[], dryRun: boolean): NotesAround {
  const repeated =
    tally.repeated === 0
      ? []
      : [
          `${tally.repeated} rows are about a customer of an earlier row; where they differ the later row counts.`,
        ];
  return {
    before: [...emptyNotes(tally), ...columnNotes, ...repeated],
    after: dryRun
      ? [
          'Dry run: nothing was written. Who is known already shows only on import, so everybody counts as accepted.',
        ]
      : [],
  };
}

export interface CustomerFile extends Pick<RowSource<never>, 'file' | 'open'> {
  /** False for what can be read once only, such as a pipe: nothing of it is known to be repeated. */
  readonly isReadTwice: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads the file once for the ids it repeats. Throws `ImportMisuse` where an option or the file cannot be used, and the signal's
 * reason when stopped.
 */
export async function customerReading(
  rules: CustomerImportRules,
  now: Instant,
  source: CustomerFile,
): Promise<ImportReading<readonly CustomerCell[], CustomerRows>> {
  const { map, restAsTraits, proof, dateFormat = null } = rules;
  const country = countryOf(rules.country);
  requireProofInPast(proof, now);
  const encoding = rules.encoding === undefined ? null : encodingOf(rules.encoding);
  const format = { map, restAsTraits, hasProof: proof !== null };
  const formats: RowSource<readonly CustomerCell[]>['formats'] = {
    csv: (header) => customerTable(header, format),
    ndjson: (firstLine) => customerJson(format, firstLine),
  };
  const { isReadTwice, signal, ...file } = source;
  const repeats = isReadTwice
    ? await readIds(await openRows({ ...file, formats, encoding }), signal)
    : repeatedCustomers(0);
  const intake = customerIntake({ now, dateFormat, proof, country }, repeats);
  return {
    formats,
    encoding,
    intake,
    groupOf: ({ told }) => groupOfKey(told.person.id),
    notes: (columnNotes) => notesAround(intake.tally(), columnNotes, rules.dryRun),
  };
}

export function writerOfCustomers(
  { dryRun }: Pick<CustomerImportRules, 'dryRun'>,
  deps: {
    readonly store: Pick<ImportStore, 'importPeople'>;
    readonly addressKeyOf: AddressKeyOf;
    readonly now: Instant;
  },
): CustomerWriter {
  return dryRun ? dryCustomerWriter() : customerWriter(deps);
}
