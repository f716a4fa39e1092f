/** `customers list`: the first customers that match, with stage and value. */
import { type CustomerRow, customerPageSchema } from '../answers/customer.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstPage } from '../export/firstPage.ts';
import { misuse } from '../failure.ts';
import { count, day, decimal, money, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const SHOWN_BY_DEFAULT = 20;
/** More is `customers export`. */
const MOST_SHOWN = 1_000;

function limitOf({ args }: CommandContext): number {
  const limit = args.whole('limit') ?? SHOWN_BY_DEFAULT;
  if (limit >= 1 && limit <= MOST_SHOWN) return limit;
  throw misuse(`--limit is from 1 to ${MOST_SHOWN}.`, {
    field: '--limit',
    remedy: 'For all customers use `perennial customers export`.',
  });
}

function cells({ words, language, printer }: CommandContext, row: CustomerRow): string[] {
  const unknown = words.list.unknown;
  const shown = (value: number | null | undefined, write: (value: number) => string) =>
    typeof value === 'number' ? write(value) : unknown;
  return [
    row.id,
    row.name ?? unknown,
    row.stage
      ? printer.paint.chip(row.stage, wordFor(words, 'stage', row.stage))
      : words.customers.notEvaluated,
    row.grade ?? unknown,
    row.rfmGroup ? wordFor(words, 'group', row.rfmGroup) : unknown,
    shown(row.orders, (value) => count(value, language)),
    row.lastOrder ? day(row.lastOrder) : unknown,
    shown(row.pActive, (value) => share(value, language)),
    shown(row.expectedOrders, (value) => decimal(value, language)),
    shown(row.valueMinor, (value) => money(value, row.currency ?? null, language)),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words } = context;
  const stage = args.text('stage');
  const search = args.text('search');
  const query = {
    ...(stage === undefined ? {} : { stage }),
    ...(search === undefined ? {} : { search }),
  };
  const answer = await firstPage(context, '/v1/customers', query, limitOf(context));
  if (context.json) {
    await printer.document(answer);
    return 0;
  }
  const page = readAnswer(customerPageSchema, answer);
  if (page.items.length === 0) {
    await printer.note(words.customers.nobody);
    return 0;
  }
  const {
    id,
    name,
    stage: stageTitle,
    grade,
    group,
    orders,
    lastOrder,
    active,
    expected,
    value,
  } = words.customers;
  const left = [id, name, stageTitle, grade, group].map((title) => ({ title }));
  const right = [orders, lastOrder, active, expected, value].map((title) => ({
    title,
    align: 'right' as const,
  }));
  await printer.lines(
    table(
      [...left, ...right],
      page.items.map((row) => cells(context, row)),
    ),
  );
  // The total counts everybody, whatever was asked for.
  const all = stage === undefined && search === undefined;
  if (all && page.items.length < page.total)
    await printer.note(fill(words.list.shown, { shown: page.items.length, total: page.total }));
  return 0;
}
