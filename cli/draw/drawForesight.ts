/** What an evaluation says of purchase models: how each did on the shop's own past, what is proposed, how well activity is told. */
import * as z from 'zod';
import { localisedSchema, textIn } from '../answers/localised.ts';
import { count, decimal, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';

const figuresSchema = z.looseObject({
  model: z.string(),
  mae: z.number(),
  rmse: z.number(),
  totalError: z.number().nullish(),
  rankCorrelation: z.number().nullish(),
});

const trialSchema = z.looseObject({
  days: z.number(),
  customers: z.number(),
  bought: z.number(),
  figures: z.array(figuresSchema),
});

/** Left out by systems that try no models. */
export const foresightSchema = {
  trial: trialSchema.nullish(),
  proposal: z.looseObject({ model: z.string(), insteadOf: z.string(), why: localisedSchema }).nullish(),
  activity: z
    .looseObject({ horizonDays: z.number(), area: z.number().nullish(), recencyArea: z.number().nullish() })
    .nullish(),
};
const foresight = z.object(foresightSchema);
export type Foresight = z.output<typeof foresight>;

function trialLines({ days, customers, bought, figures }: z.output<typeof trialSchema>, language: Language) {
  const { evaluate } = wordsIn(language);
  const titles = [evaluate.mae, evaluate.rmse, evaluate.totalError, evaluate.ranks];
  const columns = [{ title: evaluate.model }, ...titles.map((title) => ({ title, align: 'right' as const }))];
  const rows = figures.map(({ model, mae, rmse, totalError, rankCorrelation }) => [
    model,
    decimal(mae, language, 3),
    decimal(rmse, language, 3),
    totalError == null ? '–' : share(totalError, language),
    rankCorrelation == null ? '–' : decimal(rankCorrelation, language, 3),
  ]);
  const counted = { days, customers: count(customers, language), bought: count(bought, language) };
  return [fill(evaluate.trial, counted), ...table(columns, rows)];
}

/** The finding first. */
export function drawForesight({ trial, proposal, activity }: Foresight, language: Language): string[] {
  const { evaluate } = wordsIn(language);
  const lines: string[] = [];
  if (proposal) {
    const { model, insteadOf } = proposal;
    lines.push('', fill(evaluate.proposal, { model, why: textIn(proposal.why, language) }));
    lines.push(fill(evaluate.accept, { model, inForce: insteadOf }));
  }
  if (trial) lines.push('', ...trialLines(trial, language));
  if (activity?.area != null && activity.recencyArea != null) {
    const area = decimal(activity.area, language, 3);
    const recency = decimal(activity.recencyArea, language, 3);
    lines.push('', fill(evaluate.activity, { days: activity.horizonDays, area, recency }));
  }
  return lines;
}
