/** What the two kinds of redrive share: which records are asked for, page by page, and how the answer is told. */
import * as z from 'zod';
import { readAnswer } from './answers/read.ts';
import type { ExitCode } from './args/spec.ts';
import type { CommandContext } from './context.ts';
import { failed, misuse } from './failure.ts';
import { count } from './text/format.ts';
import { fill, wordFor } from './words/words.ts';

/** Most ids of one request. */
const PAGE = 1_000;

const redriven = z.looseObject({ id: z.string(), state: z.string() });
const pageSchema = z.looseObject({ items: z.array(redriven), next: z.string().nullable() });
type Redriven = z.output<typeof redriven>;

/** Records by id, or all that fit. Throws `Failure` where neither or both are named. */
async function redrive(
  { args, ask }: CommandContext,
  path: string,
  filter: Readonly<Record<string, string>>,
): Promise<Redriven[]> {
  const ids = args.operands;
  const isAll = args.flag('all');
  if (isAll === ids.length > 0)
    throw misuse('Name records by their ids, or say --all.', { remedy: 'Give one of the two.' });
  if (!isAll && Object.keys(filter).length > 0)
    throw misuse('--since and --journey go with --all.', { remedy: 'Leave them out, or say --all.' });
  const items: Redriven[] = [];
  for (let from = 0; from < ids.length; from += PAGE) {
    const body = { ids: ids.slice(from, from + PAGE) };
    items.push(...readAnswer(pageSchema, await ask({ method: 'POST', path, body })).items);
  }
  let cursor: string | null = isAll ? '' : null;
  while (cursor !== null) {
    const body = { all: true, ...filter, ...(cursor === '' ? {} : { cursor }) };
    const page: z.output<typeof pageSchema> = readAnswer(
      pageSchema,
      await ask({ method: 'POST', path, body }),
    );
    items.push(...page.items);
    if (page.next !== null && page.next === cursor)
      throw failed('unreadable-answer', 'The API answered the same cursor twice; the list would not end.');
    cursor = page.next;
  }
  return items;
}

/** Redrives and says what became of each. Exit 1 where one that was named is not taken up again. */
export async function runRedrive(
  context: CommandContext,
  path: string,
  done: string,
  filter: Readonly<Record<string, string>> = {},
): Promise<ExitCode> {
  const { args, json, printer, words, language } = context;
  const items = await redrive(context, path, filter);
  const others = items.filter(({ state }) => state !== 'redriven');
  const taken = items.length - others.length;
  const ending = others.length > 0 && !args.flag('all') ? 1 : 0;
  if (json) {
    await printer.document({ items });
    return ending;
  }
  if (items.length === 0) {
    await printer.note(words.redrive.none);
    return 0;
  }
  await printer.lines([
    ...others.map(({ id, state }) =>
      fill(words.redrive.not, { id, why: wordFor(words, 'redriveState', state) }),
    ),
    ...(taken > 0 ? [fill(done, { count: count(taken, language) })] : []),
  ]);
  return ending;
}
