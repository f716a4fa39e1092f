/** `campaigns report`: what became of a campaign, and what it brought against its holdout. */
import { campaignReportSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { campaignReportLines } from '../draw/campaignReport.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const path = `/v1/campaigns/${encodeURIComponent(args.operand())}/report`;
  const answer = await ask({ method: 'GET', path });
  if (json) await printer.document(answer);
  else await printer.lines(campaignReportLines(context, readAnswer(campaignReportSchema, answer)));
  return 0;
}
