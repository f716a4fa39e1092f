/** `segments preview`: how many a segment would hold, ten of them, and how many could be written to now. */
import { existsSync } from 'node:fs';
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import { segmentPreviewSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { cleanText } from '../text/clean.ts';
import { count, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const OPTIONS = ['topic', 'channel', 'class'] as const;

/** A file where there is one of that name, else the id of a published segment. */
async function bodyOf(context: CommandContext): Promise<Record<string, string>> {
  const { args, pathOf } = context;
  const asked = args.operand();
  const isFile = /[./\\]/.test(asked) || existsSync(pathOf(asked));
  const given = OPTIONS.flatMap((option) => {
    const value = args.text(option);
    return value === undefined ? [] : [[option, value] as const];
  });
  const what = isFile ? { source: await readDefinition(context, asked) } : { id: asked };
  return { ...what, ...Object.fromEntries(given) };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, language, printer, words } = context;
  const answer = await ask({
    method: 'POST',
    path: '/v1/segments/preview',
    body: await bodyOf(context),
    onProgress: printer.progress,
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { sentence, people, size, share: part, sample, reach } = readAnswer(segmentPreviewSchema, answer);
  const said = words.segments;
  const sizeText = fill(said.sizeOf, {
    size: count(size, language),
    people: count(people, language),
    share: share(part ?? 0, language),
  });
  const barred = Object.entries(reach.cannot).toSorted(([, a], [, b]) => b - a);
  await printer.lines([
    cleanText(textIn(sentence, language)),
    '',
    ...pairs([
      [said.size, sizeText],
      [
        fill(said.reachable, { topic: reach.topic, channel: wordFor(words, 'channel', reach.channel) }),
        count(reach.can, language),
      ],
    ]),
    ...pairs(
      barred.map(([reason, n]) => [wordFor(words, 'reason', reason), count(n, language)]),
      '  ',
    ),
  ]);
  if (sample.length > 0)
    await printer.lines([
      '',
      ...table(
        [
          { title: words.customers.id },
          { title: words.customers.name },
          { title: words.customers.stage },
          { title: words.customers.grade },
        ],
        sample.map(({ id, name, stage, grade }) => [
          cleanText(id),
          cleanText(name ?? ''),
          stage === null ? '' : wordFor(words, 'stage', stage),
          grade ?? '',
        ]),
      ),
    ]);
  return 0;
}
