/** A comparison of models for people: which is best and why, the models beside the simple rules, who will be active. */
import { isoDay } from '../../core/time.ts';
import type { Comparison } from '../../core/value/compareModels.ts';
import type { Trial, Verdict } from '../../core/value/judgeModels.ts';
import type { CommandContext } from '../context.ts';
import { count, decimal, share } from '../text/format.ts';
import { type Column, pairs, table } from '../text/table.ts';
import { fill } from '../words/words.ts';

type Speech = Pick<CommandContext, 'words' | 'language'>;

function betterRule({ models, rules, best }: Comparison): Verdict | null {
  const chosen = models.find(({ model }) => model === best?.model);
  if (chosen === undefined) return null;
  const { mae, rmse } = chosen.orders;
  return rules.find(({ orders }) => orders.mae < mae && orders.rmse < rmse) ?? null;
}

export function whyBest({ words, language }: Speech, compared: Comparison): string {
  const { best, models } = compared;
  const chosen = models.find(({ model }) => model === best?.model);
  if (best === null || chosen === undefined) return words.model.nothingToJudge;
  const { mae, rmse, totalPctError } = chosen.orders;
  const said = words.model;
  const figures = {
    model: best.model,
    mae: decimal(mae, language, 4),
    rmse: decimal(rmse, language, 4),
    total: totalPctError === null ? '–' : decimal(totalPctError, language, 1),
    score: decimal(best.score, language, 4),
  };
  const sentence = fill(said.whyBest, figures);
  const next =
    best.runnerUp === null
      ? ''
      : fill(said.whyNext, { model: best.runnerUp.model, score: decimal(best.runnerUp.score, language, 4) });
  const rule = betterRule(compared);
  return `${sentence}${next}${rule === null ? '' : fill(said.ruleBetter, { rule: rule.name })}`;
}

function rowOf({ language }: Speech, { name, orders, pActive, top10 }: Verdict): string[] {
  const figure = (value: number | null | undefined, digits = 3): string =>
    value === null || value === undefined ? '' : decimal(value, language, digits);
  return [
    name,
    figure(orders.mae, 4),
    figure(orders.rmse, 4),
    figure(orders.totalPctError, 1),
    figure(orders.spearman),
    figure(orders.normalizedGini),
    figure(pActive?.auc),
    figure(pActive?.brier, 4),
    top10.share === null ? '' : share(top10.share, language),
  ];
}

function kindOf({ words }: Speech, { activity }: Comparison): string {
  switch (activity.fit.params.kind) {
    case 'combination':
      return words.model.combination;
    case 'recency':
      return words.model.recency;
    case 'model':
      return fill(words.model.modelAlone, { model: activity.model });
  }
}

function activityLines(speech: Speech, compared: Comparison): string[] {
  const { words, language } = speech;
  const { activity, hiatus } = compared;
  const said = words.model;
  const area = (value: number | null): string => (value === null ? '–' : decimal(value, language, 4));
  const period = ([from, to]: readonly [number, number]): string => `${isoDay(from)} – ${isoDay(to)}`;
  const combined = activity.combinedOn === null ? said.notCombined : period(activity.combinedOn);
  return [
    fill(said.activity, { auc: area(activity.auc), recency: area(activity.recencyAuc) }),
    '',
    ...pairs([
      [said.recency, area(hiatus.auc)],
      [fill(said.modelAlone, { model: activity.model }), area(activity.modelAuc)],
      [fill(said.score, { kind: kindOf(speech, compared) }), area(activity.auc)],
      [said.combinedOn, combined],
      [said.judgedOn, period(activity.judgedOn)],
    ]),
  ];
}

export function comparisonLines(
  speech: Speech,
  { holdoutDay, endDay }: Trial,
  compared: Comparison,
): string[] {
  const { words, language } = speech;
  const said = words.model;
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = [
    { title: said.model },
    right('MAE'),
    right('RMSE'),
    right(`${said.totalError} %`),
    right('Spearman'),
    right('Gini'),
    right('AUC'),
    right('Brier'),
    right(said.top10),
  ];
  const verdicts = [...compared.models, ...compared.rules];
  return [
    whyBest(speech, compared),
    fill(said.holdout, {
      from: isoDay(holdoutDay),
      to: isoDay(endDay - 1),
      days: count(endDay - holdoutDay, language),
      customers: count(compared.customers, language),
      active: count(compared.active, language),
      orders: count(compared.orders, language),
    }),
    '',
    ...table(
      columns,
      verdicts.map((verdict) => rowOf(speech, verdict)),
    ),
    '',
    ...activityLines(speech, compared),
  ];
}
