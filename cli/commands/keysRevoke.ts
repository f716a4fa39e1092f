/** `keys revoke`: nothing is let in with the key any more. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';

const answerSchema = z.looseObject({ name: z.string(), kind: z.string() });

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const path = `/v1/keys/${encodeURIComponent(args.operand())}`;
  const answer = await ask({ method: 'DELETE', path });
  const { name, kind } = readAnswer(answerSchema, answer);
  if (json) await printer.document(answer);
  else await printer.lines([fill(words.keys.revoked, { name, kind })]);
  return 0;
}
