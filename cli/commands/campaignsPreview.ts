/** `campaigns preview`: how many a definition is for, how many can be written to now, and whether somebody must approve. */
import { campaignPreviewSchema } from '../answers/campaign.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { problemLine } from '../showFailure.ts';
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words, language } = context;
  const file = args.operand();
  const source = await readDefinition(context, file);
  const answer = await ask({ method: 'POST', path: '/v1/campaigns/preview', body: { source, name: file } });
  const { id, reach, heldOut, needsApproval, approvalAbove, problems } = readAnswer(
    campaignPreviewSchema,
    answer,
  );
  for (const problem of problems) await printer.note(problemLine({ ...problem, file }, words));
  if (json) {
    await printer.document(answer);
    return 0;
  }
  if (reach === null) {
    await printer.lines([fill(words.campaigns.byCall, { id })]);
    return 0;
  }
  const { campaigns } = words;
  const figure = (value: number) => count(value, language);
  await printer.lines([
    ...pairs([
      [campaigns.audience, figure(reach.audience)],
      [campaigns.reachable, figure(reach.reachable)],
      ...Object.entries(reach.barred).map(
        ([reason, value]) => [`  ${wordFor(words, 'reason', reason)}`, figure(value)] as const,
      ),
      [campaigns.heldOut, figure(heldOut ?? 0)],
    ]),
    '',
    fill(needsApproval ? campaigns.needsApproval : campaigns.noApproval, { above: figure(approvalAbove) }),
  ]);
  return 0;
}
