/**
 * The square of pairwise judgements of AHP in a file: with or without a line of names above, with or without a column of names
 * before. A judgement is a number or a fraction above 0. Of a pair one of the two may be left empty, and the diagonal too: they
 * follow. Two that do not agree (3 against 1/2) are refused; rounding such as 0.33 for 1/3 is not.
 */
import { figureOf, isMissing, refuseCells } from './figures.ts';
import type { Table } from './table.ts';
import { TableMisuse, type TableProblem } from './tableMisuse.ts';

export interface NamedJudgements {
  readonly names: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

/** How far a·b may be from 1: as far as 9 and 0.1 for 1/9. */
const ROUNDING = 0.11;

interface Square {
  readonly names: readonly string[];
  /** The columns of the table that hold the judgements. */
  readonly from: number;
}

function squareOf(table: Table): Square {
  const { columns, rows, file } = table;
  const n = rows.length;
  if (columns.length === n) return { names: columns, from: 0 };
  const hasNames = columns.length === n + 1 && rows.some(({ cells }) => figureOf(cells[0] ?? '') === null);
  if (hasNames) return { names: columns.slice(1), from: 1 };
  throw new TableMisuse(
    `${file} has ${n} rows of judgements and ${columns.length} columns: it is no square.`,
    'Give a line and a column for each element, in the same order.',
  );
}

/** Lines in another order than the columns would be another matrix. */
function refuseOtherOrder(table: Table, { names, from }: Square): void {
  if (from === 0) return;
  const problems = table.rows.flatMap(({ line, cells }, i) => {
    const label = cells[0] ?? '';
    return label !== names[i] && names.includes(label)
      ? [
          {
            path: table.columns[0] ?? '',
            line,
            message: `"${label}" stands where the columns have "${names[i] ?? ''}"`,
          },
        ]
      : [];
  });
  refuseCells(table, problems, 'Put the lines into the order of the columns.');
}

function cellsOf(table: Table, { from, names }: Square): (number | null)[][] {
  const problems: TableProblem[] = [];
  const matrix = table.rows.map(({ line, cells }) =>
    names.map((path, j) => {
      const cell = cells[from + j] ?? '';
      if (isMissing(cell)) return null;
      const figure = figureOf(cell);
      if (figure !== null && figure > 0) return figure;
      problems.push({ path, line, message: `"${cell}" is no judgement: a number or fraction above 0` });
      return null;
    }),
  );
  refuseCells(table, problems, 'Write how many times the element of the line matters more: 3, 1/3, 1.');
  return matrix;
}

/** Throws `TableMisuse` naming the lines and columns that cannot be used. */
export function readJudgements(table: Table): NamedJudgements {
  const square = squareOf(table);
  refuseOtherOrder(table, square);
  const { names } = square;
  const cells = cellsOf(table, square);
  const problems: TableProblem[] = [];
  const lineOf = (i: number) => table.rows[i]?.line ?? null;
  const judgement = (i: number, j: number): number => {
    const [told, mirrored] = [cells[i]?.[j] ?? null, cells[j]?.[i] ?? null];
    if (i === j) return diagonal(told, i);
    if (told === null && mirrored === null)
      problems.push({
        path: names[j] ?? '',
        line: lineOf(i),
        message: 'neither this pair nor its mirror is judged',
      });
    if (told !== null && mirrored !== null && Math.abs(told * mirrored - 1) > ROUNDING)
      problems.push({
        path: names[j] ?? '',
        line: lineOf(i),
        message: `${told} here and ${mirrored} the other way round: one must be 1 over the other`,
      });
    return told ?? 1 / (mirrored ?? 1);
  };
  const diagonal = (told: number | null, i: number): number => {
    if (told !== null && told !== 1)
      problems.push({
        path: names[i] ?? '',
        line: lineOf(i),
        message: `${told} for an element beside itself: it is 1`,
      });
    return 1;
  };
  const matrix = names.map((_, i) => names.map((__, j) => judgement(i, j)));
  refuseCells(table, problems, 'Correct the judgements named.');
  return { names, matrix };
}
