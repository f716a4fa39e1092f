/** `model fit`: a model fitted to a file of orders or of summaries. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cohortOf, tellNotes } from '../modelOptions.ts';
import { count, decimal } from '../text/format.ts';
import { type Column, pairs, table } from '../text/table.ts';
import { fill } from '../words/words.ts';
import type { Cohort } from '../../local/value/cohort.ts';
import { type Choice, fitNamed, MODEL_NAMES, type NamedFit } from '../../local/value/fitNamed.ts';

function whyOf({ words, language }: CommandContext, chosen: Choice): string {
  const { model } = chosen;
  switch (chosen.by) {
    case 'holdout': {
      const runnerUp = chosen.runnerUp ?? '–';
      return fill(words.model.whyHoldout, { model, runnerUp, days: count(chosen.holdoutDays, language) });
    }
    case 'likelihood': {
      const [best, next] = chosen.tried;
      const lead = decimal((next?.aic ?? 0) - (best?.aic ?? 0), language);
      return fill(words.model.whyLikelihood, { model, runnerUp: next?.model ?? '–', lead });
    }
  }
}

function flagsOf(named: NamedFit, { rejected }: Cohort): string[] {
  const flags: string[] = [...named.fit.flags];
  return rejected > 0 && !flags.includes('rows-rejected') ? [...flags, 'rows-rejected'] : flags;
}

function documentOf(context: CommandContext, named: NamedFit, cohort: Cohort): object {
  const { model, customers, params, logLikelihood, converged, iterations } = named.fit;
  const flags = flagsOf(named, cohort);
  const rest = { rejected: cohort.rejected, notes: cohort.notes };
  const fit = { model, customers, params, logLikelihood, converged, flags, iterations };
  if (named.kind === 'spend') return { ...fit, pooled: named.fit.pooled, ...rest };
  const { nbd, gainOverNbd } = named.fit;
  const chosen =
    named.chosen === null ? {} : { chosen: { ...named.chosen, why: whyOf(context, named.chosen) } };
  return { ...fit, unit: cohort.unit, nbd, gainOverNbd, ...chosen, ...rest };
}

function contenderLines({ words, language }: CommandContext, { by, tried }: Choice): string[] {
  const right = (title: string): Column => ({ title, align: 'right' });
  const { model } = words;
  if (by === 'likelihood')
    return table(
      [{ title: model.model }, right(model.likelihood), right(model.parameters), right('AIC')],
      tried.map((one) => [
        one.model,
        decimal(one.logLikelihood, language, 3),
        count(one.parameters, language),
        decimal(one.aic, language),
      ]),
    );
  return table(
    [{ title: model.model }, right('MAE'), right('RMSE'), right(model.totalError)],
    tried.map((one) => [
      one.model,
      decimal(one.mae, language, 4),
      decimal(one.rmse, language, 4),
      one.totalPctError === null ? '' : `${decimal(one.totalPctError, language, 1)} %`,
    ]),
  );
}

async function show(context: CommandContext, named: NamedFit, cohort: Cohort): Promise<void> {
  const { printer, words, language } = context;
  const { model: said } = words;
  const { model, customers, params, logLikelihood, converged } = named.fit;
  const flags = flagsOf(named, cohort);
  const finding = converged ? said.fitted : said.notConverged;
  await printer.lines([
    fill(finding, { model, customers: count(customers, language) }),
    ...(flags.includes('dropout-not-identified') ? [said.noDropout] : []),
    '',
    ...pairs(
      Object.entries(params).map(([name, value]) => [name, String(value)] as const),
      '  ',
    ),
    '',
    ...pairs([
      [said.likelihood, decimal(logLikelihood, language, 3)],
      [said.flags, flags.length === 0 ? null : flags.join(', ')],
      [said.rejected, cohort.rejected === 0 ? null : count(cohort.rejected, language)],
    ]),
  ]);
  if (named.kind === 'spend' || named.chosen === null) return;
  await printer.lines(['', whyOf(context, named.chosen), '', ...contenderLines(context, named.chosen)]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const asked = context.args.text('model');
  const model = MODEL_NAMES.find((name) => name === asked) ?? 'mbg-nbd';
  const cohort = await cohortOf(context, model === 'bg-bb');
  const named = fitNamed(cohort, model);
  await tellNotes(context, cohort.notes);
  if (context.json) await context.printer.document(documentOf(context, named, cohort));
  else await show(context, named, cohort);
  return 0;
}
