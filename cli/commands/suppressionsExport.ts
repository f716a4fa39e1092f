/** `suppressions export`: the suppression list as CSV that `suppressions import` takes back. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { csvLine } from '../export/csv.ts';
import { itemPages } from '../export/itemPages.ts';
import { type Write, wholeFile } from '../export/wholeFile.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

const FIELDS = ['channel', 'address', 'reason', 'at', 'source'] as const;

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words, language, pathOf } = context;
  let addresses = 0;
  const exportTo = async (write: Write) => {
    await write(csvLine(FIELDS));
    for await (const rows of itemPages(context, '/v1/suppressions')) {
      const lines = rows.map((row) => {
        const known = row['address'] !== null && row['address'] !== undefined;
        const full = known ? row : { ...row, channel: null, address: row['hash'] };
        const cells: Readonly<Record<string, unknown>> = full;
        return csvLine(FIELDS.map((field) => cells[field]));
      });
      await write(lines.join(''));
      addresses += rows.length;
    }
  };
  const out = args.text('out');
  if (out === undefined) {
    await exportTo((text) => printer.raw(text));
    return 0;
  }
  const file = pathOf(out);
  await wholeFile(file, exportTo);
  if (json) await printer.document({ file, addresses });
  else await printer.note(fill(words.suppression.exported, { count: count(addresses, language), file }));
  return 0;
}
