/** `tasks`: what people of the shop are to do, most urgent first. */
import { readAnswer } from '../answers/read.ts';
import { type TaskAnswer, taskListSchema } from '../answers/task.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstPage } from '../export/firstPage.ts';
import { misuse } from '../failure.ts';
import { minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const SHOWN_BY_DEFAULT = 20;
const MOST_SHOWN = 1_000;
const LONGEST_REASON = 60;

function queryOf({ args }: CommandContext): {
  readonly query: Record<string, string>;
  readonly limit: number;
} {
  if (args.flag('due') && args.flag('all'))
    throw misuse('--due and --all exclude each other.', { field: '--due', remedy: 'Give one of them.' });
  const limit = args.whole('limit') ?? SHOWN_BY_DEFAULT;
  if (limit < 1 || limit > MOST_SHOWN)
    throw misuse(`--limit is from 1 to ${MOST_SHOWN}.`, {
      field: '--limit',
      remedy: 'Give a number in between.',
    });
  return { query: { show: args.flag('due') ? 'due' : args.flag('all') ? 'all' : 'open' }, limit };
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const signs = Array.from(line);
  return signs.length > LONGEST_REASON ? `${signs.slice(0, LONGEST_REASON - 1).join('')}…` : line;
}

/** What is asked for, the words of a reply, or the cause of a complaint. */
function whyOf({ subject, reason, complaint }: TaskAnswer, { words, language }: CommandContext): string {
  if (subject !== null) return shortened(subject[language]);
  if (reason === null) return words.list.unknown;
  return complaint === null ? shortened(reason) : wordFor(words, 'cause', reason);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words } = context;
  const { query, limit } = queryOf(context);
  const answer = await firstPage(context, '/v1/tasks', query, limit);
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items, total } = readAnswer(taskListSchema, answer);
  const { tasks, list } = words;
  if (items.length === 0) {
    await printer.note(query['show'] === 'due' ? tasks.noneDue : tasks.none);
    return 0;
  }
  const columns = [tasks.due, tasks.state, tasks.about, tasks.customer, tasks.reason, tasks.id].map(
    (title) => ({ title }),
  );
  const rows = items.map((one) => [
    minute(one.dueAt),
    wordFor(words, 'taskState', one.state),
    wordFor(words, 'taskAbout', one.about),
    one.customerName ?? one.customerId ?? list.unknown,
    whyOf(one, context),
    one.id,
  ]);
  await printer.lines(table(columns, rows));
  await printer.note(fill(tasks.shown, { shown: items.length, total }));
  return 0;
}
