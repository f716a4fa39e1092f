/** `send`: one message to one person. Exit 1 when it neither went out nor waits to. */
import { sentSchema } from '../answers/sending.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { fill, wordFor } from '../words/words.ts';

/** Throws `Failure` of code `misuse` for anything but an object. */
function dataOf({ args }: CommandContext): object {
  const text = args.text('payload');
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, like any other text that is no object.
  }
  throw misuse('--payload must be a JSON object.', {
    field: '--payload',
    remedy: `For example --payload '{"order_id":"A-1001"}'.`,
  });
}

const GONE_OR_WAITING = new Set(['sent', 'pending', 'claimed', 'held-out']);

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const [template = ''] = args.operands;
  const options = {
    customer: args.text('customer'),
    address: args.text('to'),
    class: args.text('class'),
    topic: args.text('topic'),
    idempotencyKey: args.text('once'),
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const body = { template, data: dataOf(context), ...given };
  const answer = await ask({ method: 'POST', path: '/v1/messages', body });
  const sent = readAnswer(sentSchema, answer);
  if (json) await printer.document(answer);
  else {
    const outcome = wordFor(words, 'outcome', sent.outcome);
    const reason = sent.reason === null ? '' : ` (${wordFor(words, 'reason', sent.reason)})`;
    const line = sent.repeated ? words.send.repeated : words.send.done;
    await printer.lines([
      fill(line, { template, customer: sent.customer, outcome: outcome + reason, id: sent.id }),
    ]);
  }
  return GONE_OR_WAITING.has(sent.outcome) ? 0 : 1;
}
