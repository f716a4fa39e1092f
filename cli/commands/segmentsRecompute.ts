/** `segments recompute`: everyone judged by the segments in force, and counted. */
import { readAnswer } from '../answers/read.ts';
import { segmentsJudgedSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, language, printer, words }: CommandContext): Promise<ExitCode> {
  const path = '/v1/segments/recompute';
  const answer = await ask({ method: 'POST', path, onProgress: printer.progress });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { people, entered, left, members } = readAnswer(segmentsJudgedSchema, answer);
  const figures = {
    people: count(people, language),
    entered: count(entered, language),
    left: count(left, language),
  };
  await printer.lines([
    fill(words.segments.judged, figures),
    ...pairs(Object.entries(members).map(([id, size]) => [id, count(size, language)])),
  ]);
  return 0;
}
