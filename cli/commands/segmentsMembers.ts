/** `segments members`: who is in a segment or on a list, page by page; with `--out` as CSV. */
import { readAnswer } from '../answers/read.ts';
import { segmentMembersSchema, type SegmentMember } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { csvLine } from '../export/csv.ts';
import { itemPages } from '../export/itemPages.ts';
import { wholeFile } from '../export/wholeFile.ts';
import { cleanText } from '../text/clean.ts';
import { count, minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const COLUMNS = ['id', 'name', 'stage', 'grade', 'since'] as const;

async function* members(context: CommandContext, most: number): AsyncGenerator<readonly SegmentMember[]> {
  let left = most;
  const path = `/v1/segments/${encodeURIComponent(context.args.operand())}/members`;
  for await (const rows of itemPages(context, path)) {
    const { items } = readAnswer(segmentMembersSchema, { items: rows, next: null });
    yield items.slice(0, left);
    left -= items.length;
    if (left <= 0) return;
  }
}

async function toFile(context: CommandContext, out: string, most: number): Promise<number> {
  let written = 0;
  await wholeFile(context.pathOf(out), async (write) => {
    await write(csvLine(COLUMNS));
    for await (const page of members(context, most)) {
      await write(page.map((one) => csvLine(COLUMNS.map((column) => one[column]))).join(''));
      written += page.length;
    }
  });
  return written;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, language, printer, words } = context;
  const most = args.whole('limit') ?? Number.POSITIVE_INFINITY;
  const out = args.text('out');
  if (out !== undefined) {
    const written = await toFile(context, out, most);
    if (json) await printer.document({ file: context.pathOf(out), members: written });
    else await printer.note(fill(words.customers.exported, { count: count(written, language), file: out }));
    return 0;
  }
  const all: SegmentMember[] = [];
  for await (const page of members(context, most)) all.push(...page);
  if (json) {
    await printer.document({ items: all });
    return 0;
  }
  const { customers } = words;
  const rows = all.map(({ id, name, stage, grade, since }) => [
    cleanText(id),
    cleanText(name ?? ''),
    stage === null ? '' : wordFor(words, 'stage', stage),
    grade ?? '',
    minute(since),
  ]);
  const titles = [customers.id, customers.name, customers.stage, customers.grade, words.segments.since];
  await printer.lines(
    all.length === 0
      ? [customers.nobody]
      : table(
          titles.map((title) => ({ title })),
          rows,
        ),
  );
  return 0;
}
