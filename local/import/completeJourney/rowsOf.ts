/**
 * The rows of a file whose columns are known beforehand, and files of rows made from them. What is made has each row on the
 * line of the row it came from, so that a row refused later is named by the line the user can look up.
 */
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import type { JsonObject } from '../../../core/json.ts';
import { type FieldCells, fieldFormats } from '../../../functions/shared/import/fieldRows.ts';
import { openRows } from '../../../functions/shared/import/openRows.ts';
import type { SourceRow } from '../../../functions/shared/import/sourceRow.ts';
import { openFile } from '../openFile.ts';

function foreignFile(file: string, columns: readonly string[], failure: unknown): unknown {
  if (!(failure instanceof ImportMisuse) || !failure.code.startsWith('column-')) return failure;
  return new ImportMisuse(
    failure.code,
    `${file} is not the ${basename(file)} of this data set, whose columns are ${columns.join(', ')}`,
    { cause: failure },
  );
}

/** Rows as they are read, also those that cannot be. Throws `ImportMisuse` where the file is another. */
export async function* rowsOf(
  file: string,
  columns: readonly string[],
): AsyncGenerator<SourceRow<FieldCells>, void> {
  const map = Object.fromEntries(columns.map((column) => [column, column]));
  const formats = fieldFormats({ fields: columns, map, oneOf: columns });
  const rows = await openRows({ file, open: () => openFile(file), formats, encoding: null });
  try {
    for await (const batch of rows.batches) yield* batch;
  } catch (failure) {
    throw foreignFile(file, columns, failure);
  } finally {
    rows.close();
  }
}

export interface LineFile {
  /** Writes what stands on a line; lines grow. */
  put(line: number, text: string): Promise<void>;
  close(): Promise<void>;
}

/** A file of NDJSON in which lines that nothing was put on are blank. */
export function lineFile(path: string): LineFile {
  const stream = createWriteStream(path);
  const done = finished(stream);
  let next = 1;
  return {
    async put(line, text) {
      const blank = '\n'.repeat(Math.max(0, line - next));
      next = line + 1;
      if (!stream.write(`${blank}${text}\n`)) await Promise.race([once(stream, 'drain'), done]);
    },
    async close() {
      stream.end();
      await done;
    },
  };
}

/** What a row becomes; null where it has no place in the new file. */
export type Rewrite = (cells: FieldCells) => JsonObject | null;

/** Puts a row into a file. One that could not be read goes as text, and is refused by whoever reads it, on its own line. */
export async function putRow(to: LineFile, row: SourceRow<FieldCells>, rewrite: Rewrite): Promise<void> {
  if (row.kind === 'faulty') return to.put(row.line, JSON.stringify(row.raw));
  const made = rewrite(row.cells);
  if (made !== null) await to.put(row.line, JSON.stringify(made));
}
