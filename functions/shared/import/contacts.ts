/** What imports about addresses have in common: a file of plain fields, rows changing one contact each. */
import * as z from 'zod';
import { readChannel } from '../../../core/customer/import/addressCell.ts';
import type { FieldMap } from '../../../core/customer/import/fieldMap.ts';
import { type FieldFault } from '../../../core/customer/import/rowFault.ts';
import { phoneCountry } from '../../../core/customer/phoneNumber.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { misuse } from '../problem.ts';
import { type ContactEdit, contactWriter, type ContactWriterDeps } from './contactWriter.ts';
import { encodingOf } from './decodeText.ts';
import { type FieldCells, fieldFormats } from './fieldRows.ts';
import { emptyNotes } from './importNotes.ts';
import type { CountingWriter, ImportReading, Refuse } from './reading.ts';
import { rowCounter } from './rowTally.ts';
import type { RawRow } from './sourceRow.ts';

const text = z.string().min(1).max(2_000).exactOptional();

/** Options of both kinds. */
export const contactOptions = {
  map: text,
  channel: text,
  country: text,
  source: text,
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: text,
};
type ContactOptions = z.infer<z.ZodObject<typeof contactOptions>>;

/** Throws a `Problem` where an option cannot be used. */
export function commonRules({ channel, country, dateFormat }: ContactOptions, now: Instant) {
  const read = readChannel(channel);
  if (read.kind === 'unreadable') throw misuse('channel', `"${channel}" ${read.problem}`, read.remedy);
  const known = country === undefined ? null : phoneCountry(country);
  if (country !== undefined && known === null)
    throw misuse('country', `"${country}" is no country`, 'give an ISO 3166 code, for example CN');
  return { channel: read.channel, country: known, dateFormat: dateFormat ?? null, now };
}

/** One row as it was mapped, with where it stood. */
export interface PlacedRow<Row> {
  readonly row: Row;
  readonly line: number;
  readonly raw: RawRow;
}

export type MappedRow<Row> =
  | { readonly kind: 'row'; readonly row: Row }
  | ({ readonly kind: 'rejected' } & FieldFault);

/** Where contacts are written, and how their addresses are known there. */
export interface ContactDeps<Row> {
  readonly store: ContactWriterDeps<Row>['store'];
  readonly addressKeyOf: AddressKeyOf;
}

/** What one kind makes of a file of fields. */
export interface ContactKind<Row> {
  readonly fields: readonly string[];
  readonly oneOf: readonly string[];
  readonly map: FieldMap | null;
  readonly mapRow: (cells: FieldCells) => MappedRow<Row>;
  readonly groupOf: (row: Row) => number;
  readonly encoding: string | undefined;
  readonly dryRun: boolean;
  readonly now: Instant;
  /** What the rows change; `refuse` takes one out. */
  readonly editsOf: (
    rows: readonly PlacedRow<Row>[],
    refuse: (row: PlacedRow<Row>, fault: FieldFault) => null,
  ) => Promise<readonly (ContactEdit | null)[]>;
}

/** Rows of plain fields, each mapped by itself. */
export function contactReading<Row>(
  kind: Omit<ContactKind<Row>, 'now' | 'editsOf'>,
): ImportReading<FieldCells, PlacedRow<Row>> {
  const { fields, map, oneOf, dryRun } = kind;
  const counter = rowCounter();
  return {
    formats: fieldFormats({ fields, map, oneOf }),
    encoding: kind.encoding === undefined ? null : encodingOf(kind.encoding),
    intake: {
      take(row) {
        counter.row();
        if (row.kind === 'faulty') return counter.reject(row);
        const { line, raw } = row;
        const mapped = kind.mapRow(row.cells);
        if (mapped.kind === 'rejected') return counter.reject({ ...mapped, line, raw });
        return { kind: 'taken', item: { row: mapped.row, line, raw } };
      },
      tally: () => counter.tally(),
    },
    groupOf: ({ row }) => kind.groupOf(row),
    notes: (columnNotes) => ({
      before: [...emptyNotes(counter.tally()), ...columnNotes],
      after: dryRun ? ['Dry run: nothing was written.'] : [],
    }),
  };
}

export function writerOfContacts<Row>(
  { editsOf, dryRun, now }: ContactKind<Row>,
  store: ContactWriterDeps<Row>['store'],
  refuse: Refuse,
): CountingWriter<PlacedRow<Row>> {
  const refuseRow = ({ line, raw }: PlacedRow<Row>, fault: FieldFault): null => {
    refuse({ ...fault, line, raw });
    return null;
  };
  return contactWriter<PlacedRow<Row>>({
    store,
    editsOf: (page) => editsOf(page, refuseRow),
    dryRun,
    now,
  });
}
