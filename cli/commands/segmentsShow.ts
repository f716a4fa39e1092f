/** `segments show`: one segment, its rule as a sentence and as it is written. */
import { stringify } from 'yaml';
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import { segmentShownSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, minute } from '../text/format.ts';
import { pairs } from '../text/table.ts';

export async function run({ ask, args, json, language, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: `/v1/segments/${encodeURIComponent(args.operand())}` });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const shown = readAnswer(segmentShownSchema, answer);
  const { name, description, sentence, members, countedAt, definition } = shown;
  const said = words.segments;
  const size = typeof members === 'number' ? count(members, language) : words.list.unknown;
  await printer.lines([
    cleanText(textIn(name, language)),
    cleanText(textIn(sentence, language)),
    '',
    ...pairs([
      [said.description, description === null ? null : cleanText(textIn(description, language))],
      [said.members, countedAt === null ? size : `${size} (${minute(countedAt)})`],
    ]),
    '',
    ...cleanLines(stringify(definition, { lineWidth: 100 })),
  ]);
  return 0;
}

function cleanLines(text: string): string[] {
  return text.trimEnd().split('\n').map(cleanText);
}
