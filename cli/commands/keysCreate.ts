/** `keys create`: makes a key, and shows it: of a deployed system for the only time. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';

const answerSchema = z.looseObject({
  name: z.string(),
  kind: z.string(),
  key: z.string(),
  writeKey: z.string().nullable(),
});

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const body = { name: args.required('name'), kind: args.required('kind') };
  const answer = await ask({ method: 'POST', path: '/v1/keys', body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { name, kind, key, writeKey } = readAnswer(answerSchema, answer);
  await printer.lines([key]);
  await printer.note(fill(words.keys.created, { name, kind }));
  if (writeKey === null) await printer.note(words.keys.onlyNow);
  return 0;
}
