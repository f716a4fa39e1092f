/** `export`: everything kept about one person, as one JSON document for them. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { wholeFile } from '../export/wholeFile.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, words, pathOf } = context;
  const customer = args.operand();
  const answer = await ask({ method: 'GET', path: `/v1/customers/${encodeURIComponent(customer)}/export` });
  const out = args.text('out');
  if (out === undefined) {
    await printer.document(answer);
    return 0;
  }
  const file = pathOf(out);
  await wholeFile(file, (write) => write(`${JSON.stringify(answer, null, 2)}\n`));
  if (json) await printer.document({ file, customer });
  else await printer.note(fill(words.erasure.exported, { customer, file }));
  return 0;
}
