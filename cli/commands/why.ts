/** `why`: what was decided for one customer, when and on what evidence, newest first. */
import * as z from 'zod';
import { journeyIdOf } from '../../core/campaign/definition.ts';
import { evidenceSchema } from '../answers/decision.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { feedbackLine, feedbackSchema } from '../draw/feedbackLine.ts';
import { gateLadder } from '../draw/gateLadder.ts';
import { misuse } from '../failure.ts';
import { minute } from '../text/format.ts';
import { fill, wordFor } from '../words/words.ts';

const whySchema = z.array(
  z.looseObject({
    at: z.string(),
    what: z.string(),
    decision: z.string().nullish(),
    reason: z.string().nullish(),
    feedback: feedbackSchema.nullish(),
    evidence: z.union([evidenceSchema, z.string(), z.null()]).optional(),
  }),
);
type Entry = z.output<typeof whySchema>[number];

function entryLines({ words, language, printer }: CommandContext, entry: Entry): string[] {
  const { at, what, decision, reason, feedback, evidence } = entry;
  const cameBack = feedbackLine(feedback, words);
  // A fact is told by its kind already.
  const isOutcome = decision && !what.startsWith(decision);
  const verdict = isOutcome ? wordFor(words, 'outcome', decision) : null;
  const because = reason ? wordFor(words, 'reason', reason) : null;
  const head = [verdict, because].filter((part) => part !== null).join(words.list.colon);
  return [
    `${minute(at)}  ${printer.paint.strong(what)}${head === '' ? '' : `  ${head}`}`,
    ...(cameBack === null ? [] : [`  ${cameBack}`]),
    ...(typeof evidence === 'string'
      ? [`  ${evidence}`]
      : gateLadder(evidence ?? null, words, language, '  ')),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, words } = context;
  const customer = args.operand();
  const campaign = args.text('campaign');
  if (campaign !== undefined && args.text('journey') !== undefined)
    throw misuse('--journey and --campaign exclude each other.', {
      field: '--campaign',
      remedy: 'Give one of them.',
    });
  const journey = campaign === undefined ? args.text('journey') : journeyIdOf(campaign);
  const answer = await ask({
    method: 'GET',
    path: `/v1/why/${encodeURIComponent(customer)}`,
    ...(journey === undefined ? {} : { query: { journey } }),
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const entries = readAnswer(whySchema, answer);
  if (entries.length === 0) await printer.note(fill(words.why.none, { customer }));
  else await printer.lines(entries.flatMap((entry) => entryLines(context, entry)));
  return 0;
}
