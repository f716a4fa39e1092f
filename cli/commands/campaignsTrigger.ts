/**
 * `campaigns trigger`: lets customers into a campaign that runs by call. Exit 1 when nobody was let in, now or before under the
 * same key.
 */
import { campaignCallSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { propertiesOf } from '../propertiesOption.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const [campaign = '', ...customers] = args.operands;
  const key = args.text('once');
  const properties = propertiesOf(context);
  const answer = await ask({
    method: 'POST',
    path: `/v1/campaigns/${encodeURIComponent(campaign)}/trigger`,
    body: {
      customers,
      ...(key === undefined ? {} : { key }),
      ...(properties === undefined ? {} : { properties }),
    },
  });
  const { items } = readAnswer(campaignCallSchema, answer);
  if (json) await printer.document(answer);
  else
    await printer.lines(
      items.map(({ customer, outcome }) =>
        fill(words.campaigns.called, { customer, outcome: wordFor(words, 'campaignCall', outcome) }),
      ),
    );
  return items.some(({ outcome }) => outcome === 'entered' || outcome === 'repeated') ? 0 : 1;
}
