/** `segments validate`: what is wrong with files of segments, and what each says as a sentence. Exit 1 when one is not valid. */
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import { segmentsCheckSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { segmentSources } from '../segmentFiles.ts';
import { problemLine } from '../showFailure.ts';
import { cleanText } from '../text/clean.ts';
import { pairs } from '../text/table.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, language, printer, words } = context;
  const sources = await segmentSources(context);
  const answer = await ask({ method: 'POST', path: '/v1/segments/validate', body: { sources } });
  const { valid, problems, items } = readAnswer(segmentsCheckSchema, answer);
  if (json) await printer.document(answer);
  else {
    await printer.lines(problems.map((problem) => problemLine(problem, words)));
    await printer.lines(pairs(items.map(({ id, sentence }) => [id, cleanText(textIn(sentence, language))])));
    if (valid) await printer.note(words.segments.valid);
  }
  return valid ? 0 : 1;
}
