/** `templates list`: the published templates, who uses them, and the blocks they share. */
import { readAnswer } from '../answers/read.ts';
import { templateListSchema } from '../answers/template.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { table } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

export async function run({ ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/templates' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items, blocks } = readAnswer(templateListSchema, answer);
  if (items.length === 0 && blocks.length === 0) {
    await printer.note(words.templates.none);
    return 0;
  }
  const { id, version, channel, class: classTitle, languages, journeys, block, templates } = words.templates;
  const head = [{ title: id }, { title: version, align: 'right' as const }];
  await printer.lines(
    table(
      [...head, ...[channel, classTitle, languages, journeys].map((title) => ({ title }))],
      items.map((one) => [
        one.id,
        String(one.version),
        wordFor(words, 'channel', one.channel),
        wordFor(words, 'class', one.class ?? 'promotional'),
        one.locales.join(' '),
        one.journeys.join(' '),
      ]),
    ),
  );
  if (blocks.length === 0) return 0;
  const rows = blocks.map((one) => [
    one.id,
    String(one.version),
    one.locales.join(' '),
    one.templates.join(' '),
  ]);
  const titles = [
    { title: block },
    { title: version, align: 'right' as const },
    { title: languages },
    { title: templates },
  ];
  await printer.lines(['', ...table(titles, rows)]);
  return 0;
}
