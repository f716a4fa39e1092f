/** `campaigns validate`: what is wrong with a definition, by line. Exit 1 where it is not valid. */
import { validationSchema } from '../answers/journey.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const source = await readDefinition(context, file);
  const answer = await ask({ method: 'POST', path: '/v1/campaigns/validate', body: { source, name: file } });
  const { valid, problems } = readAnswer(validationSchema, answer);
  if (json) await printer.document({ file, ...(typeof answer === 'object' ? answer : {}) });
  else {
    await printer.lines(problems.map((problem) => problemLine({ ...problem, file }, words)));
    if (valid) await printer.note(fill(words.campaigns.valid, { file }));
  }
  return valid ? 0 : 1;
}
