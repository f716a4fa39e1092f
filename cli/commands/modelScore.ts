/** `model score`: what models expect of every customer, written as CSV. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { wholeFile } from '../export/wholeFile.ts';
import { misuse } from '../failure.ts';
import { cohortOf, tellNotes, unitOf } from '../modelOptions.ts';
import { count, decimal } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';
import { continuousRate } from '../../core/value/clv.ts';
import { type CohortScores, scoreCohort } from '../../core/value/scoreCohort.ts';
import { type Cohort, daysOf } from '../../local/value/cohort.ts';
import { asCounted, MODEL_NAMES, type ModelName } from '../../local/value/fitNamed.ts';
import { type GivenParams, readParams } from '../../local/value/readParams.ts';
import { type ScoringModels, scoringModels } from '../../local/value/scoreFile.ts';
import { scoreLines } from '../../local/value/writeScores.ts';

const DISCOUNT_A_YEAR = 0.15;
const WEEKS_A_YEAR = 52;

function modelOf({ args }: CommandContext): ModelName {
  const asked = args.text('model');
  return MODEL_NAMES.find((name) => name === asked) ?? 'mbg-nbd';
}

async function paramsOf({ args, pathOf }: CommandContext): Promise<GivenParams> {
  const read = async (option: string): Promise<GivenParams> => {
    const file = args.text(option);
    if (file === undefined) return { purchases: null, spend: null };
    return usingFile(`--${option}`, () => readParams(pathOf(file)));
  };
  const [first, second] = [await read('params'), await read('spend-params')];
  if (args.text('spend-params') !== undefined && second.spend === null)
    throw misuse('--spend-params holds no gamma-gamma fit.', { field: '--spend-params' });
  return { purchases: first.purchases, spend: second.spend ?? first.spend };
}

function checkUnit(context: CommandContext, { purchases }: GivenParams): void {
  const unit = purchases?.unit ?? null;
  if (unit === null || context.args.text('unit') === undefined || unit === unitOf(context)) return;
  throw misuse(`--unit ${unitOf(context)} was given, but --params were fitted in ${unit}s.`, {
    field: '--unit',
  });
}

function horizonOf({ args }: CommandContext): number {
  const days = args.whole('horizon-days') ?? 0;
  if (days > 0) return days;
  throw misuse(`--horizon-days is a whole number above 0, not "${days}".`, { field: '--horizon-days' });
}

/** Continuous, per unit of time: a year has 52 weeks. */
function rateOf({ args }: CommandContext, unitDays: number): number {
  const annual = Number(args.text('discount-annual') ?? DISCOUNT_A_YEAR);
  if (annual > 0 && annual < 10) return continuousRate(annual, (WEEKS_A_YEAR * 7) / unitDays);
  throw misuse(`--discount-annual is a share above 0 and below 10, for example 0.15, not "${annual}".`, {
    field: '--discount-annual',
  });
}

async function write(file: string, cohort: Cohort, scores: CohortScores): Promise<void> {
  await wholeFile(file, async (append) => {
    for (const lines of scoreLines(cohort, scores)) await append(lines);
  });
}

function sum(column: Float64Array): number {
  return column.reduce((total, one) => (Number.isNaN(one) ? total : total + one), 0);
}

function documentOf(file: string, cohort: Cohort, models: ScoringModels, scores: CohortScores): object {
  const { orders, model, flags, spend, spendFlags } = models;
  return {
    file,
    customers: cohort.rows,
    model: { model: model.model, params: model.params, flags },
    spend: spend === null ? null : { model: 'gamma-gamma', params: spend.params, flags: spendFlags },
    rule: orders.kind === 'hiatus' ? { kind: 'hiatus', nbd: orders.nbd, limits: orders.limits } : null,
    unit: cohort.unit,
    expectedOrders: sum(scores.expectedOrders),
    clv: scores.clv === null ? null : sum(scores.clv),
    rejected: cohort.rejected,
    notes: cohort.notes,
  };
}

async function show(
  context: CommandContext,
  file: string,
  cohort: Cohort,
  models: ScoringModels,
  scores: CohortScores,
): Promise<void> {
  const { printer, words, language } = context;
  const { model: said } = words;
  await printer.lines([
    fill(said.scored, { customers: count(cohort.rows, language), file, model: models.model.model }),
    ...(models.orders.kind === 'hiatus' ? [said.noDropout, said.hiatus] : []),
    ...(scores.orderValue === null ? [said.noSpend] : []),
    '',
    ...pairs([
      [said.expectedOrders, decimal(sum(scores.expectedOrders), language, 1)],
      [said.clv, scores.clv === null ? null : decimal(sum(scores.clv), language)],
      [said.flags, models.flags.length === 0 ? null : models.flags.join(', ')],
      [said.rejected, cohort.rejected === 0 ? null : count(cohort.rejected, language)],
    ]),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const given = await paramsOf(context);
  checkUnit(context, given);
  const horizonDays = horizonOf(context);
  const named = given.purchases?.fitted.model ?? modelOf(context);
  const read = await cohortOf(context, named === 'bg-bb', given.purchases?.unit ?? null);
  const cohort = named === 'bg-bb' ? asCounted(read, named) : read;
  const unitDays = daysOf(cohort.unit);
  const terms = { horizon: horizonDays / unitDays, rate: rateOf(context, unitDays) };
  const models = scoringModels(cohort, given, modelOf(context));
  const scores = scoreCohort(models.orders, models.spend, cohort, terms);
  const file = context.pathOf(context.args.required('out'));
  await write(file, cohort, scores);
  await tellNotes(context, cohort.notes);
  if (context.json) await context.printer.document(documentOf(file, cohort, models, scores));
  else await show(context, file, cohort, models, scores);
  return 0;
}
