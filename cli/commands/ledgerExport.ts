/**
 * `ledger export`: every decision with outcome, reason, evidence, feedback and times, one a line. Paged through the API, so that
 * any number fits; a file appears under its name only when it is whole.
 */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { csvLine } from '../export/csv.ts';
import { type ItemRow, itemPages } from '../export/itemPages.ts';
import { type Write, wholeFile } from '../export/wholeFile.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

const FIELDS = [
  'id',
  'customerId',
  'journeyId',
  'journeyVersion',
  'nodeId',
  'class',
  'channel',
  'topic',
  'template',
  'templateVersion',
  'outcome',
  'reason',
  'decidedAt',
  'dueAt',
  'expiresAt',
  'claimedAt',
  'settledAt',
  'tries',
  'costMicroUsd',
  'providerMessageId',
  'settingsVersion',
  'modelVersion',
  'feedback',
  'evidence',
] as const;

function formatter(format: string): (rows: readonly ItemRow[]) => string {
  if (format === 'ndjson') return (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  let begun = false;
  return (rows) => {
    const lines = rows.map((row) => csvLine(FIELDS.map((field) => row[field])));
    const header = begun ? '' : csvLine(FIELDS);
    begun = true;
    return header + lines.join('');
  };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words, language, pathOf } = context;
  const format = args.text('format') ?? 'ndjson';
  const wanted = ['since', 'until', 'journey', 'customer'].flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const formatted = formatter(format);
  let decisions = 0;
  const exportTo = async (write: Write) => {
    for await (const rows of itemPages(context, '/v1/ledger/decisions', Object.fromEntries(wanted))) {
      await write(formatted(rows));
      decisions += rows.length;
    }
  };
  const out = args.text('out');
  if (out === undefined) {
    await exportTo((text) => printer.raw(text));
    return 0;
  }
  const file = pathOf(out);
  await wholeFile(file, exportTo);
  if (json) await printer.document({ file, format, decisions });
  else await printer.note(fill(words.ledgerMore.exported, { count: count(decisions, language), file }));
  return 0;
}
