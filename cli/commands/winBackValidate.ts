/** `winback validate`: what is wrong with a policy, by line. Exit 1 when it cannot be used. */
import { basename } from 'node:path';
import { readAnswer } from '../answers/read.ts';
import { policyCheckSchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const body = { source: await readDefinition(context, file) };
  const answer = await ask({ method: 'POST', path: '/v1/win-back/validate', body });
  const { valid, problems } = readAnswer(policyCheckSchema, answer);
  if (json) await printer.document(answer);
  else {
    await printer.lines(problems.map((problem) => problemLine({ ...problem, file: basename(file) }, words)));
    await printer.note(valid ? words.winBack.valid : words.winBack.invalid);
  }
  return valid ? 0 : 1;
}
