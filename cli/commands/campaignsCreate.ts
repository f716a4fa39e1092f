/** `campaigns create`: keeps a definition as a draft, or the next revision of one. */
import type * as z from 'zod';
import { campaignSchema } from '../answers/campaign.ts';
import { problemsSchema } from '../answers/problems.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { stateLine } from '../draw/campaignLines.ts';
import { problemLine } from '../showFailure.ts';

const keptSchema = campaignSchema.extend({ problems: problemsSchema });

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const file = args.operand();
  const source = await readDefinition(context, file);
  const answer = await ask({ method: 'POST', path: '/v1/campaigns', body: { source, name: file } });
  const kept: z.output<typeof keptSchema> = readAnswer(keptSchema, answer);
  for (const problem of kept.problems) await printer.note(problemLine({ ...problem, file }, words));
  if (json) await printer.document(answer);
  else await printer.lines([stateLine(context, kept)]);
  return 0;
}
