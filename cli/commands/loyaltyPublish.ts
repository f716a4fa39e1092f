/** `loyalty publish`: a programme is put into force, if it can be used. */
import { basename } from 'node:path';
import { loyaltyPutSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const body = { source: await readDefinition(context, file) };
  const answer = await ask({ method: 'PUT', path: '/v1/loyalty', body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, changed, problems } = readAnswer(loyaltyPutSchema, answer);
  for (const problem of problems)
    await printer.note(problemLine({ ...problem, file: basename(file) }, words));
  await printer.lines([
    fill(changed ? words.loyaltyProgramme.published : words.loyaltyProgramme.unchanged, { version }),
  ]);
  return 0;
}
