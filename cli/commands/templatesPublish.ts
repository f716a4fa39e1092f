/** `templates publish`: checks all files, then publishes them in one call, and says which templates a block took along. */
import { basename } from 'node:path';
import { readAnswer } from '../answers/read.ts';
import { publicationSchema } from '../answers/template.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { checkTemplateFiles, problemLines, refuseInvalid } from '../templateFiles.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words } = context;
  const checks = await checkTemplateFiles(context);
  refuseInvalid(checks, context);
  const sources = checks.map(({ file, source }) => ({ name: basename(file), source }));
  const answer = await ask({ method: 'POST', path: '/v1/templates', body: { sources } });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  for (const check of checks) for (const line of problemLines(check, context)) await printer.note(line);
  const { items, republished } = readAnswer(publicationSchema, answer);
  const { published, unchanged, takenAlong } = words.templates;
  await printer.lines([
    ...items.map(({ id, version, changed }) => fill(changed ? published : unchanged, { id, version })),
    ...republished.map(({ id, version }) => fill(takenAlong, { id, version })),
  ]);
  return 0;
}
