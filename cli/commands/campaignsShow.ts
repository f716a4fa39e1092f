/** `campaigns show`: what a campaign says, where it is, and who did what with it. */
import { campaignSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { campaignLines } from '../draw/campaignLines.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const answer = await ask({ method: 'GET', path: `/v1/campaigns/${encodeURIComponent(args.operand())}` });
  if (json) await printer.document(answer);
  else await printer.lines(campaignLines(context, readAnswer(campaignSchema, answer)));
  return 0;
}
