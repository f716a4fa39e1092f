/** `settings validate`: what is wrong with a settings file, by line. Exit 1 when it cannot be used. */
import { basename } from 'node:path';
import * as z from 'zod';
import { problemsSchema } from '../answers/problems.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

const answerSchema = z.looseObject({ valid: z.boolean(), problems: problemsSchema });

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const [file = ''] = args.operands;
  const source = await readDefinition(context, file);
  const answer = await ask({ method: 'POST', path: '/v1/settings/validate', body: { source } });
  const { valid, problems } = readAnswer(answerSchema, answer);
  if (json) await printer.document(answer);
  else {
    await printer.lines(problems.map((problem) => problemLine({ ...problem, file: basename(file) }, words)));
    if (valid) await printer.note(fill(words.settings.valid, { file }));
  }
  return valid ? 0 : 1;
}
