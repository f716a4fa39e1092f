/** `parked`: what failed five times and waits for a person. */
import * as z from 'zod';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { firstItems } from '../export/firstItems.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const parkedItem = z.looseObject({
  kind: z.string(),
  id: z.string(),
  customerId: z.string().nullable(),
  error: z.string(),
});

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words } = context;
  const { items, rows: found, more } = await firstItems(context, '/v1/parked', parkedItem);
  if (json) {
    await printer.document({ items: found, more });
    return 0;
  }
  const { parked } = words;
  if (items.length === 0) {
    await printer.note(parked.none);
    return 0;
  }
  const columns = [parked.kind, parked.customer, parked.id, parked.error].map((title) => ({ title }));
  const rows = items.map(({ kind, id, customerId, error }) => [
    wordFor(words, 'parkedKind', kind),
    customerId ?? words.list.unknown,
    id,
    error.replaceAll(/\s+/g, ' '),
  ]);
  await printer.lines(table(columns, rows));
  await printer.note(fill(more ? parked.more : parked.shown, { shown: items.length }));
  return 0;
}
