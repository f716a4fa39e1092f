/** `recommend train`: recommendations anew from every order with items up to now. */
import { trainingSchema } from '../answers/recommendations.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, decimal, share } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const path = '/v1/recommendations/train';
  const answer = await ask({ method: 'POST', path, body: {}, onProgress: printer.progress });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { nextBest } = words;
  const trained = readAnswer(trainingSchema, answer);
  if (trained.version === 0) {
    await printer.lines([nextBest.noLines]);
    return 0;
  }
  const { model, items, customers, interactions, seconds, version, quality } = trained;
  const found = quality === null ? null : share(quality.discover.recallAtK, language);
  const wide = quality === null ? null : share(quality.discover.coverageAtK, language);
  await printer.lines([
    fill(nextBest.trained, { version, seconds: decimal(seconds, language) }),
    '',
    ...pairs([
      [nextBest.method, wordFor(words, 'recommendBy', model)],
      [nextBest.items, count(items, language)],
      [nextBest.customers, count(customers, language)],
      [nextBest.interactions, count(interactions, language)],
      [nextBest.found, found],
      [nextBest.coverage, wide],
    ]),
  ]);
  if (quality === null) await printer.note(nextBest.notJudged);
  return 0;
}
