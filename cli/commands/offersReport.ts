/** `offers report`: by offer what was granted, redeemed and spent, and what budgets have left. */
import type * as z from 'zod';
import { reportAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, money, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

type Report = z.infer<typeof reportAnswer>;
type Row = Report['items'][number];

function leftOf({ budgets }: Row, currency: string | null, { words, language }: CommandContext): string {
  if (budgets.length === 0) return words.offers.noBudget;
  return budgets
    .map(({ unit, left }) =>
      unit === 'grants'
        ? fill(words.offers.grants, { count: count(left, language) })
        : money(left, currency, language),
    )
    .join(', ');
}

function cells(row: Row, currency: string | null, context: CommandContext): string[] {
  const { language } = context;
  return [
    row.offer,
    ...[row.granted, row.open, row.redeemed].map((value) => count(value, language)),
    row.redemptionRate === null ? '–' : share(row.redemptionRate, language),
    count(row.expired, language),
    money(row.spentMinor, currency, language),
    money(row.heldMinor, currency, language),
    leftOf(row, currency, context),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const journey = args.text('journey');
  const query = journey === undefined ? {} : { journey };
  const answer = await ask({ method: 'GET', path: '/v1/offers/report', query });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items, currency } = readAnswer(reportAnswer, answer);
  const { offers } = words;
  if (items.length === 0) {
    await printer.note(offers.none);
    return 0;
  }
  const figures = [
    offers.granted,
    offers.open,
    offers.redeemed,
    offers.rate,
    offers.expired,
    offers.spent,
    offers.held,
    offers.left,
  ];
  const columns = [{ title: offers.offer }, ...figures.map((title) => ({ title, align: 'right' as const }))];
  await printer.lines(
    table(
      columns,
      items.map((row) => cells(row, currency, context)),
    ),
  );
  return 0;
}
