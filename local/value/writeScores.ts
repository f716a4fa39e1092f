/** Scores as lines of CSV, every number in its shortest form that reads back as the same double; cells without data are empty. */
import { guarded } from '../../core/csvGuard.ts';
import type { CohortScores } from '../../core/value/scoreCohort.ts';
import type { Cohort } from './cohort.ts';

export const SCORE_COLUMNS = [
  'customer_id',
  'x',
  't_x',
  'T',
  'p_alive',
  'p_active',
  'expected_orders',
  'expected_order_value',
  'clv',
  'dert',
] as const;

const ROWS_A_PIECE = 20_000;
const PLAIN_ID = /^[\w][\w.-]*$/;

function idCell(id: string): string {
  if (PLAIN_ID.test(id)) return id;
  const text = guarded(id);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cell(column: ArrayLike<number> | null, row: number): string {
  const value = column?.[row] ?? Number.NaN;
  return Number.isFinite(value) ? String(value) : '';
}

/** The header, then pieces of some thousand lines. */
export function* scoreLines({ rows, idOf, x, tx, T }: Cohort, scores: CohortScores): Generator<string> {
  const { pAlive, pActive, expectedOrders, orderValue, clv, dert } = scores;
  const columns = [x, tx, T, pAlive, pActive, expectedOrders, orderValue, clv, dert];
  yield `${SCORE_COLUMNS.join(',')}\n`;
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    let piece = '';
    for (let row = from; row < Math.min(rows, from + ROWS_A_PIECE); row += 1) {
      piece += idCell(idOf(row));
      for (const column of columns) piece += `,${cell(column, row)}`;
      piece += '\n';
    }
    yield piece;
  }
}
