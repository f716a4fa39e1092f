/** `templates preview`: a template with a customer's data; the text here, the HTML in a file. */
import { writeFile } from 'node:fs/promises';
import { readAnswer } from '../answers/read.ts';
import { previewSchema } from '../answers/template.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { eventAsked } from '../templateEvent.ts';
import { cleanText } from '../text/clean.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

async function save({ pathOf }: CommandContext, file: string, content: string): Promise<void> {
  try {
    await writeFile(pathOf(file), content);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw failed('file-not-writable', `${file} cannot be written (${reason}).`, { field: '--out' });
  }
}

/** As it came: cleaning would take the line breaks. */
function fieldOf(answer: unknown, field: 'html' | 'text'): string {
  const value = Object.entries(answer ?? {}).find(([name]) => name === field)?.[1];
  return typeof value === 'string' ? value : '';
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, words } = context;
  const [customer, locale, version, out] = [
    args.text('customer'),
    args.text('locale'),
    args.whole('version'),
    args.text('out'),
  ];
  const answer = await ask({
    method: 'POST',
    path: `/v1/templates/${encodeURIComponent(args.operand())}/preview`,
    body: {
      ...(customer === undefined ? {} : { customer }),
      ...(locale === undefined ? {} : { locale }),
      ...(version === undefined ? {} : { version }),
      ...eventAsked(context),
    },
  });
  if (out !== undefined) await save(context, out, fieldOf(answer, 'html') || fieldOf(answer, 'text'));
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const preview = readAnswer(previewSchema, answer);
  const { subject, preheader, language, channel, size, partsOf, saved } = words.templates;
  const { parts = 0, encoding = '', places = 0 } = preview;
  await printer.lines([
    ...pairs([
      [subject, preview.subject ?? null],
      [preheader, preview.preheader || null],
      [language, preview.locale],
      [channel, wordFor(words, 'channel', preview.channel)],
      [size, preview.parts === undefined ? null : fill(partsOf, { parts, encoding, places })],
    ]),
    '',
    ...fieldOf(answer, 'text').trimEnd().split('\n').map(cleanText),
  ]);
  if (out !== undefined) await printer.note(fill(saved, { file: out }));
  return 0;
}
