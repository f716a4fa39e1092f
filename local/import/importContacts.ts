/** Imports a file about addresses, consents or suppressions, in pages. Rows are refused one by one into the reject file. */
import type { RowTally } from '../../functions/shared/import/rowTally.ts';
import { consentKind, type ConsentDeps, type ConsentRules } from '../../functions/shared/import/consents.ts';
import {
  type ContactDeps,
  type ContactKind,
  contactReading,
  type PlacedRow,
  writerOfContacts,
} from '../../functions/shared/import/contacts.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import { notesOf } from '../../functions/shared/import/reading.ts';
import type { RejectedRow } from '../../functions/shared/import/rejectLine.ts';
import { rowCounter } from '../../functions/shared/import/rowTally.ts';
import { suppressionKind, type SuppressionRules } from '../../functions/shared/import/suppressions.ts';
import type { SuppressionRow } from '../../core/customer/import/mapSuppression.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openFile } from './openFile.ts';
import { rejectFile } from './rejectFile.ts';

interface ContactFile extends ImportControl {
  readonly file: string;
  /** Path of the reject file. */
  readonly rejectFile: string;
}

export interface ContactReport {
  /** Rows that changed what is known. */
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

const PAGE_ROWS = 1_000;

/** Refused rows of the reading and of the writing, together. */
function together(a: RowTally, b: RowTally): Pick<RowTally, 'rejected' | 'faults'> {
  return { rejected: a.rejected + b.rejected, faults: new Map([...a.faults, ...b.faults]) };
}

async function importContacts<Row>(
  kind: ContactKind<Row>,
  deps: Pick<ContactDeps<PlacedRow<Row>>, 'store'>,
  options: ContactFile & { readonly what: 'consents' | 'suppressions' },
): Promise<ContactReport> {
  const { file, what } = options;
  const reading = contactReading(kind);
  await refuseOverwriting(file, options.rejectFile);
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ file, open: () => openFile(file), encoding, formats });
  const rejects = rejectFile(options.rejectFile);
  const late = rowCounter();
  const refuse = (row: RejectedRow): void => rejects.add(late.reject(row).row);
  const writer = writerOfContacts(kind, deps.store, refuse);
  await importRows({ rows, intake, rejects, writer, pageRows: PAGE_ROWS, what }, options);
  const tally = together(intake.tally(), late.tally());
  const { accepted = 0, unchanged = 0 } = writer.counts();
  return {
    accepted,
    unchanged,
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf(reading.notes(rows.notes()), tally),
  };
}

export type ConsentImport = ContactFile & ConsentRules & ConsentDeps;

/** Throws `ImportMisuse` before anything is written where an option or the file is wrong. */
export function importConsents(options: ConsentImport): Promise<ContactReport> {
  return importContacts(consentKind(options, options), options, { ...options, what: 'consents' });
}

export type SuppressionImport = ContactFile & SuppressionRules & ContactDeps<PlacedRow<SuppressionRow>>;

/** Throws `ImportMisuse` before anything is written where an option or the file is wrong. */
export function importSuppressions(options: SuppressionImport): Promise<ContactReport> {
  return importContacts(suppressionKind(options, options), options, { ...options, what: 'suppressions' });
}
