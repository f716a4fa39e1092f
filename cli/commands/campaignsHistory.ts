/** `campaigns history`: campaigns of the past, all in a table or one at length. */
import { campaignHistoryAnswer } from '../../core/campaign/historyAnswer.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { historyLines, historyTable } from '../draw/campaignHistoryLines.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const [campaign] = args.operands;
  const answer = await ask({
    method: 'GET',
    path: '/v1/campaigns/history',
    query: campaign === undefined ? {} : { campaign },
    onProgress: printer.progress,
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { currency, items } = readAnswer(campaignHistoryAnswer, answer);
  const [only] = items;
  await printer.lines(
    campaign === undefined || only === undefined
      ? historyTable(items, context, currency)
      : historyLines(only, context, currency),
  );
  return 0;
}
