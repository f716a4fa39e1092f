/** `index weights`: weights of indicators, or of judgements; exit 1 where judgements contradict each other. */
import { writeFile } from 'node:fs/promises';
import { INCONSISTENT_FROM } from '../../core/composite/ahpWeights.ts';
import { RANDOM_INDICES } from '../../core/composite/randomIndex.ts';
import { WEIGHINGS } from '../../local/tables/weighings.ts';
import { type WeighedTable, weighTable, type WeighOptions } from '../../local/tables/weighTable.ts';
import type { Arguments } from '../args/arguments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { csvLine } from '../export/csv.ts';
import { Failure, misuse } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { count, decimal } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

/** Figures with commas between. Throws `Failure` of misuse. */
export function figuresOf(args: Arguments, option: string): number[] | null {
  const given = args.list(option);
  if (given === undefined) return null;
  const figures = given.map(Number);
  if (figures.every((figure) => figure >= 0 && figure < Number.POSITIVE_INFINITY)) return figures;
  throw misuse(`--${option} is figures of 0 and more with commas between, not "${given.join(',')}".`, {
    field: `--${option}`,
  });
}

function optionsOf({ args, pathOf }: CommandContext): WeighOptions {
  const method = WEIGHINGS.find((one) => one === args.required('method')) ?? 'entropy';
  const weights = figuresOf(args, 'weights');
  if (method === 'hand' && weights === null)
    throw misuse('--method hand needs --weights.', {
      field: '--weights',
      remedy: 'Give one figure a column.',
    });
  const randomIndex = RANDOM_INDICES.find((one) => one === args.text('random-index'));
  return {
    file: pathOf(args.required('file')),
    method,
    id: args.text('id') ?? null,
    columns: args.list('columns') ?? null,
    lowerIsBetter: args.list('lower-is-better') ?? [],
    weights,
    randomIndex: randomIndex ?? 'saaty-1980',
  };
}

function documentOf(
  { columns, weights, method, rows, ignored, findings, ahp }: WeighedTable,
  options: WeighOptions,
) {
  return {
    method,
    columns,
    weights,
    byColumn: Object.fromEntries(columns.map((name, j) => [name, weights[j] ?? 0])),
    rows,
    ignored,
    ...findings,
    ...(ahp === null ? {} : { consistencyRatio: ahp.consistencyRatio, randomIndex: options.randomIndex }),
  };
}

/** A judgement as people write it: 3, or 1/3. */
function judgement(value: number, { language }: CommandContext): string {
  const digits = (figure: number) => (Math.abs(figure - Math.round(figure)) < 0.005 ? 0 : 1);
  if (value >= 1) return decimal(value, language, digits(value));
  return `1/${decimal(1 / value, language, digits(1 / value))}`;
}

/** Throws `Failure` (exit 1) where the judgements are not fit for use. */
function refuseContradictions(context: CommandContext, { ahp, columns }: WeighedTable): void {
  if (ahp === null || ahp.isConsistent) return;
  const { words, language } = context;
  const problems = ahp.contradictions.map(({ row, column, judged, consistent }) => {
    const [one, other] = [columns[row] ?? '', columns[column] ?? ''];
    const message = fill(words.weights.contradiction, {
      judged: judgement(judged, context),
      consistent: judgement(consistent, context),
    });
    return { path: `${cleanText(one)} : ${cleanText(other)}`, message };
  });
  const detail = fill(words.weights.inconsistent, {
    ratio: decimal(ahp.consistencyRatio, language, 3),
    limit: decimal(INCONSISTENT_FROM, language, 1),
  });
  const problem = {
    type: 'about:blank',
    title: 'Failed',
    status: 422,
    code: 'inconsistent-judgements',
    detail,
    remedy: words.weights.judgeAgain,
    problems,
  };
  const { consistencyRatio, consistencyIndex, largestEigenvalue } = ahp;
  const contradictions = ahp.contradictions.map(({ row, column, ...figures }) => ({
    element: columns[row],
    over: columns[column],
    ...figures,
  }));
  throw new Failure(problem, {
    ...problem,
    consistencyRatio,
    consistencyIndex,
    largestEigenvalue,
    contradictions,
  });
}

function shown(
  context: CommandContext,
  { columns, weights, rows, ignored, ahp, findings }: WeighedTable,
): string[] {
  const { words, language } = context;
  const order = weights.map((_, j) => j).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const titles = [
    { title: words.weights.indicator },
    { title: words.weights.weight, align: 'right' as const },
  ];
  const lines = order.map((j) => [cleanText(columns[j] ?? ''), decimal(weights[j] ?? 0, language, 4)]);
  const { componentsKept, varianceExplained } = findings;
  return [
    ...table(titles, lines),
    '',
    ...pairs([
      [words.weights.rows, ahp === null ? count(rows, language) : null],
      [words.weights.ignored, ignored.length === 0 ? null : ignored.map(cleanText).join(words.list.comma)],
      [words.weights.components, typeof componentsKept === 'number' ? count(componentsKept, language) : null],
      [
        words.weights.explained,
        typeof varianceExplained === 'number' ? decimal(varianceExplained, language, 3) : null,
      ],
      [words.weights.ratio, ahp === null ? null : decimal(ahp.consistencyRatio, language, 4)],
    ]),
  ];
}

async function writeScores(context: CommandContext, { scores, method }: WeighedTable): Promise<void> {
  const out = context.args.text('out');
  if (out === undefined) return;
  if (method === 'ahp')
    throw misuse('--out has nothing to write: judgements have no rows to score.', { field: '--out' });
  const lines = scores.map(({ id, score }) => csvLine([id, score]));
  await writeFile(context.pathOf(out), [csvLine(['id', 'score']), ...lines].join(''));
  await context.printer.note(fill(context.words.weights.written, { file: out }));
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const options = optionsOf(context);
  const weighed = await usingFile('--file', () => weighTable(options));
  refuseContradictions(context, weighed);
  await writeScores(context, weighed);
  if (context.json) await context.printer.document(documentOf(weighed, options));
  else await context.printer.lines(shown(context, weighed));
  return 0;
}
