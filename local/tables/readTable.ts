/**
 * A whole CSV file as a table of texts, for files small enough to be judged as one: answers of a survey, judgements, indicators.
 * Encoding, separator and quotes are read as those of an import. A first line of numbers alone is no header: the columns are
 * then called by their place. Nothing is taken for a number here.
 */
import { unguarded } from '../../core/csvGuard.ts';
import { sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { openRows, type RowFormats } from '../../functions/shared/import/openRows.ts';
import type { SourceRow } from '../../functions/shared/import/sourceRow.ts';
import { openFile } from '../import/openFile.ts';
import { figureOf } from './figures.ts';
import type { Table, TableRow } from './table.ts';
import { TableMisuse } from './tableMisuse.ts';

/** They are all held at once. */
const MOST_ROWS = 2_000_000;

/** Where a reading keeps its columns, and its rows one by one. */
interface Taking {
  columns: readonly string[];
  readonly rows: TableRow[];
}

function formatsOf(file: string, taking: Taking): RowFormats<readonly string[]> {
  return {
    csv(line) {
      const { separator, header } = sniffHeader(line, () => 0);
      const isRow = header.every((cell) => figureOf(cell) !== null);
      taking.columns = isRow ? header.map((_, i) => String(i + 1)) : header;
      if (isRow) taking.rows.push({ line: 1, cells: header });
      return {
        separator,
        header,
        fieldAt: (position) => taking.columns[position] ?? '',
        mayBreak: () => true,
        cellsOf: (fields) => fields.map(unguarded),
        notes: () => [],
      };
    },
    ndjson() {
      throw new TableMisuse(
        `${file} is no CSV.`,
        'Write it as CSV: a line of column names, then a line a row.',
      );
    },
  };
}

function take(row: SourceRow<readonly string[]>, { rows }: Taking, file: string): void {
  if (row.kind === 'faulty') {
    const problem = { path: row.field ?? '', message: row.problem, line: row.line };
    throw new TableMisuse(`Line ${row.line} of ${file} ${row.problem}.`, row.remedy, [problem]);
  }
  if (row.cells.every((cell) => cell === '')) return;
  if (rows.length === MOST_ROWS)
    throw new TableMisuse(`${file} has more than ${MOST_ROWS} rows.`, 'Draw a sample of it.');
  rows.push({ line: row.line, cells: row.cells });
}

/** Throws `TableMisuse`, or `ImportMisuse` (`file-…`) where the file cannot be read at all. */
export async function readTable(file: string): Promise<Table> {
  const taking: Taking = { columns: [], rows: [] };
  const opened = await openRows({
    file,
    open: () => openFile(file),
    formats: formatsOf(file, taking),
    encoding: null,
  });
  try {
    for await (const batch of opened.batches) for (const row of batch) take(row, taking, file);
  } finally {
    opened.close();
  }
  return { file, ...taking };
}
