/** The first items of a list of the API, as many as a command shows. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { type ItemRow, itemPages } from './itemPages.ts';

const SHOWN_BY_DEFAULT = 20;
const MOST_SHOWN = 1_000;

export interface FirstItems<Item> {
  readonly items: readonly Item[];
  /** The same as they came, for `--json`. */
  readonly rows: readonly ItemRow[];
  /** Whether the list goes on behind them. */
  readonly more: boolean;
}

/** As many as `--limit` says. Throws `Failure` where that is out of range, or the answer is none of a list. */
export async function firstItems<Item>(
  context: Pick<CommandContext, 'args' | 'ask'>,
  path: string,
  item: z.ZodType<Item>,
  query: Readonly<Record<string, string>> = {},
): Promise<FirstItems<Item>> {
  const limit = context.args.whole('limit') ?? SHOWN_BY_DEFAULT;
  if (limit < 1 || limit > MOST_SHOWN)
    throw misuse(`--limit is from 1 to ${MOST_SHOWN}.`, {
      field: '--limit',
      remedy: 'Give a number in between.',
    });
  const found: ItemRow[] = [];
  for await (const page of itemPages(context, path, query)) {
    found.push(...page);
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit);
  return { rows, items: readAnswer(z.array(item), rows), more: found.length > limit };
}
