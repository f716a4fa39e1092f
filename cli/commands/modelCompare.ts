/** `model compare`: every model fitted to the orders before a day and held against those after it, beside the simple rules. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { comparisonLines, whyBest } from '../draw/drawComparison.ts';
import { misuse } from '../failure.ts';
import { dayOf, orderOptions, readingFile, tellNotes, unitOf } from '../modelOptions.ts';
import { isoDay, type UtcDay } from '../../core/time.ts';
import { compareModels, type Comparison } from '../../core/value/compareModels.ts';
import { CONTINUOUS_MODELS } from '../../core/value/fitColumns.ts';
import type { JudgedModel, Trial, Verdict } from '../../core/value/judgeModels.ts';
import { spanOf } from '../../core/value/orderLog.ts';
import { PURCHASE_MODELS, type PurchaseModelName } from '../../core/value/purchaseModel.ts';
import { daysOf } from '../../local/value/cohort.ts';
import { openOrders } from '../../local/value/openCohort.ts';
import type { ReadLog } from '../../local/value/readOrders.ts';

/** The first day of the holdout and the day after its last. */
function trialOf(context: CommandContext, { log }: ReadLog): Trial {
  const holdoutDay = dayOf(context, 'holdout') ?? 0;
  const span = spanOf(log);
  const endDay = dayOf(context, 'until') ?? (span === null ? holdoutDay : span.lastDay + 1);
  if (endDay <= holdoutDay)
    throw misuse(`Nothing is left to foretell from ${isoDay(holdoutDay)} on.`, {
      field: '--holdout',
      remedy:
        span === null
          ? 'Name an earlier day.'
          : `Name a day between ${isoDay(span.firstDay + 1)} and ${isoDay(span.lastDay)}.`,
    });
  if (span !== null && holdoutDay <= span.firstDay)
    throw misuse(`No order lies before ${isoDay(holdoutDay)}.`, {
      field: '--holdout',
      remedy: `Name a day between ${isoDay(span.firstDay + 1)} and ${isoDay(span.lastDay)}.`,
    });
  return { log, holdoutDay, endDay, unitDays: daysOf(unitOf(context)) };
}

function modelsOf({ args }: CommandContext): readonly PurchaseModelName[] {
  const asked = args.list('model');
  return asked === undefined ? CONTINUOUS_MODELS : PURCHASE_MODELS.filter((model) => asked.includes(model));
}

function verdictDocument({ orders, pActive, pAlive, calibration, top10, top20 }: Verdict): object {
  return { ...orders, pActive, pAlive, calibration, top10, top20 };
}

function modelDocument(judged: JudgedModel): object {
  const { params, logLikelihood, converged, flags } = judged.fit;
  return { model: judged.model, params, logLikelihood, converged, flags, ...verdictDocument(judged) };
}

function period([from, to]: readonly [UtcDay, UtcDay]): object {
  return { from: isoDay(from), to: isoDay(to) };
}

function documentOf(
  context: CommandContext,
  trial: Trial,
  compared: Comparison,
  { rejected, notes }: ReadLog,
): object {
  const { customers, active, orders, models, rules, best, hiatus, activity } = compared;
  const { fit, combinedOn, judgedOn, ...measured } = activity;
  const { holdoutDay, endDay } = trial;
  return {
    holdout: { from: isoDay(holdoutDay), until: isoDay(endDay), days: endDay - holdoutDay },
    customers,
    active,
    orders,
    best:
      best === null
        ? null
        : { model: best.model, score: best.score, runnerUp: best.runnerUp, why: whyBest(context, compared) },
    models: models.map(modelDocument),
    rules: rules.map((rule) => ({ rule: rule.name, ...verdictDocument(rule) })),
    hiatus,
    activity: {
      ...measured,
      kind: fit.params.kind,
      combinedOn: combinedOn === null ? null : period(combinedOn),
      judgedOn: period(judgedOn),
      params: fit.params,
      areasBefore: fit.areas,
    },
    rejected,
    notes,
  };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const options = orderOptions(context, context.args.required('orders'));
  const read = await readingFile('--orders', () => openOrders(options));
  const trial = trialOf(context, read);
  const compared = compareModels(trial, modelsOf(context));
  await tellNotes(context, read.notes);
  if (context.json) await context.printer.document(documentOf(context, trial, compared, read));
  else await context.printer.lines(comparisonLines(context, trial, compared));
  return 0;
}
