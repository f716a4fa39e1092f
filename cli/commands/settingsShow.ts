/** `settings show`: the settings in force, defaults included. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { outline } from '../text/outline.ts';
import { fill } from '../words/words.ts';

const settingsSchema = z.looseObject({
  settings: z.record(z.string(), z.unknown()),
  version: z.union([z.number(), z.string()]).nullish(),
  source: z.string().nullish(),
});

export async function run({ ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/settings' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { settings, version, source } = readAnswer(settingsSchema, answer);
  const heading =
    version && source ? fill(words.settings.heading, { version, source }) : words.settings.plain;
  await printer.lines([heading, '', ...outline(settings)]);
  return 0;
}
