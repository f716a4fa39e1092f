/** What imports about addresses have in common: a file of plain fields, a reject file, rows changing one contact each. */
import type { FieldMap } from '../../core/customer/import/fieldMap.ts';
import type { FieldFault } from '../../core/customer/import/rowFault.ts';
import type { Instant } from '../../core/time.ts';
import { type ContactEdit, contactWriter, type ContactWriterDeps } from './contactWriter.ts';
import { encodingOf } from './decodeText.ts';
import { type FieldCells, fieldFormats } from './fieldRows.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openRows } from './openRows.ts';
import { rejectFile } from './rejectFile.ts';
import { faultNotes, rowCounter } from './rowTally.ts';
import type { RawRow } from './sourceRow.ts';

/** One row as it was mapped, with where it stood. */
export interface PlacedRow<Row> {
  readonly row: Row;
  readonly line: number;
  readonly raw: RawRow;
}

export type MappedRow<Row> =
  | { readonly kind: 'row'; readonly row: Row }
  | ({ readonly kind: 'rejected' } & FieldFault);

export interface ContactImport<Row> extends ImportControl {
  readonly file: string;
  readonly map: FieldMap | null;
  readonly fields: readonly string[];
  readonly oneOf: readonly string[];
  readonly what: 'consents' | 'suppressions';
  readonly mapRow: (cells: FieldCells) => MappedRow<Row>;
  /** What the rows change; `refuse` counts one out. */
  readonly editsOf: (
    rows: readonly PlacedRow<Row>[],
    refuse: (row: PlacedRow<Row>, fault: FieldFault) => null,
  ) => Promise<readonly (ContactEdit | null)[]>;
  readonly store: ContactWriterDeps<Row>['store'];
  readonly rejectFile: string;
  readonly dryRun: boolean;
  readonly now: Instant;
  readonly encoding?: string;
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

/** Throws `ImportMisuse` before anything is written where an option or the file is wrong. */
export async function importContacts<Row>(options: ContactImport<Row>): Promise<ContactReport> {
  const { file, map, fields, oneOf, what, store, dryRun, now } = options;
  const encoding = options.encoding === undefined ? null : encodingOf(options.encoding);
  await refuseOverwriting(file, options.rejectFile);
  const rows = await openRows({ file, encoding, formats: fieldFormats({ fields, map, oneOf }) });
  const counter = rowCounter();
  const rejects = rejectFile(options.rejectFile);
  const refuse = ({ line, raw }: PlacedRow<Row>, fault: FieldFault): null => {
    rejects.add(counter.reject({ ...fault, line, raw }).row);
    return null;
  };
  const writer = contactWriter<PlacedRow<Row>>({
    store,
    editsOf: (page) => options.editsOf(page, refuse),
    dryRun,
    now,
  });
  const intake = {
    take(row: Parameters<Parameters<typeof importRows<FieldCells, PlacedRow<Row>>>[0]['intake']['take']>[0]) {
      counter.row();
      if (row.kind === 'faulty') return counter.reject(row);
      const { line, raw } = row;
      const mapped = options.mapRow(row.cells);
      if (mapped.kind === 'rejected') return counter.reject({ ...mapped, line, raw });
      return { kind: 'taken' as const, item: { row: mapped.row, line, raw } };
    },
    tally: () => counter.tally(),
  };
  await importRows({ rows, intake, rejects, writer, pageRows: PAGE_ROWS, what }, options);
  const tally = counter.tally();
  return {
    accepted: writer.accepted(),
    unchanged: writer.unchanged(),
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: [
      ...(tally.rows === 0 ? ['The file has a header but no rows; nothing was imported.'] : []),
      ...rows.notes(),
      ...faultNotes(tally),
      ...(dryRun ? ['Dry run: nothing was written.'] : []),
    ],
  };
}
