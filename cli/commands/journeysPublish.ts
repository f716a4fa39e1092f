/** `journeys publish`: all files are checked before the first is published, so a mistake in the last leaves nothing half done. */
import { basename } from 'node:path';
import { publicationSchema } from '../answers/journey.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { checkFile, type FileCheck } from '../definitionFiles.ts';
import { Failure } from '../failure.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

function refuse(checks: readonly FileCheck[], { words }: CommandContext): void {
  const wrong = checks.filter((check) => !check.valid);
  if (wrong.length === 0) return;
  throw new Failure({
    type: 'about:blank',
    title: 'Not published',
    status: 422,
    code: 'invalid-journey',
    detail: fill(words.journeys.notPublished, { count: wrong.length, files: checks.length }),
    problems: wrong.flatMap(({ file, problems }) => problems.map((problem) => ({ ...problem, file }))),
  });
}

async function publish(context: CommandContext, { file, source }: FileCheck): Promise<object> {
  const answer = await context.ask({
    method: 'POST',
    path: '/v1/journeys',
    body: { source, name: basename(file) },
  });
  const { words, printer } = context;
  const { id, version, changed, problems } = readAnswer(publicationSchema, answer);
  for (const problem of problems) await printer.note(problemLine({ ...problem, file }, words));
  const sentence = changed ? words.journeys.published : words.journeys.unchanged;
  if (!context.json) await printer.lines([fill(sentence, { id, version })]);
  return { file, ...(typeof answer === 'object' ? answer : {}) };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const checks: FileCheck[] = [];
  for (const file of context.args.operands) checks.push(await checkFile(context, file));
  refuse(checks, context);
  const published: object[] = [];
  for (const check of checks) published.push(await publish(context, check));
  if (context.json) await context.printer.document(published);
  return 0;
}
