/** `journeys validate`: what is wrong with definitions, by file and line. Exit 1 when one is not valid. */
import { checkFiles } from '../definitionFiles.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { problemLine } from '../showFailure.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words } = context;
  const checks = await checkFiles(context);
  if (json) await printer.document(checks.map(({ file, answer }) => ({ file, ...answer })));
  else {
    for (const { file, valid, problems } of checks) {
      await printer.lines(problems.map((problem) => problemLine({ ...problem, file }, words)));
      const verdict = problems.length === 0 ? words.journeys.valid : words.journeys.validWith;
      if (valid) await printer.note(fill(verdict, { file, count: problems.length }));
    }
  }
  return checks.every((check) => check.valid) ? 0 : 1;
}
