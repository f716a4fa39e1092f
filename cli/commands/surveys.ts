/** `surveys`: what the surveys of the journeys came to, each customer by their latest answer. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, day, decimal, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

const pair = z.tuple([z.number(), z.number()]).nullable();
const resultSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('nps'), n: z.number(), nps: z.number().nullable(), interval: pair }),
  z.looseObject({ kind: z.literal('csat'), n: z.number(), csat: z.number().nullable(), interval: pair }),
  z.looseObject({ kind: z.literal('shares'), n: z.number(), counts: z.record(z.string(), z.number()) }),
]);
type Result = z.infer<typeof resultSchema>;

const answerSchema = z.looseObject({
  items: z.array(z.looseObject({ survey: z.string(), lastAt: z.string().nullable(), result: resultSchema })),
});

/** The score with its interval, or how many said what. */
function resultText(result: Result, { words, language }: CommandContext): string {
  const { surveys } = words;
  switch (result.kind) {
    case 'nps': {
      if (result.nps === null || result.interval === null) return words.list.unknown;
      const [low, high] = result.interval.map((value) => decimal(value, language, 0));
      return fill(surveys.nps, { nps: decimal(result.nps, language, 0), low: low ?? '', high: high ?? '' });
    }
    case 'csat': {
      if (result.csat === null || result.interval === null) return words.list.unknown;
      const [low, high] = result.interval.map((value) => share(value, language, 0));
      return fill(surveys.csat, { csat: share(result.csat, language, 0), low: low ?? '', high: high ?? '' });
    }
    case 'shares':
      return Object.entries(result.counts)
        .map(([word, times]) => `${word} ${count(times, language)}`)
        .join(words.list.comma);
  }
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words, language } = context;
  const since = args.text('since');
  const answer = await ask({
    method: 'GET',
    path: '/v1/surveys',
    query: since === undefined ? {} : { since },
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(answerSchema, answer);
  const { surveys, list } = words;
  if (items.length === 0) {
    await printer.note(surveys.none);
    return 0;
  }
  const columns = [
    { title: surveys.survey },
    { title: surveys.answers, align: 'right' as const },
    { title: surveys.result },
    { title: surveys.last },
  ];
  const rows = items.map(({ survey, lastAt, result }) => [
    survey,
    count(result.n, language),
    resultText(result, context),
    lastAt === null ? list.unknown : day(lastAt),
  ]);
  await printer.lines(table(columns, rows));
  return 0;
}
