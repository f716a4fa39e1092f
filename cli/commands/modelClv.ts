/** `model clv`: the classical value of a customer from margin, retention and discount, or stage by stage from a file. */
import { type ClassicalTerms, classicalClv, FIRST_MARGINS } from '../../core/value/classicalClv.ts';
import { stagePathsClv } from '../../core/value/stageClv.ts';
import { readTable } from '../../local/tables/readTable.ts';
import { stagePathsOf } from '../../local/value/readStagePaths.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { decimal } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';

const USUAL_DISCOUNT = 0.15;

function atLeast({ args }: CommandContext, name: string, least: number, otherwise: number): number {
  const value = args.number(name) ?? otherwise;
  if (value >= least) return value;
  throw misuse(`--${name} is ${least} or more, not ${value}.`, { field: `--${name}` });
}

function termsOf(context: CommandContext): ClassicalTerms {
  const { args } = context;
  const [margin, retention] = [args.number('margin'), args.number('retention')];
  if (margin === undefined || retention === undefined)
    throw misuse('Give --margin and --retention, or --stages.', { field: '--margin' });
  if (retention < 0 || retention > 1)
    throw misuse(`--retention is a share from 0 to 1, not ${retention}.`, {
      field: '--retention',
      remedy: 'Write 80 % as 0.8.',
    });
  const periods = args.whole('periods');
  const asked = args.text('first-margin');
  return {
    margin,
    retention,
    discount: atLeast(context, 'discount', 0, USUAL_DISCOUNT),
    firstMargin: FIRST_MARGINS.find((one) => one === asked) ?? 'now',
    growth: atLeast(context, 'growth', -0.99, 0),
    acquisitionCost: atLeast(context, 'acquisition-cost', 0, 0),
    retentionCost: atLeast(context, 'retention-cost', 0, 0),
    ...(periods === undefined ? {} : { periods }),
  };
}

async function classical(context: CommandContext): Promise<void> {
  const { json, printer, words, language } = context;
  const terms = termsOf(context);
  const found = classicalClv(terms);
  if (json) return printer.document({ ...terms, ...found });
  if (found.kind === 'unbounded') return printer.lines([words.model.unbounded]);
  return printer.lines(
    pairs([
      [words.model.value, decimal(found.value, language)],
      [words.model.margins, decimal(found.margins, language)],
      [words.model.retentionCosts, decimal(0 - found.retentionCosts, language)],
      [words.model.acquisitionCost, decimal(0 - found.acquisitionCost, language)],
    ]),
  );
}

async function byStages(context: CommandContext, file: string): Promise<void> {
  const { json, printer, words, language, pathOf } = context;
  const paths = await usingFile('--stages', async () => stagePathsOf(await readTable(pathOf(file))));
  const terms = {
    discount: atLeast(context, 'discount', 0, USUAL_DISCOUNT),
    acquisitionCost: atLeast(context, 'acquisition-cost', 0, 0),
  };
  const found = stagePathsClv(paths, terms);
  if (json) return printer.document({ ...terms, ...found });
  const columns = [{ title: words.model.stage }, { title: words.model.value, align: 'right' as const }];
  return printer.lines([
    ...pairs([[words.model.value, decimal(found.value, language)]]),
    '',
    ...table(
      columns,
      found.byStage.map(({ stage, value }) => [stage, decimal(value, language)]),
    ),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const stages = context.args.text('stages');
  if (stages === undefined) await classical(context);
  else await byStages(context, stages);
  return 0;
}
