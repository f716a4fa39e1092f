/** `evaluate`: every customer's stage, grade and value as of a date. */
import * as z from 'zod';
import { GRADES, STAGES } from '../../core/lifecycle/lifecycle.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { drawForesight, foresightSchema } from '../draw/drawForesight.ts';
import { count, decimal, money, share } from '../text/format.ts';
import { outline } from '../text/outline.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const modelSchema = z.looseObject({
  name: z.string(),
  params: z.unknown().optional(),
  logLikelihood: z.number().nullish(),
  converged: z.boolean().nullish(),
  flags: z.array(z.string()).default([]),
});

const evaluationSchema = z.looseObject({
  at: z.string().optional(),
  stored: z.boolean().optional(),
  customers: z.number(),
  stages: z.record(z.string(), z.number()),
  grades: z.record(z.string(), z.number()),
  model: modelSchema,
  margin: z
    .looseObject({
      share: z.number(),
      credibility: z.looseObject({ priorMinor: z.number(), spread: z.number() }).nullish(),
    })
    .nullable()
    .default(null),
  ...foresightSchema,
});
type Evaluation = z.output<typeof evaluationSchema>;

function countedRows(
  context: CommandContext,
  names: readonly string[],
  counts: Readonly<Record<string, number>>,
  wordOf: (name: string) => string,
): string[][] {
  const total = Math.max(
    1,
    Object.values(counts).reduce((sum, one) => sum + one, 0),
  );
  return names.map((name) => {
    const one = counts[name] ?? 0;
    return [wordOf(name), count(one, context.language), share(one / total, context.language)];
  });
}

function modelLines({ words, language }: CommandContext, model: Evaluation['model']): string[] {
  const { evaluate } = words;
  const state = model.converged === false ? evaluate.notConverged : evaluate.converged;
  return [
    ...pairs([
      [evaluate.model, `${model.name}, ${state}`],
      [
        evaluate.likelihood,
        typeof model.logLikelihood === 'number' ? decimal(model.logLikelihood, language, 3) : null,
      ],
      [evaluate.flags, model.flags.length === 0 ? null : model.flags.join(', ')],
    ]),
    evaluate.params,
    ...outline(model.params, '  '),
  ];
}

function marginLines({ words, language }: CommandContext, margin: Evaluation['margin']): string[] {
  if (margin === null) return [];
  const { credibility = null } = margin;
  const said = (known: NonNullable<typeof credibility>) =>
    fill(words.evaluate.ownMarginSaid, {
      spread: share(known.spread, language),
      revenue: money(Math.round(known.priorMinor), null, language),
    });
  return pairs([
    [words.evaluate.margin, share(margin.share, language)],
    [words.evaluate.ownMargin, credibility === null ? null : said(credibility)],
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words } = context;
  const at = args.required('at');
  const model = args.text('model');
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/evaluations',
    body: { at, ...(model === undefined ? {} : { model }) },
    onProgress: printer.progress,
  });
  if (context.json) {
    await printer.document(answer);
    return 0;
  }
  const result = readAnswer(evaluationSchema, answer);
  const columns = [
    { title: words.evaluate.customers },
    { title: count(result.customers, context.language), align: 'right' as const },
    { title: '', align: 'right' as const },
  ];
  await printer.lines([
    fill(result.stored === false ? words.evaluate.printed : words.evaluate.stored, {
      at: args.required('at'),
    }),
    '',
    ...table(columns, [
      ...countedRows(context, STAGES, result.stages, (stage) => wordFor(words, 'stage', stage)),
      ...countedRows(context, GRADES, result.grades, (grade) => grade),
    ]),
    '',
    ...modelLines(context, result.model),
    ...marginLines(context, result.margin),
    ...drawForesight(result, context.language),
  ]);
  return 0;
}
