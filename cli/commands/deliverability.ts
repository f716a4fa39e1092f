/** `deliverability`: what became of mails, by mailbox provider; rates with their counts. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const figure = z.number();
const rate = z.number().nullable();
const rowSchema = z.looseObject({
  provider: z.string(),
  sent: figure,
  delivered: figure,
  hardBounces: figure,
  softBounces: figure,
  complaints: figure,
  opened: figure,
  clicked: figure,
  rates: z.looseObject({
    delivered: rate,
    hardBounces: rate,
    softBounces: rate,
    complaints: rate,
    opened: rate,
    clicked: rate,
  }),
});
const answerSchema = z.looseObject({
  since: z.string(),
  until: z.string(),
  hasEvents: z.boolean(),
  providers: z.array(rowSchema),
  total: rowSchema,
});
type Row = z.infer<typeof rowSchema>;

/** A complaint in a thousand matters: rates have two digits behind the point. */
const DIGITS = 2;

function cells(row: Row, { words, language }: CommandContext): string[] {
  const told = (value: number, of: number | null) =>
    of === null || value === 0
      ? count(value, language)
      : fill(words.deliverability.figure, {
          count: count(value, language),
          rate: share(of, language, DIGITS),
        });
  const { rates } = row;
  return [
    wordFor(words, 'mailbox', row.provider),
    count(row.sent, language),
    told(row.delivered, rates.delivered),
    told(row.hardBounces, rates.hardBounces),
    told(row.softBounces, rates.softBounces),
    told(row.complaints, rates.complaints),
    told(row.opened, rates.opened),
    told(row.clicked, rates.clicked),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words, language } = context;
  const days = args.whole('days');
  const query = days === undefined ? {} : { days: String(days) };
  const answer = await ask({ method: 'GET', path: '/v1/deliverability', query });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { since, until, hasEvents, providers, total } = readAnswer(answerSchema, answer);
  const { deliverability } = words;
  if (providers.length === 0) {
    await printer.lines([fill(deliverability.nothing, { since, until })]);
    return 0;
  }
  const { provider, sent, delivered, hard, soft, complaints, opened, clicked } = deliverability;
  const right = [sent, delivered, hard, soft, complaints, opened, clicked].map((title) => ({
    title,
    align: 'right' as const,
  }));
  const rows = [...providers, ...(providers.length > 1 ? [total] : [])].map((row) => cells(row, context));
  const none = fill(deliverability.none, { since, until, sent: count(total.sent, language) });
  await printer.lines([
    hasEvents ? fill(deliverability.period, { since, until }) : none,
    '',
    ...table([{ title: provider }, ...right], rows),
  ]);
  return 0;
}
