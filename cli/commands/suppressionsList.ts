/** `suppressions list`: addresses that are not to be written to, and why. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstPage } from '../export/firstPage.ts';
import { misuse } from '../failure.ts';
import { minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill } from '../words/words.ts';

const SHOWN_BY_DEFAULT = 50;
const MOST_SHOWN = 1_000;

const listSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      channel: z.string().nullable(),
      address: z.string().nullable(),
      hash: z.string(),
      reason: z.string(),
      at: z.string(),
      source: z.string(),
    }),
  ),
});

export function reasonWord(words: CommandContext['words'], reason: string): string {
  const known: Readonly<Record<string, string>> = words.suppression;
  return known[reason] ?? reason;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words } = context;
  const limit = args.whole('limit') ?? SHOWN_BY_DEFAULT;
  if (limit < 1 || limit > MOST_SHOWN)
    throw misuse(`--limit is from 1 to ${MOST_SHOWN}.`, {
      field: '--limit',
      remedy: 'For all of them: perennial suppressions export.',
    });
  const answer = await firstPage(context, '/v1/suppressions', {}, limit);
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(listSchema, answer);
  const told = words.suppression;
  if (items.length === 0) {
    await printer.note(told.none);
    return 0;
  }
  const columns = [told.channel, told.address, told.reason, told.at, told.source].map((title) => ({ title }));
  const rows = items.map(({ channel, address, hash, reason, at, source }) => [
    channel ?? words.list.unknown,
    address ?? hash,
    reasonWord(words, reason),
    minute(at),
    source,
  ]);
  await printer.lines(table(columns, rows));
  await printer.note(fill(told.shown, { shown: items.length }));
  return 0;
}
