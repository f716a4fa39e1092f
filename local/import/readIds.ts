/** The customer ids of a file, in its sequence: of the column that is named, or called as ids are, or else the first. */
import { guessColumns } from '../../core/customer/import/knownColumns.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { faultOfText, textOf } from '../../core/customer/import/valueText.ts';
import { unguarded } from '../../core/csvGuard.ts';
import type { JsonObject } from '../../core/json.ts';
import { type CsvTable, positionOf, sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { DAMAGED } from '../../functions/shared/import/decodeText.ts';
import { jsonReader, valueAt } from '../../functions/shared/import/jsonLines.ts';
import { openRows, type RowFormats } from '../../functions/shared/import/openRows.ts';
import { openFile } from './openFile.ts';

export interface IdsRead {
  readonly ids: readonly string[];
  /** Lines that hold no id. */
  readonly refused: readonly { readonly line: number; readonly problem: string; readonly remedy: string }[];
  /** The column they were read of. */
  readonly column: string;
}

const KEYS = ['id', 'customer', 'customer_id'];

function columnOf(header: readonly string[]): string {
  const id = guessColumns(header).find(({ field }) => field.kind === 'text' && field.name === 'id');
  return id?.column ?? header[0] ?? '';
}

/** Throws `ImportMisuse` where the column that is named is not there. */
function formats(column: string | null, found: (column: string) => void): RowFormats<string> {
  return {
    csv(line): CsvTable<string> {
      const wanted = (names: readonly string[]) => (column !== null && names.includes(column) ? 1 : 0);
      const { separator, header } = sniffHeader(line, wanted);
      const name = column ?? columnOf(header);
      if (column !== null && !header.includes(column))
        throw new ImportMisuse(
          'column-not-found',
          `--column names "${column}", but the header has: ${header.join(', ')}. Name one of these; the first line must name the columns.`,
        );
      found(name);
      const place = positionOf('customer', name, header);
      return {
        separator,
        header,
        fieldAt: (position) => header[position] ?? '',
        mayBreak: (position) => position !== place,
        cellsOf: (fields) => unguarded(fields[place] ?? ''),
        notes: () => [],
      };
    },
    ndjson(firstLine) {
      const idIn = (row: JsonObject) => {
        const key = column ?? KEYS.find((one) => valueAt(row, one) !== undefined) ?? 'id';
        found(key);
        return { key, value: valueAt(row, key) };
      };
      return jsonReader<string>(
        {
          cellsOf(row) {
            const { key, value } = idIn(row);
            const text = textOf(value ?? '');
            return typeof text === 'string'
              ? { kind: 'cells', cells: text }
              : { kind: 'faulty', field: key, value, fault: text };
          },
          damagedField: (text) => (text.includes(DAMAGED) ? (column ?? 'id') : null),
          check: () => true,
          notes: () => [],
        },
        firstLine,
      );
    },
  };
}

/** Throws `ImportMisuse` where the file or the column cannot be read. */
export async function readIds(file: string, column: string | null): Promise<IdsRead> {
  let name = column ?? '';
  const found = (one: string) => {
    name = one;
  };
  const rows = await openRows({
    file,
    open: () => openFile(file),
    formats: formats(column, found),
    encoding: null,
  });
  const ids: string[] = [];
  const refused: { line: number; problem: string; remedy: string }[] = [];
  try {
    for await (const batch of rows.batches)
      for (const row of batch) {
        const id = row.kind === 'cells' ? row.cells.trim() : '';
        const fault = row.kind === 'faulty' ? row : faultOfText(id);
        if (fault === null) ids.push(id);
        else refused.push({ line: row.line, problem: fault.problem, remedy: fault.remedy });
      }
  } finally {
    rows.close();
  }
  if (ids.length === 0 && refused.length === 0)
    throw new ImportMisuse('file-not-rows', `${file} has a header and no customer below it`);
  return { ids, refused, column: name };
}
