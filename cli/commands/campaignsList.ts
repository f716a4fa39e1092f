/** `campaigns list`: every campaign, with its state and when it runs next. */
import { campaignListSchema } from '../answers/campaign.ts';
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstPage } from '../export/firstPage.ts';
import { count, minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

const MOST_SHOWN = 1_000;

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words, language } = context;
  const answer = await firstPage(context, '/v1/campaigns', {}, MOST_SHOWN);
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(campaignListSchema, answer);
  if (items.length === 0) {
    await printer.note(words.campaigns.none);
    return 0;
  }
  const { id, name, state, size, next } = words.campaigns;
  const columns = [
    { title: id },
    { title: name },
    { title: state },
    { title: size, align: 'right' as const },
    { title: next },
  ];
  const rows = items.map((one) => [
    one.id,
    textIn(one.name, language),
    wordFor(words, 'campaignState', one.state),
    one.size === null ? words.list.unknown : count(one.size, language),
    one.next === null ? words.list.unknown : minute(one.next.startsAt),
  ]);
  await printer.lines(table(columns, rows));
  return 0;
}
