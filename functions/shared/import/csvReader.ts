/**
 * Lines of a CSV file to rows. The parser is csv-parse, strict about quotes; this module decides which lines it sees
 * together, so that every row keeps its line number and one bad row costs no other.
 *
 * A line with an even number of quotes is a row. One with an odd number opens a field that holds line breaks: the row
 * goes on to the next line with an odd number. A row found so is believed only if it has as many fields as the header and
 * no line break where none may be; otherwise, and where no closing quote follows within `MOST_LINES_OF_A_ROW`
 * lines, only its first line is refused and reading goes on with the line after it.
 */
import { BROKEN_QUOTES, faultyRow, readSingles, readSpanning } from './csvRows.ts';
import type { CsvTable } from './csvTable.ts';
import { TOO_LONG } from './faults.ts';
import { LONGEST_LINE } from './lineSplitter.ts';
import type { RowReader, SourceRow } from './sourceRow.ts';

/** Most lines one row may span. */
export const MOST_LINES_OF_A_ROW = 500;

/** Lines given to the parser at once; where one among them is bad they are parsed singly. */
const LINES_A_PARSE = 256;

function opensQuote(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** Where the row opened on line `first` ends; `later` where lines still to come may tell. */
function closingLine(lines: readonly string[], first: number, isLast: boolean): number | 'later' | 'never' {
  let characters = lines[first]?.length ?? 0;
  for (let at = first + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    characters += line.length + 1;
    if (at - first >= MOST_LINES_OF_A_ROW || characters > LONGEST_LINE) return 'never';
    if (opensQuote(line)) return at;
  }
  return isLast ? 'never' : 'later';
}

/** The line after the rows of one line each that begin at `from`, `LINES_A_PARSE` at most. */
function endOfSingles(lines: readonly string[], from: number): number {
  const most = Math.min(lines.length, from + LINES_A_PARSE);
  let at = from;
  while (at < most && isSingle(lines[at] ?? '')) at += 1;
  return at;
}

function isSingle(line: string): boolean {
  return line.length <= LONGEST_LINE && !opensQuote(line);
}

/** Rows of `lines`, and how many lines they used up; the rest waits for more. */
function readRows<Cells>(
  lines: readonly string[],
  firstLine: number,
  isLast: boolean,
  table: CsvTable<Cells>,
): { rows: SourceRow<Cells>[]; used: number } {
  const rows: SourceRow<Cells>[] = [];
  let at = 0;
  while (at < lines.length) {
    const singles = endOfSingles(lines, at);
    rows.push(...readSingles(lines.slice(at, singles), firstLine + at, table));
    at = singles;
    const text = lines[at];
    if (text === undefined || isSingle(text)) continue;
    const isTooLong = text.length > LONGEST_LINE;
    const end = isTooLong ? 'never' : closingLine(lines, at, isLast);
    if (end === 'later') break;
    const next = end === 'never' ? at + 1 : end + 1;
    const row =
      end === 'never' ? null : readSpanning(lines.slice(at, next).join('\n'), firstLine + at, table);
    rows.push(row ?? faultyRow(firstLine + at, isTooLong ? TOO_LONG : BROKEN_QUOTES, text));
    at = row === null ? at + 1 : next;
  }
  return { rows, used: at };
}

/** Reads the lines after the header; the first of them is line `firstLine` of the file. */
export function csvReader<Cells>(table: CsvTable<Cells>, firstLine: number): RowReader<Cells> {
  let held: readonly string[] = [];
  let nextLine = firstLine;
  const take = (lines: readonly string[], isLast: boolean) => {
    const all = held.length === 0 ? lines : [...held, ...lines];
    const { rows, used } = readRows(all, nextLine, isLast, table);
    held = all.slice(used);
    nextLine += used;
    return rows;
  };
  return {
    read: (lines) => take(lines, false),
    end: () => take([], true),
    notes: () => table.notes(),
  };
}
