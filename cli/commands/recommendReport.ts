/** `recommend report`: what came of what was recommended in messages. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, decimal, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const counts = z.looseObject({ shown: z.number(), clicked: z.number(), bought: z.number() });
const named = z.array(counts.extend({ name: z.string() }));
const lift = z.looseObject({
  difference: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  relative: z.looseObject({ lift: z.number() }).nullable(),
});

const reportSchema = z.looseObject({
  at: z.string(),
  exploreShare: z.number(),
  purchaseDays: z.number(),
  customers: z.number(),
  lists: z.number(),
  withChance: z.number(),
  chosen: counts,
  byChance: counts,
  clicks: lift,
  purchases: lift,
  slots: named,
  methods: named,
  kinds: named,
});
type Report = z.output<typeof reportSchema>;
type Counts = z.output<typeof counts>;

function rowOf({ language }: CommandContext, name: string, { shown, clicked, bought }: Counts): string[] {
  const of = (some: number) =>
    shown === 0 ? '' : `${count(some, language)} (${share(some / shown, language, 1)})`;
  return [name, count(shown, language), of(clicked), of(bought)];
}

function liftLine({ words, language }: CommandContext, what: string, found: z.output<typeof lift>): string {
  const { picks } = words;
  if (found.difference === null || found.interval === null) return fill(picks.noLift, { what });
  const points = (value: number) => decimal(value * 100, language, 2);
  const [low, high] = found.interval;
  return fill(picks.lift, {
    what,
    points: points(found.difference),
    low: points(low),
    high: points(high),
  });
}

function rowsOf(context: CommandContext, report: Report): string[][] {
  const { words } = context;
  const { picks } = words;
  return [
    rowOf(context, picks.chosen, report.chosen),
    rowOf(context, picks.byChance, report.byChance),
    ...report.slots.map((one) => rowOf(context, wordFor(words, 'pickSlot', one.name), one)),
    ...report.methods.map((one) => rowOf(context, wordFor(words, 'recommendBy', one.name), one)),
    ...report.kinds.map((one) => rowOf(context, wordFor(words, 'pickKind', one.name), one)),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words, language } = context;
  const answer = await ask({ method: 'GET', path: '/v1/recommendations/report' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { picks } = words;
  const report = readAnswer(reportSchema, answer);
  const { lists, customers, withChance, purchaseDays } = report;
  if (lists === 0) {
    await printer.lines([picks.none]);
    return 0;
  }
  const told = {
    lists: count(lists, language),
    customers: count(customers, language),
    withChance: count(withChance, language),
  };
  const columns = [picks.items, picks.shown, picks.clicked, fill(picks.bought, { days: purchaseDays })];
  await printer.lines([
    fill(picks.about, told),
    '',
    ...table(
      columns.map((title, place) => ({ title, align: place === 0 ? ('left' as const) : ('right' as const) })),
      rowsOf(context, report),
    ),
    '',
    liftLine(context, picks.clicks, report.clicks),
    liftLine(context, picks.purchases, report.purchases),
  ]);
  return 0;
}
