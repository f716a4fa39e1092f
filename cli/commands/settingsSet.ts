/** `settings set`: a settings file takes the place of the whole document, if it can be used. */
import { basename } from 'node:path';
import * as z from 'zod';
import { problemsSchema } from '../answers/problems.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

const answerSchema = z.looseObject({ version: z.number(), changed: z.boolean(), problems: problemsSchema });

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const [file = ''] = args.operands;
  const version = args.whole('if-version');
  const answer = await ask({
    method: 'PUT',
    path: '/v1/settings',
    body: { source: await readDefinition(context, file) },
    ...(version === undefined ? {} : { headers: { 'if-match': String(version) } }),
  });
  const set = readAnswer(answerSchema, answer);
  if (json) await printer.document(answer);
  else {
    for (const problem of set.problems)
      await printer.note(problemLine({ ...problem, file: basename(file) }, words));
    const sentence = set.changed ? words.settings.set : words.settings.unchanged;
    await printer.lines([fill(sentence, { file, version: set.version })]);
  }
  return 0;
}
