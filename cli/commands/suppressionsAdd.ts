/** `suppressions add`: an address that nobody writes to from now on. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { fill } from '../words/words.ts';
import { reasonWord } from './suppressionsList.ts';

const addedSchema = z.looseObject({ changed: z.boolean(), reason: z.string(), at: z.string() });

export async function run({
  ask,
  args,
  json,
  printer,
  words,
  surroundings,
}: CommandContext): Promise<ExitCode> {
  const address = args.operand();
  const [channel, reason] = [args.text('channel'), args.text('reason')];
  const source = args.text('source') ?? surroundings.environment['USER'] ?? 'command line';
  const body = {
    address,
    source,
    ...(channel === undefined ? {} : { channel }),
    ...(reason === undefined ? {} : { reason }),
  };
  const answer = await ask({ method: 'POST', path: '/v1/suppressions', body });
  if (json) await printer.document(answer);
  else {
    const added = readAnswer(addedSchema, answer);
    const sentence = added.changed ? words.suppression.added : words.suppression.unchanged;
    await printer.note(
      fill(sentence, { address, reason: reasonWord(words, added.reason), at: minute(added.at) }),
    );
  }
  return 0;
}
