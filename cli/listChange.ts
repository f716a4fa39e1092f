/** `lists add` and `lists remove`: the customers of a file, sent in parts; done again it changes nothing. */
import { readIds } from '../local/import/readIds.ts';
import { listChangedSchema } from './answers/segments.ts';
import { readAnswer } from './answers/read.ts';
import type { ExitCode } from './args/spec.ts';
import type { CommandContext } from './context.ts';
import { misuse } from './failure.ts';
import { cleanText } from './text/clean.ts';
import { count } from './text/format.ts';
import { pairs } from './text/table.ts';
import { usingFile } from './unusableFile.ts';
import { fill } from './words/words.ts';

/** Ids of one call. */
const PART = 1_000;
/** Unknown ids and refused lines that are named to people. */
const NAMED = 10;

interface Sums {
  changed: number;
  unchanged: number;
  readonly unknown: string[];
}

async function sendParts(context: CommandContext, path: string, ids: readonly string[]): Promise<Sums> {
  const sums: Sums = { changed: 0, unchanged: 0, unknown: [] };
  for (let from = 0; from < ids.length; from += PART) {
    const customers = ids.slice(from, from + PART);
    const answer = await context.ask({ method: 'POST', path, body: { customers } });
    const { added = 0, removed = 0, unchanged, unknown } = readAnswer(listChangedSchema, answer);
    sums.changed += added + removed;
    sums.unchanged += unchanged;
    sums.unknown.push(...unknown);
    context.printer.progress({
      done: (from + customers.length) / ids.length,
      what: `${from + customers.length}`,
    });
  }
  return sums;
}

export async function changeListBy(context: CommandContext, how: 'add' | 'remove'): Promise<ExitCode> {
  const { args, json, language, pathOf, printer, words } = context;
  const [list = '', file = ''] = args.operands;
  const { ids, refused } = await usingFile('FILE', () => readIds(pathOf(file), args.text('column') ?? null));
  if (ids.length === 0)
    throw misuse(`${file} names no customer.`, {
      field: 'FILE',
      problems: refused.slice(0, NAMED).map(({ line, problem, remedy }) => ({
        path: 'customer',
        message: `${problem}; ${remedy}`,
        line,
      })),
    });
  const path = `/v1/segments/${encodeURIComponent(list)}/members${how === 'add' ? '' : '/removals'}`;
  const sums = await sendParts(context, path, [...new Set(ids)]);
  const done = how === 'add' ? 'added' : 'removed';
  if (json) {
    await printer.document({
      list,
      [done]: sums.changed,
      unchanged: sums.unchanged,
      unknown: sums.unknown,
      refused,
    });
    return 0;
  }
  const said = words.segments;
  await printer.lines(
    pairs([
      [how === 'add' ? said.added : said.removed, count(sums.changed, language)],
      [words.import.unchanged, count(sums.unchanged, language)],
      [said.unknown, count(sums.unknown.length, language)],
      [words.import.rejected, refused.length === 0 ? null : count(refused.length, language)],
    ]),
  );
  for (const { line, problem, remedy } of refused.slice(0, NAMED))
    await printer.note(fill(said.refusedLine, { line, problem, remedy }));
  if (sums.unknown.length > 0) {
    const names = sums.unknown.slice(0, NAMED).map(cleanText).join(', ');
    await printer.note(fill(said.unknownNamed, { names }));
  }
  return 0;
}
