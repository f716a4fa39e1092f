/**
 * Weights of the indicators in a file: a row is what is scored, a column an indicator. Columns that name rows, and columns of
 * text, take no part and are named. Of AHP the file is the square of judgements instead (`readJudgements.ts`).
 */
import { ahpWeights, type AhpWeights } from '../../core/composite/ahpWeights.ts';
import { compositeScores, handWeights } from '../../core/composite/compositeScore.ts';
import { criticWeights } from '../../core/composite/criticWeights.ts';
import { entropyWeights } from '../../core/composite/entropyWeights.ts';
import { pcaWeights } from '../../core/composite/pcaWeights.ts';
import type { RandomIndex } from '../../core/composite/randomIndex.ts';
import {
  ANY_NUMBER,
  figureColumns,
  figuresOf,
  isIdName,
  type Range,
  refuseCells,
  requireColumn,
} from './figures.ts';
import { readJudgements } from './readJudgements.ts';
import { readTable } from './readTable.ts';
import type { Table } from './table.ts';
import { TableMisuse } from './tableMisuse.ts';
import type { Weighing } from './weighings.ts';

export interface WeighOptions {
  readonly file: string;
  readonly method: Weighing;
  /** The column that names the rows. Default: the first that is called so, or has no numbers. */
  readonly id: string | null;
  /** The indicators. Default: every other column of numbers. */
  readonly columns: readonly string[] | null;
  /** Columns of which less is better. */
  readonly lowerIsBetter: readonly string[];
  /** Of the method `hand`, in the order of the columns. */
  readonly weights: readonly number[] | null;
  readonly randomIndex: RandomIndex;
}

export interface WeighedRow {
  /** The id, or the line where rows have none. */
  readonly id: string;
  /** 0 to 1. */
  readonly score: number;
}

export interface WeighedTable {
  readonly method: Weighing;
  readonly columns: readonly string[];
  /** In the order of the columns. */
  readonly weights: readonly number[];
  readonly rows: number;
  /** Columns that took no part. */
  readonly ignored: readonly string[];
  /** Composite scores; empty for AHP, whose file has no rows to score. */
  readonly scores: readonly WeighedRow[];
  /** More of what the method found. */
  readonly findings: Readonly<Record<string, number | readonly number[]>>;
  /** Of AHP; null for every other method. */
  readonly ahp: AhpWeights | null;
}

interface Roles {
  readonly id: number | null;
  readonly indicators: readonly number[];
}

function rolesOf(table: Table, { id, columns }: WeighOptions): Roles {
  const numeric = figureColumns(table);
  const names = table.columns;
  const own = names.findIndex((name, place) => isIdName(name) || !numeric.includes(place));
  const idPlace = id === null ? (own < 0 ? null : own) : requireColumn(table, id);
  const indicators =
    columns === null
      ? numeric.filter((place) => place !== idPlace && !isIdName(names[place] ?? ''))
      : columns.map((name) => requireColumn(table, name));
  if (indicators.length > 0) return { id: idPlace, indicators };
  throw new TableMisuse(
    `${table.file} has no column of numbers to weigh; its columns are ${names.join(', ')}.`,
    'Each indicator is a column of numbers; the id of a row may stand in a column of its own.',
  );
}

const NOT_NEGATIVE: Range = {
  fits: (value) => value >= 0,
  what: 'number of 0 and more, as entropy needs it',
};

function indicatorsOf(table: Table, roles: Roles, method: Weighing): number[][] {
  if (table.rows.length === 0)
    throw new TableMisuse(
      `${table.file} has no rows below its header.`,
      'Give a line for each thing to be scored.',
    );
  const range = method === 'entropy' ? NOT_NEGATIVE : ANY_NUMBER;
  return roles.indicators.map((place) => {
    const figures = figuresOf(table, place, range);
    const path = table.columns[place] ?? '';
    const problems = figures.flatMap((figure, i) =>
      figure === null ? [{ path, line: table.rows[i]?.line ?? null, message: 'nothing stands there' }] : [],
    );
    refuseCells(table, problems, 'Fill the cell in, or leave the row out: an indicator cannot be guessed.');
    return figures.filter((figure) => figure !== null);
  });
}

function handWeightsOf({ weights }: WeighOptions, columns: number): number[] {
  if (weights?.length === columns) return handWeights(weights);
  throw new TableMisuse(
    `There are ${columns} indicators and ${weights?.length ?? 0} weights.`,
    'Give --weights one figure a column, in the order of the columns.',
  );
}

type Found = Pick<WeighedTable, 'weights' | 'findings'>;

function weigh(values: readonly number[][], isCost: readonly boolean[], options: WeighOptions): Found {
  switch (options.method) {
    case 'entropy': {
      const { weights, entropies } = entropyWeights(values);
      return { weights, findings: { entropies } };
    }
    case 'critic':
      return { weights: criticWeights(values, isCost), findings: {} };
    case 'pca': {
      const { weights, eigenvalues, kept, explained } = pcaWeights(values);
      return { weights, findings: { eigenvalues, componentsKept: kept, varianceExplained: explained } };
    }
    case 'hand':
      return { weights: handWeightsOf(options, values.length), findings: {} };
    case 'ahp':
      throw new Error('judgements are weighed from a square, not from indicators');
  }
}

function weighJudgements(table: Table, { randomIndex }: WeighOptions): WeighedTable {
  const { names, matrix } = readJudgements(table);
  const ahp = ahpWeights(matrix, randomIndex);
  const { weights, largestEigenvalue, consistencyIndex } = ahp;
  return {
    method: 'ahp',
    columns: names,
    weights,
    rows: names.length,
    ignored: [],
    scores: [],
    findings: { largestEigenvalue, consistencyIndex },
    ahp,
  };
}

/** Throws `TableMisuse` or `ImportMisuse` where the file or an option cannot be used. */
export async function weighTable(options: WeighOptions): Promise<WeighedTable> {
  const { file, method, lowerIsBetter } = options;
  const table = await readTable(file);
  if (method === 'ahp') return weighJudgements(table, options);
  const roles = rolesOf(table, options);
  const costs = lowerIsBetter.map((name) => requireColumn(table, name));
  const isCost = roles.indicators.map((place) => costs.includes(place));
  const values = indicatorsOf(table, roles, method);
  const { weights, findings } = weigh(values, isCost, options);
  const nameOf = (place: number) => table.columns[place] ?? '';
  const scores = compositeScores(values, weights, isCost);
  return {
    method,
    columns: roles.indicators.map(nameOf),
    weights,
    rows: table.rows.length,
    ignored: table.columns.filter((_, place) => !roles.indicators.includes(place)),
    scores: table.rows.map(({ line, cells }, i) => ({
      id: (roles.id === null ? '' : (cells[roles.id] ?? '')) || String(line),
      score: scores[i] ?? 0,
    })),
    findings,
    ahp: null,
  };
}
