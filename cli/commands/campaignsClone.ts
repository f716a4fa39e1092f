/** `campaigns clone`: a draft of another id with the same definition. */
import { campaignSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { stateLine } from '../draw/campaignLines.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const [id = '', as = ''] = args.operands;
  const answer = await ask({
    method: 'POST',
    path: `/v1/campaigns/${encodeURIComponent(id)}/clone`,
    body: { as },
  });
  if (json) await printer.document(answer);
  else await printer.lines([stateLine(context, readAnswer(campaignSchema, answer))]);
  return 0;
}
