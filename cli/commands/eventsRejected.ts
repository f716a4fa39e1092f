/** `events rejected`: what was sent and could not be applied, so that nothing is lost in silence. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstPage } from '../export/firstPage.ts';
import { misuse } from '../failure.ts';
import { minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const SHOWN_BY_DEFAULT = 20;
const MOST_SHOWN = 1_000;

const rejectedSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      receivedAt: z.string(),
      source: z.string(),
      messageId: z.string().nullish(),
      code: z.string(),
      field: z.string(),
      applied: z.boolean(),
    }),
  ),
  total: z.number(),
});

function limitOf({ args }: CommandContext): number {
  const limit = args.whole('limit') ?? SHOWN_BY_DEFAULT;
  if (limit >= 1 && limit <= MOST_SHOWN) return limit;
  throw misuse(`--limit is from 1 to ${MOST_SHOWN}.`, {
    field: '--limit',
    remedy: 'Give a number in between.',
  });
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words } = context;
  const answer = await firstPage(context, '/v1/events/rejected', {}, limitOf(context));
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items, total } = readAnswer(rejectedSchema, answer);
  const { rejected, list } = words;
  if (items.length === 0) {
    await printer.note(rejected.none);
    return 0;
  }
  const { received, source, message, problem, field, rest } = rejected;
  const columns = [received, source, message, problem, field, rest].map((title) => ({ title }));
  const rows = items.map((one) => [
    minute(one.receivedAt),
    one.source,
    one.messageId ?? list.unknown,
    wordFor(words, 'finding', one.code),
    one.field === '' ? list.unknown : one.field,
    one.applied ? rejected.applied : rejected.refused,
  ]);
  await printer.lines(table(columns, rows));
  await printer.note(fill(rejected.shown, { shown: items.length, total }));
  return 0;
}
