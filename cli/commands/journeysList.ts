/** `journeys list`: the published journeys and the people inside. */
import { journeyListSchema } from '../answers/journey.ts';
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { table } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

export async function run({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/journeys' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(journeyListSchema, answer);
  if (items.length === 0) {
    await printer.note(words.journeys.none);
    return 0;
  }
  const { id, name, class: classTitle, topic, version, inside } = words.journeys;
  const left = [id, name, classTitle, topic].map((title) => ({ title }));
  const right = [version, inside].map((title) => ({ title, align: 'right' as const }));
  const rows = items.map((journey) => [
    journey.id,
    textIn(journey.name, language),
    wordFor(words, 'class', journey.class),
    wordFor(words, 'topic', journey.topic),
    String(journey.version),
    count(journey.inside, language),
  ]);
  await printer.lines(table([...left, ...right], rows));
  return 0;
}
