/** `webhooks failed`: calls nobody took. */
import * as z from 'zod';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstItems } from '../export/firstItems.ts';
import { count, minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const failedItem = z.looseObject({
  id: z.string(),
  url: z.string().nullable(),
  outcome: z.string(),
  reason: z.string().nullable(),
  tries: z.number(),
  settledAt: z.string().nullable(),
});

/** Which of them: `--since` and `--journey`, as the API takes them. */
export function filterOf({ args }: Pick<CommandContext, 'args'>): Record<string, string> {
  const given = ['since', 'journey'].flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words, language } = context;
  const {
    items,
    rows: found,
    more,
  } = await firstItems(context, '/v1/webhooks/failed', failedItem, filterOf(context));
  if (json) {
    await printer.document({ items: found, more });
    return 0;
  }
  const { failedWebhooks: told, list } = words;
  if (items.length === 0) {
    await printer.note(told.none);
    return 0;
  }
  const columns = [
    { title: told.when },
    { title: told.outcome },
    { title: told.calls, align: 'right' as const },
    ...[told.reason, told.url, told.id].map((title) => ({ title })),
  ];
  const rows = items.map(({ id, url, outcome, reason, tries, settledAt }) => [
    settledAt === null ? list.unknown : minute(settledAt),
    wordFor(words, 'outcome', outcome),
    count(tries, language),
    reason ?? list.unknown,
    url ?? list.unknown,
    id,
  ]);
  await printer.lines(table(columns, rows));
  await printer.note(fill(more ? told.more : told.shown, { shown: items.length }));
  return 0;
}
