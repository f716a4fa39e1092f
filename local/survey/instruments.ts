/** SERVQUAL and Kano read from a table: instruments whose questions come in pairs. */
import {
  type Kano,
  KANO_ANSWERS,
  type KanoAnswer,
  kanoOf,
  type KanoResponse,
} from '../../core/feedback/kano.ts';
import {
  type Ratings,
  REVERSED_1988,
  type Servqual,
  SERVQUAL_ITEMS,
  SERVQUAL_NAMES,
  servqualOf,
} from '../../core/feedback/servqual.ts';
import {
  figureOf,
  figuresOf,
  findColumn,
  type Range,
  refuseCells,
  requireColumn,
} from '../tables/figures.ts';
import type { Table } from '../tables/table.ts';
import { TableMisuse, type TableProblem } from '../tables/tableMisuse.ts';

const RATING: Range = { fits: (x) => x >= 1 && x <= 7, what: 'rating from 1 to 7' };

function ratingsOf(table: Table, letter: string): Ratings[] {
  const items = Array.from({ length: SERVQUAL_ITEMS }, (_, i) => requireColumn(table, `${letter}${i + 1}`));
  const columns = items.map((place) => figuresOf(table, place, RATING));
  return table.rows.map((_, row) => columns.map((column) => column[row] ?? null));
}

export interface ServqualOptions {
  /** Turn round what was worded negatively in 1988. */
  readonly reversed: boolean;
  /** One a dimension, in the order of the instrument; null for none. */
  readonly weights: readonly number[] | null;
}

function weightsOf(weights: ServqualOptions['weights']) {
  if (weights === null) return {};
  const [tangibles = 0, reliability = 0, responsiveness = 0, assurance = 0, empathy = 0] = weights;
  if (weights.length !== SERVQUAL_NAMES.length || weights.some((one) => !(one >= 0)))
    throw new TableMisuse(
      `--weights has ${weights.length} figures.`,
      `Give five of 0 and more: ${SERVQUAL_NAMES.join(', ')}.`,
    );
  return {
    weights: {
      Tangibles: tangibles,
      Reliability: reliability,
      Responsiveness: responsiveness,
      Assurance: assurance,
      Empathy: empathy,
    },
  };
}

/** Columns e1 … e22 are what was expected, p1 … p22 what was perceived. */
export function servqualOfTable(
  table: Table,
  { reversed, weights }: ServqualOptions,
): Servqual & { readonly reversed: readonly number[] } {
  const turned = reversed ? REVERSED_1988 : [];
  const survey = { expectations: ratingsOf(table, 'e'), perceptions: ratingsOf(table, 'p') };
  return { reversed: turned, ...servqualOf({ ...survey, reversed: turned, ...weightsOf(weights) }) };
}

const KANO_WORDS: Readonly<Record<string, KanoAnswer>> = {
  livewith: 'live_with',
  tolerate: 'live_with',
  mustbe: 'expect',
};

/** A word, or 1 to 5 from like to dislike; null for anything else. */
function kanoAnswer(cell: string): KanoAnswer | null {
  const word = cell.toLowerCase().replaceAll(/[\s_-]/g, '');
  const place = figureOf(cell);
  if (place !== null) return KANO_ANSWERS[place - 1] ?? null;
  return KANO_ANSWERS.find((answer) => answer === word) ?? KANO_WORDS[word] ?? null;
}

export interface KanoFeature extends Kano {
  /** Null where the file names no features. */
  readonly feature: string | null;
}

/** One line an answer, or many where a column `count` says how many; features apart where a column names them. */
export function kanoOfTable(table: Table): KanoFeature[] {
  const functional = requireColumn(table, 'functional');
  const dysfunctional = requireColumn(table, 'dysfunctional');
  const feature = findColumn(table, 'feature');
  const count = findColumn(table, 'count');
  const problems: TableProblem[] = [];
  const byFeature = new Map<string, KanoResponse[]>();
  for (const { line, cells } of table.rows) {
    const read = (place: number): KanoAnswer => {
      const answer = kanoAnswer(cells[place] ?? '');
      const message = `"${cells[place] ?? ''}" is none of ${KANO_ANSWERS.join(', ')}, or 1 to 5`;
      if (answer === null) problems.push({ path: table.columns[place] ?? '', line, message });
      return answer ?? 'neutral';
    };
    const told = count === null ? 1 : (figureOf(cells[count] ?? '') ?? -1);
    if (!Number.isInteger(told) || told < 0)
      problems.push({ path: 'count', line, message: `"${cells[count ?? 0] ?? ''}" is no count` });
    const name = feature === null ? '' : (cells[feature] ?? '');
    const responses = byFeature.get(name) ?? [];
    responses.push({ functional: read(functional), dysfunctional: read(dysfunctional), count: told });
    byFeature.set(name, responses);
  }
  refuseCells(table, problems, 'Correct the lines named.');
  return [...byFeature].map(([name, responses]) => ({
    feature: feature === null ? null : name,
    ...kanoOf(responses),
  }));
}
