/** `keys list`: the keys of the workspace. A deployed system shows a key once, at creation. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { table } from '../text/table.ts';

const keysSchema = z.array(
  z.looseObject({ name: z.string(), kind: z.string(), writeKey: z.string().nullish() }),
);

export async function run({ ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/keys' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const keys = readAnswer(keysSchema, answer);
  if (keys.length === 0) {
    await printer.note(words.keys.none);
    return 0;
  }
  const columns = [words.keys.name, words.keys.kind, words.keys.key].map((title) => ({ title }));
  await printer.lines(
    table(
      columns,
      keys.map((key) => [key.name, key.kind, key.writeKey ?? words.keys.once]),
    ),
  );
  return 0;
}
