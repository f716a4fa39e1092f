/** Surveys with one line a respondent and one column a question, read from a table and scored by core/feedback. */
import { cronbachAlpha, type Reliability } from '../../core/feedback/cronbachAlpha.ts';
import { type Csat, csatOf, type CsatScale } from '../../core/feedback/csat.ts';
import {
  countLoyaltyKinds,
  type LoyaltyKind,
  type LoyaltyThresholds,
} from '../../core/feedback/loyaltyKind.ts';
import { type Nps, npsOfScores } from '../../core/feedback/nps.ts';
import {
  satisfactionTrap,
  type SatisfactionTrap,
  type TrapThresholds,
} from '../../core/feedback/satisfactionTrap.ts';
import { type TrustOfMany, trustOfMany } from '../../core/feedback/trustIndex.ts';
import {
  ANY_NUMBER,
  figureColumns,
  figuresOf,
  findColumn,
  isIdName,
  type Range,
  requireColumn,
} from '../tables/figures.ts';
import type { Table } from '../tables/table.ts';
import { TableMisuse } from '../tables/tableMisuse.ts';

const NPS_ANSWER: Range = {
  fits: (x) => Number.isInteger(x) && x >= 0 && x <= 10,
  what: 'answer from 0 to 10',
};
const ABOVE_0: Range = { fits: (x) => x > 0 && x < Number.POSITIVE_INFINITY, what: 'rating above 0' };

/** The column of answers: the one named, else one called so, else the only one of numbers. Throws `TableMisuse`. */
function answerColumn(table: Table, asked: string | null, names: readonly string[]): number {
  if (asked !== null) return requireColumn(table, asked);
  const called = findColumn(table, ...names);
  if (called !== null) return called;
  const numeric = figureColumns(table).filter((place) => !isIdName(table.columns[place] ?? ''));
  const [only] = numeric;
  if (only !== undefined && numeric.length === 1) return only;
  throw new TableMisuse(
    `It is not clear which column of ${table.file} holds the answers: ${table.columns.join(', ')}.`,
    'Name it with --column.',
  );
}

export interface Answered {
  readonly column: string;
  /** Rows without an answer. */
  readonly missing: number;
}

function answersOf(table: Table, place: number, range: Range): Answered & { readonly answers: number[] } {
  const figures = figuresOf(table, place, range);
  const answers = figures.filter((figure) => figure !== null);
  return { column: table.columns[place] ?? '', missing: figures.length - answers.length, answers };
}

export function npsOfTable(table: Table, column: string | null): Nps & Answered {
  const { answers, ...answered } = answersOf(
    table,
    answerColumn(table, column, ['score', 'nps', 'answer']),
    NPS_ANSWER,
  );
  return { ...answered, ...npsOfScores(answers) };
}

export function csatOfTable(
  table: Table,
  column: string | null,
  scale: CsatScale,
): Csat & CsatScale & Answered {
  const range = { fits: (x: number) => x >= 1 && x <= scale.most, what: `answer from 1 to ${scale.most}` };
  const names = ['score', 'csat', 'satisfaction', 'rating', 'answer'];
  const { answers, ...answered } = answersOf(table, answerColumn(table, column, names), range);
  return { ...answered, ...scale, ...csatOf(answers, scale) };
}

/** The items are the columns named, else every column of numbers that names no row. */
export function alphaOfTable(
  table: Table,
  columns: readonly string[] | null,
): Reliability & { readonly columns: readonly string[] } {
  const places =
    columns === null
      ? figureColumns(table).filter((place) => !isIdName(table.columns[place] ?? ''))
      : columns.map((name) => requireColumn(table, name));
  const items = places.map((place) => figuresOf(table, place, ANY_NUMBER));
  const rows = table.rows.map((_, i) => items.map((item) => item[i] ?? null));
  return { columns: places.map((place) => table.columns[place] ?? ''), ...cronbachAlpha(rows) };
}

/** Rows in which all columns are filled, and how many are not. */
function complete(columns: readonly (readonly (number | null)[])[]): { rows: number[][]; missing: number } {
  const all = (columns[0] ?? []).map((_, i) => columns.map((column) => column[i] ?? null));
  const rows = all.flatMap((row) => {
    const filled = row.filter((figure) => figure !== null);
    return filled.length === row.length ? [filled] : [];
  });
  return { rows, missing: all.length - rows.length };
}

export function trustOfTable(table: Table): TrustOfMany & { readonly missing: number } {
  const { rows, missing } = complete(
    [['credibility'], ['reliability'], ['intimacy'], ['self_orientation']].map((names) =>
      figuresOf(table, requireColumn(table, ...names), ABOVE_0),
    ),
  );
  const ratings = rows.map(([credibility = 1, reliability = 1, intimacy = 1, selfOrientation = 1]) => ({
    credibility,
    reliability,
    intimacy,
    selfOrientation,
  }));
  return { missing, ...trustOfMany(ratings) };
}

export function trapOfTable(
  table: Table,
  thresholds: TrapThresholds,
): SatisfactionTrap & { readonly missing: number; readonly thresholds: TrapThresholds } {
  const { rows, missing } = complete(
    ['satisfaction', 'loyalty'].map((name) => figuresOf(table, requireColumn(table, name), ANY_NUMBER)),
  );
  const people = rows.map(([satisfaction = 0, loyalty = 0]) => ({ satisfaction, loyalty }));
  return { missing, thresholds, ...satisfactionTrap(people, thresholds) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

export interface LoyaltyOfTable {
  readonly n: number;
  readonly missing: number;
  readonly highFrom: LoyaltyThresholds;
  readonly kinds: Readonly<Record<LoyaltyKind, number>>;
}

/** High is from the median on where no threshold is given. */
export function loyaltyOfTable(
  table: Table,
  asked: { readonly attitude: number | null; readonly behaviour: number | null },
): LoyaltyOfTable {
  const { rows, missing } = complete([
    figuresOf(table, requireColumn(table, 'attitude'), ANY_NUMBER),
    figuresOf(table, requireColumn(table, 'behaviour', 'behavior'), ANY_NUMBER),
  ]);
  const people = rows.map(([attitude = 0, behaviour = 0]) => ({ attitude, behaviour }));
  const highFrom = {
    attitude: asked.attitude ?? medianOf(people.map((one) => one.attitude)),
    behaviour: asked.behaviour ?? medianOf(people.map((one) => one.behaviour)),
  };
  return { n: people.length, missing, highFrom, kinds: countLoyaltyKinds(people, highFrom) };
}
