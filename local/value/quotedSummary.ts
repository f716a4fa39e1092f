/** Summaries that are more than plain text, through the reader of imports: quotes, gzip, UTF-16, any size. */
import type { FieldMap } from '../../core/customer/import/fieldMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { type CsvTable, sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import { openFile } from '../import/openFile.ts';
import { CellRows } from './cellRows.ts';
import { splitHeader, summaryLayout } from './summaryLayout.ts';
import type { Summary, SummaryRows } from './summaryRows.ts';

type Cells = readonly string[];

/** Throws `ImportMisuse` (`file-…`, `column-…`). */
export async function readQuotedSummary(
  file: string,
  map: FieldMap | null,
  rows: SummaryRows,
): Promise<Summary> {
  let reading: CellRows | undefined;
  const formats = {
    csv(line: string): CsvTable<Cells> {
      const wanted = new Set(splitHeader(line.replaceAll('"', ''), map).header);
      const head = sniffHeader(line, (names) => names.filter((name) => wanted.has(name)).length);
      const layout = summaryLayout(head, map);
      reading = new CellRows(layout, rows);
      const { fields } = layout;
      return {
        ...head,
        fieldAt: (position) => fields[position] ?? head.header[position] ?? '',
        mayBreak: (position) => fields[position] === null,
        cellsOf: (cells) => cells,
        notes: () => [],
      };
    },
    ndjson(): never {
      throw new ImportMisuse(
        'file-not-rows',
        `${file} is NDJSON; a summary is CSV with the columns id,x,t_x,T`,
      );
    },
  };
  const opened = await openRows({ file, open: () => openFile(file), encoding: null, formats });
  try {
    for await (const batch of opened.batches)
      for (const row of batch) {
        if (row.kind === 'faulty') rows.refuse(row);
        else reading?.take(row.cells, row.line);
      }
  } finally {
    opened.close();
  }
  return reading?.summary() ?? rows.summary(() => false, String, []);
}
