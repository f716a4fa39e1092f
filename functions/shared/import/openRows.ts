/**
 * A file as batches of rows: opens it, decodes it, tells NDJSON from CSV and hands the lines to the reader of that format. NDJSON is what is named `.ndjson` or `.jsonl`, or begins with `{`. Memory: one piece of the file at a time.
 */
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import { csvReader } from './csvReader.ts';
import type { CsvTable } from './csvTable.ts';
import { decodeText } from './decodeText.ts';
import { LONGEST_LINE, lineSplitter } from './lineSplitter.ts';
import { type ByteSource, openBytes } from './openBytes.ts';
import type { RowReader, SourceRow } from './sourceRow.ts';

/** How the rows of one kind of import are read. Both throw `ImportMisuse` (`column-…`) where a column is not there. */
export interface RowFormats<Cells> {
  csv(header: string): CsvTable<Cells>;
  ndjson(firstLine: number): RowReader<Cells>;
}

export interface RowSource<Cells> {
  /** What the file is called in messages; its ending may say that it is NDJSON. */
  readonly file: string;
  /** Opens it from its beginning. */
  readonly open: () => Promise<ByteSource>;
  readonly formats: RowFormats<Cells>;
  /** As `encodingOf` gives it; null means UTF-8 unless a byte-order mark says otherwise. */
  readonly encoding: string | null;
}

export interface OpenedRows<Cells> {
  readonly batches: AsyncGenerator<SourceRow<Cells>[]>;
  readonly totalBytes: number;
  bytesRead(): number;
  /** What the user should know of the columns, once the batches are read. */
  notes(): string[];
  close(): void;
}

function refuseForeignText(file: string, firstLine: string): void {
  if (firstLine.includes('\0'))
    throw new ImportMisuse(
      'file-not-text',
      `${file} is not text in UTF-8; if it is UTF-16 give --encoding utf-16le or utf-16be`,
    );
  if (firstLine.length > LONGEST_LINE)
    throw new ImportMisuse(
      'file-not-rows',
      `the first line of ${file} does not end within ${LONGEST_LINE} characters`,
    );
  if (/^\s*\[\s*(?:\{|$)/.test(firstLine))
    throw new ImportMisuse(
      'file-not-rows',
      `${file} is a JSON array; write it as NDJSON, one object a line, no brackets`,
    );
}

function isNdjson(file: string, firstLine: string): boolean {
  return /\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(file) || firstLine.trimStart().startsWith('{');
}

/** The reader for a file whose first line with text is `firstLine`, and how many of its lines are no rows. */
function openReader<Cells>(
  { file, formats }: RowSource<Cells>,
  firstLine: string,
  lineNumber: number,
): { reader: RowReader<Cells>; header: 0 | 1 } {
  refuseForeignText(file, firstLine);
  return isNdjson(file, firstLine)
    ? { reader: formats.ndjson(lineNumber), header: 0 }
    : { reader: csvReader(formats.csv(firstLine), lineNumber + 1), header: 1 };
}

/** Throws `ImportMisuse` (`file-…` here, `column-…` while the first batch is read). */
export async function openRows<Cells>(source: RowSource<Cells>): Promise<OpenedRows<Cells>> {
  const bytes = await openBytes(source.file, await source.open());
  let reader: RowReader<Cells> | null = null;
  let blankLines = 0;

  function rowsOf(lines: readonly string[]): SourceRow<Cells>[] {
    if (reader !== null) return reader.read(lines);
    const first = lines.findIndex((line) => line.trim() !== '');
    blankLines += first < 0 ? lines.length : first;
    if (first < 0) return [];
    const opened = openReader(source, lines[first] ?? '', blankLines + 1);
    reader = opened.reader;
    return reader.read(lines.slice(first + opened.header));
  }

  async function* batches(): AsyncGenerator<SourceRow<Cells>[]> {
    const splitter = lineSplitter();
    for await (const text of decodeText(bytes.pieces, bytes.head, source.encoding))
      yield rowsOf(splitter.push(text));
    yield rowsOf(splitter.end());
    if (reader === null)
      throw new ImportMisuse(
        'file-empty',
        `${source.file} holds only blank lines; export it again with a header and rows`,
      );
    yield reader.end();
  }

  return {
    batches: batches(),
    totalBytes: bytes.totalBytes,
    bytesRead: () => bytes.bytesRead(),
    notes: () => reader?.notes() ?? [],
    close: () => bytes.close(),
  };
}
