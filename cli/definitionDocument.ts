/** Documents of the shop's programme: checked and published whole by the API, what is wrong said by line. */
import { basename } from 'node:path';
import { checkAnswer, putAnswer } from './answers/offers.ts';
import { readAnswer } from './answers/read.ts';
import type { ExitCode } from './args/spec.ts';
import type { CommandContext } from './context.ts';
import { readDefinition } from './definitionFiles.ts';
import { problemLine } from './showFailure.ts';
import { fill } from './words/words.ts';

/** Sentences with `{file}`, `{version}`. */
interface Said {
  readonly valid: string;
  readonly invalid: string;
  readonly published: string;
  readonly unchanged: string;
}

/** Exit 1 where the document cannot be used. */
export async function validateDocument(context: CommandContext, path: string, said: Said): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const body = { source: await readDefinition(context, file) };
  const answer = await ask({ method: 'POST', path: `${path}/validate`, body });
  const { valid, problems } = readAnswer(checkAnswer, answer);
  if (json) await printer.document(answer);
  else {
    await printer.lines(problems.map((problem) => problemLine({ ...problem, file: basename(file) }, words)));
    await printer.note(fill(valid ? said.valid : said.invalid, { file: basename(file) }));
  }
  return valid ? 0 : 1;
}

export async function publishDocument(context: CommandContext, path: string, said: Said): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const body = { source: await readDefinition(context, file) };
  const answer = await ask({ method: 'PUT', path, body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, changed, problems } = readAnswer(putAnswer, answer);
  for (const problem of problems)
    await printer.note(problemLine({ ...problem, file: basename(file) }, words));
  await printer.lines([fill(changed ? said.published : said.unchanged, { version })]);
  return 0;
}
