/**
 * `customers export`: all customers, one a line, paged through the API so that any number fits. A file appears under its name
 * only when it is whole.
 */
import { customerFields, fieldsOf } from '../export/fields.ts';
import { csvLine } from '../export/csv.ts';
import { PAGE } from '../export/itemPages.ts';
import { wholeFile } from '../export/wholeFile.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only what paging needs is read: rows are exported as they come. */
function readPage(body: unknown): { readonly rows: readonly Row[]; readonly next: string | null } {
  if (!isRow(body) || !Array.isArray(body['items']) || !body['items'].every(isRow))
    throw failed('unreadable-answer', 'The answer to GET /v1/customers is not a page of customers.');
  const next = body['next'];
  return { rows: body['items'], next: typeof next === 'string' && next !== '' ? next : null };
}

async function* pages({ ask, args }: CommandContext): AsyncGenerator<readonly Row[]> {
  const stage = args.text('stage');
  let cursor: string | null = null;
  do {
    const body: unknown = await ask({
      method: 'GET',
      path: '/v1/customers',
      query: {
        limit: String(PAGE),
        profile: 'true',
        ...(stage === undefined ? {} : { stage }),
        ...(cursor === null ? {} : { cursor }),
      },
    });
    const page = readPage(body);
    if (page.next !== null && page.next === cursor)
      throw failed('unreadable-answer', 'The API answered the same cursor twice; the export would not end.');
    cursor = page.next;
    yield page.rows;
  } while (cursor !== null);
}

/** Lines of one page; the header, where there is one, before the first. */
function formatter(format: string): (rows: readonly Row[]) => string {
  if (format === 'ndjson')
    return (rows) => rows.map((row) => `${JSON.stringify(fieldsOf(row, customerFields(row)))}\n`).join('');
  let fields: readonly string[] | null = null;
  return (rows) => {
    const header = fields === null;
    const known = (fields ??= customerFields(rows[0] ?? {}));
    const lines = rows.map((row) => csvLine(known.map((field) => row[field])));
    return (header ? [csvLine(known), ...lines] : lines).join('');
  };
}

async function exportTo(context: CommandContext, write: (text: string) => Promise<unknown>): Promise<number> {
  const format = formatter(context.args.text('format') ?? 'ndjson');
  let customers = 0;
  for await (const rows of pages(context)) {
    await write(format(rows));
    customers += rows.length;
    if (context.args.text('out') !== undefined)
      context.printer.progress({
        done: 0,
        what: fill(context.words.customers.exporting, { count: count(customers, context.language) }),
      });
  }
  return customers;
}

async function exportToFile(context: CommandContext, file: string): Promise<number> {
  return wholeFile(file, (write) => exportTo(context, write));
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, printer, words, language } = context;
  const out = args.text('out');
  if (out === undefined) {
    await exportTo(context, (text) => printer.raw(text));
    return 0;
  }
  const file = context.pathOf(out);
  const customers = await exportToFile(context, file);
  if (context.json) await printer.document({ file, format: args.text('format') ?? 'ndjson', customers });
  else await printer.note(fill(words.customers.exported, { count: count(customers, language), file }));
  return 0;
}
