/** `templates show`: a template or block as its author wrote it. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import { templateViewSchema } from '../answers/template.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { minute } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

/** A field's name, then its text, indented; one of one line beside its name. */
function fieldLines([name, value]: readonly [string, unknown]): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!text.includes('\n')) return [`  ${name}: ${cleanText(text)}`];
  return [
    `  ${name}:`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
  ];
}

/** As it came: cleaning would take the line breaks. */
const written = z.object({
  source: z.object({ locales: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

export async function run({ ask, args, json, printer, words }: CommandContext): Promise<ExitCode> {
  const version = args.text('version');
  const answer = await ask({
    method: 'GET',
    path: `/v1/templates/${encodeURIComponent(args.operand())}`,
    ...(version === undefined ? {} : { query: { version } }),
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const template = readAnswer(templateViewSchema, answer);
  const { locales } = written.parse(answer).source;
  const wanted = args.text('locale');
  if (wanted !== undefined && !Object.hasOwn(locales, wanted))
    throw misuse(
      fill(words.templates.noLanguage, { locale: wanted, locales: Object.keys(locales).join(', ') }),
      {
        field: '--locale',
      },
    );
  const { title, channel, class: classTitle, journeys, blocks } = words.templates;
  const of = template.channel === undefined ? null : wordFor(words, 'class', template.class ?? 'promotional');
  await printer.lines([
    fill(title, { id: template.id, version: template.version, at: minute(template.publishedAt) }),
    ...pairs(
      [
        [channel, template.channel === undefined ? null : wordFor(words, 'channel', template.channel)],
        [classTitle, of],
        [journeys, template.journeys.join(' ') || null],
        [blocks, template.blocks.join(' ') || null],
      ],
      '  ',
    ),
  ]);
  for (const [locale, variant] of Object.entries(locales)) {
    if (wanted !== undefined && locale !== wanted) continue;
    await printer.lines(['', locale, ...Object.entries(variant).flatMap(fieldLines)]);
  }
  return 0;
}
