/** `winback publish`: a policy is put into force, if it can be used. */
import { basename } from 'node:path';
import { readAnswer } from '../answers/read.ts';
import { policyPutSchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { misuse } from '../failure.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const body = { source: await readDefinition(context, file) };
  const perDay = args.whole('backlog');
  if (perDay !== undefined && perDay < 1) throw misuse('--backlog is 1 or more.', { field: '--backlog' });
  const query = perDay === undefined ? {} : { backlog: String(perDay) };
  const answer = await ask({ method: 'PUT', path: '/v1/win-back', query, body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, changed, problems } = readAnswer(policyPutSchema, answer);
  for (const problem of problems)
    await printer.note(problemLine({ ...problem, file: basename(file) }, words));
  const sentence = changed ? words.winBack.published : words.winBack.unchanged;
  await printer.lines([fill(sentence, { version })]);
  return 0;
}
