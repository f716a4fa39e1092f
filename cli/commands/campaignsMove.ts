/** `campaigns submit`, `approve`, `launch`, `pause`, `resume`, `cancel`: one move of a campaign each. */
import { campaignSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { stateLine } from '../draw/campaignLines.ts';

export function moving(move: string): (context: CommandContext) => Promise<ExitCode> {
  return async (context) => {
    const { args, ask, json, printer } = context;
    const note = args.text('note');
    const path = `/v1/campaigns/${encodeURIComponent(args.operand())}/${move}`;
    const answer = await ask({ method: 'POST', path, body: note === undefined ? {} : { note } });
    if (json) await printer.document(answer);
    else await printer.lines([stateLine(context, readAnswer(campaignSchema, answer))]);
    return 0;
  };
}
