/** `recommend for`: what to show one customer next, with the reasons. */
import { type RecommendationsAnswer, recommendationsSchema } from '../answers/recommendations.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { day, decimal } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const ASKED = ['slot', 'k', 'category', 'min-price', 'max-price', 'min-margin', 'per-category'] as const;

function queryOf({ args }: CommandContext): Record<string, string> {
  const named = ASKED.flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(named), ...(args.flag('dropped') ? { dropped: 'true' } : {}) };
}

type Item = RecommendationsAnswer['items'][number];

/** The item and its figures in a line, its first reason behind, every further one below. */
function rowsOf(
  { words, language }: CommandContext,
  { item, name, score, method, because }: Item,
): string[][] {
  const [first = '', ...more] = because.map(({ text }) => cleanText(text[language]));
  const row = [
    cleanText(item),
    cleanText(name[language]),
    decimal(score, language, 3),
    wordFor(words, 'recommendBy', method),
    first,
  ];
  return [row, ...more.map((text) => ['', '', '', '', text])];
}

async function show(context: CommandContext, answer: RecommendationsAnswer): Promise<void> {
  const { printer, words, language } = context;
  const { nextBest } = words;
  const { customer, at, items, dropped, failure } = answer;
  const told = { customer: cleanText(customer), at: day(at) };
  if (items.length === 0) await printer.lines([fill(nextBest.nothing, told)]);
  else {
    const columns = [
      { title: nextBest.item },
      { title: nextBest.name },
      { title: nextBest.score, align: 'right' as const },
      { title: nextBest.by },
      { title: nextBest.because },
    ];
    const rows = items.flatMap((one) => rowsOf(context, one));
    await printer.lines([fill(nextBest.for, told), '', ...table(columns, rows)]);
  }
  if (dropped.length > 0) {
    const rows = dropped.map(({ item, name, why }) => [
      cleanText(item),
      cleanText(name[language]),
      wordFor(words, 'dropReason', why),
    ]);
    const columns = [nextBest.item, nextBest.name, nextBest.why].map((title) => ({ title }));
    await printer.lines(['', nextBest.dropped, ...table(columns, rows)]);
  }
  if (failure !== null)
    await printer.note(fill(nextBest.failed, { at: day(failure.at), cause: failure.cause }));
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/recommendations`;
  const answer = await ask({ method: 'GET', path, query: queryOf(context) });
  if (json) await printer.document(answer);
  else await show(context, readAnswer(recommendationsSchema, answer));
  return 0;
}
