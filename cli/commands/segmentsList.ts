/** `segments list`: the segments in force, with their sizes as last counted. */
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import { segmentListSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, language, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/segments' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, items, judging, countedAt } = readAnswer(segmentListSchema, answer);
  const said = words.segments;
  if (items.length === 0) {
    await printer.lines([said.none]);
    return 0;
  }
  const rows = items.map(({ id, name, sentence, members }) => [
    id,
    cleanText(textIn(name, language)),
    typeof members === 'number' ? count(members, language) : words.list.unknown,
    cleanText(textIn(sentence, language)),
  ]);
  const columns = [
    { title: said.id },
    { title: said.name },
    { title: said.members, align: 'right' as const },
    { title: said.rule },
  ];
  await printer.lines(table(columns, rows));
  const counted = countedAt === null ? said.notCounted : fill(said.countedAt, { at: minute(countedAt) });
  await printer.note(`${fill(said.version, { version })} ${counted}`);
  if (judging) await printer.note(said.judging);
  return 0;
}
