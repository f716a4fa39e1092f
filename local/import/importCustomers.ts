/**
 * Imports a file of customers: reads, maps and commits it in pages, with memory that does not grow with the file. It is
 * history: it changes what is known and enters nobody into a journey. Rows that cannot be read are refused one by one into
 * the reject file. The same file again changes nothing. It is read twice: first for the ids it repeats.
 */
import { stat } from 'node:fs/promises';
import type { CustomerMap } from '../../core/customer/import/customerMap.ts';
import type { ConsentProof } from '../../core/customer/import/consentCells.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { CustomerCell } from '../../core/customer/import/mapCustomer.ts';
import type { DateFormat } from '../../core/customer/import/orderDate.ts';
import { PHONE_COUNTRIES, type PhoneCountry, phoneCountry } from '../../core/customer/phoneNumber.ts';
import type { AddressKeyOf, ImportStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { customerIntake, type CustomerTally, idIn } from './customerIntake.ts';
import { customerJson } from './customerJson.ts';
import { customerTable } from './customerTable.ts';
import { type CustomerCounts, customerWriter, dryCustomerWriter } from './customerWriter.ts';
import { encodingOf } from './decodeText.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openRows, type RowSource } from './openRows.ts';
import { rejectFile } from './rejectFile.ts';
import { type RepeatedCustomers, repeatedCustomers } from './repeatedCustomers.ts';
import { faultNotes } from './rowTally.ts';

export interface CustomerImport extends ImportControl {
  readonly file: string;
  /** Null: columns are known by their names. */
  readonly map: CustomerMap | null;
  /** Columns nothing else is known of become traits. */
  readonly restAsTraits: boolean;
  /** Where and when consents were given that bring no proof; null where the command names none. */
  readonly proof: ConsentProof | null;
  /** ISO 3166 code of the country that phone numbers without a country code are meant in. */
  readonly country: string | null;
  readonly store: Pick<ImportStore, 'importPeople'>;
  readonly addressKeyOf: AddressKeyOf;
  /** Path of the reject file. */
  readonly rejectFile: string;
  /** Reads and refuses as an import would, and leaves the store alone. */
  readonly dryRun: boolean;
  /** The time of what rows do not date. Dates more than a day after it are refused. */
  readonly now: Instant;
  /** For dates that begin with a day or month. */
  readonly dateFormat?: DateFormat;
  /** Encoding of a file that is not UTF-8, by any name the Encoding standard knows. */
  readonly encoding?: string;
}

export interface CustomerReport extends CustomerCounts {
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

/** Ids and addresses lie in no order: of more rows to a commit, more share the pages it writes. */
const PAGE_ROWS = 20_000;

type Source = RowSource<readonly CustomerCell[]>;

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

/**
 * Reads the ids of a file. Throws as `openRows` and the reading of its header do. What is no file, such as a pipe, can be
 * read once only: nothing of it is known to be repeated.
 */
async function readIds(source: Source, signal: AbortSignal | undefined): Promise<RepeatedCustomers> {
  const stats = await stat(source.file).catch(() => null);
  const repeats = repeatedCustomers(stats?.size ?? 0);
  if (stats?.isFile() === false) return repeats;
  const rows = await openRows(source);
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

function notesOf(tally: CustomerTally, columnNotes: readonly string[], dryRun: boolean): string[] {
  return [
    ...(tally.rows === 0 ? ['The file has a header but no rows; nothing was imported.'] : []),
    ...columnNotes,
    ...(tally.repeated === 0
      ? []
      : [
          `${tally.repeated} rows are about a customer of an earlier row; where they differ the later row counts.`,
        ]),
    ...faultNotes(tally),
    ...(dryRun
      ? [
          'Dry run: nothing was written. Who is known already shows only on import, so everybody counts as accepted.',
        ]
      : []),
  ];
}

/**
 * Throws `ImportMisuse` before anything is written where an option or the file is wrong, `ImportInterrupted` where the
 * reading or the store fails later, and the signal's reason when stopped.
 */
export async function importCustomers(options: CustomerImport): Promise<CustomerReport> {
  const { file, map, restAsTraits, proof, dryRun, now } = options;
  const country = countryOf(options.country);
  requireProofInPast(proof, now);
  const encoding = options.encoding === undefined ? null : encodingOf(options.encoding);
  await refuseOverwriting(file, options.rejectFile);
  const format = { map, restAsTraits, hasProof: proof !== null };
  const source: Source = {
    file,
    encoding,
    formats: {
      csv: (header) => customerTable(header, format),
      ndjson: (firstLine) => customerJson(format, firstLine),
    },
  };
  const repeats = await readIds(source, options.signal);
  const rows = await openRows(source);
  const intake = customerIntake({ now, dateFormat: options.dateFormat ?? null, proof, country }, repeats);
  const writer = dryRun ? dryCustomerWriter() : customerWriter(options);
  await importRows(
    {
      rows,
      intake,
      rejects: rejectFile(options.rejectFile),
      writer,
      pageRows: PAGE_ROWS,
      what: 'customers',
    },
    options,
  );
  const tally = intake.tally();
  return {
    ...writer.counts(),
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf(tally, rows.notes(), dryRun),
  };
}
