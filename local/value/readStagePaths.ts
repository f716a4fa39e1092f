/**
 * Paths through the stages of a customer's life, read from a table: columns stage, periods, margin and retention, and where there
 * are such cost, path and weight. Rows of one path stand in the sequence of its stages; without a path column all rows are one.
 */
import type { StageOnPath, WeightedPath } from '../../core/value/stageClv.ts';
import {
  ANY_NUMBER,
  figuresOf,
  findColumn,
  type Range,
  refuseCells,
  requireColumn,
} from '../tables/figures.ts';
import type { Table } from '../tables/table.ts';
import type { TableProblem } from '../tables/tableMisuse.ts';

const PERIODS: Range = { fits: (x) => Number.isSafeInteger(x) && x >= 0, what: 'whole number of periods' };
const SHARE: Range = { fits: (x) => x >= 0 && x <= 1, what: 'share from 0 to 1' };
const WEIGHT: Range = { fits: (x) => x >= 0, what: 'weight of 0 and more' };

/** A figure a row; where the cell is empty the default, or a refusal without one. Throws `TableMisuse`. */
function column(table: Table, name: string, range: Range, otherwise?: number): number[] {
  const place = otherwise === undefined ? requireColumn(table, name) : findColumn(table, name);
  if (place === null) return table.rows.map(() => otherwise ?? 0);
  const figures = figuresOf(table, place, range);
  const missing = figures.flatMap((figure, i): TableProblem[] =>
    figure === null && otherwise === undefined
      ? [{ path: name, line: table.rows[i]?.line ?? null, message: 'is empty' }]
      : [],
  );
  refuseCells(table, missing, 'Fill the cells named: a stage needs every one of them.');
  return figures.map((figure) => figure ?? otherwise ?? 0);
}

/** Throws `TableMisuse` naming columns and lines. */
export function stagePathsOf(table: Table): WeightedPath[] {
  const [stageAt, pathAt] = [requireColumn(table, 'stage'), findColumn(table, 'path')];
  const periods = column(table, 'periods', PERIODS);
  const margins = column(table, 'margin', ANY_NUMBER);
  const retentions = column(table, 'retention', SHARE);
  const costs = column(table, 'cost', ANY_NUMBER, 0);
  const weights = column(table, 'weight', WEIGHT, 1);
  const paths = new Map<string, { weight: number; path: StageOnPath[] }>();
  for (const [row, { cells }] of table.rows.entries()) {
    const name = pathAt === null ? '' : (cells[pathAt] ?? '');
    const known = paths.get(name) ?? { weight: weights[row] ?? 1, path: [] };
    paths.set(name, known);
    known.path.push({
      stage: cells[stageAt] ?? '',
      periods: periods[row] ?? 0,
      margin: margins[row] ?? 0,
      cost: costs[row] ?? 0,
      retention: retentions[row] ?? 0,
    });
  }
  return [...paths.values()];
}
