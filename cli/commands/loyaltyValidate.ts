/** `loyalty validate`: whether a file can be published. Exit 1 when it cannot. */
import { basename } from 'node:path';
import { loyaltyCheckSchema } from '../answers/loyalty.ts';
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
  const answer = await ask({ method: 'POST', path: '/v1/loyalty/validate', body });
  const { valid, problems } = readAnswer(loyaltyCheckSchema, answer);
  if (json) await printer.document(answer);
  else {
    const lines = problems.map((problem) => problemLine({ ...problem, file: basename(file) }, words));
    await printer.lines([
      ...lines,
      fill(valid ? words.loyaltyProgramme.valid : words.loyaltyProgramme.invalid, { file }),
    ]);
  }
  return valid ? 0 : 1;
}
