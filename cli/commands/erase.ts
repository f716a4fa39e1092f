/**
 * `erase`: everything about one person goes. Asked for once more where somebody is there to ask; elsewhere only with --yes.
 * `--list` shows what was erased when, which names nobody.
 */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed, misuse } from '../failure.ts';
import { count, minute } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill } from '../words/words.ts';

const list = z.array(z.unknown());
const exportSchema = z.looseObject({
  customer: z.string().nullable(),
  ids: list,
  addresses: list,
  orders: list,
  decisions: list,
  history: list,
  tasks: list,
  elsewhere: z.record(z.string(), list),
});
const erasureSchema = z.looseObject({
  hash: z.string(),
  at: z.string(),
  by: z.string(),
  state: z.enum(['erased', 'under-way']),
  erased: z.record(z.string(), z.number()),
});

async function showList({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/erasures' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(z.looseObject({ items: z.array(erasureSchema) }), answer);
  const told = words.erasure;
  if (items.length === 0) {
    await printer.note(told.none);
    return 0;
  }
  const columns = [told.at, told.by, told.hash, told.state, told.records].map((title) => ({ title }));
  const rows = items.map(({ at, by, hash, state, erased }) => [
    minute(at),
    by,
    hash,
    told[state],
    count(
      Object.values(erased).reduce((sum, one) => sum + one, 0),
      language,
    ),
  ]);
  await printer.lines(table(columns, rows));
  return 0;
}

function pathOf({ args }: CommandContext): string {
  return `/v1/customers/${encodeURIComponent(args.operand())}`;
}

/** Throws `Failure` where nobody confirms it. */
async function confirm(context: CommandContext): Promise<void> {
  const { ask, args, words, printer, json, language, surroundings } = context;
  if (args.flag('yes')) return;
  const { askPerson } = surroundings;
  if (askPerson === null || json)
    throw misuse(words.erasure.unasked, { field: '--yes', remedy: words.erasure.confirm });
  const known = readAnswer(exportSchema, await ask({ method: 'GET', path: `${pathOf(context)}/export` }));
  const customer = known.customer ?? args.operand();
  const number = (items: readonly unknown[]) => count(items.length, language);
  const { ids, addresses, orders, decisions, history, tasks } = known;
  await printer.note(
    fill(words.erasure.about, {
      customer,
      ids: number(ids),
      addresses: number(addresses),
      orders: number(orders),
      decisions: number(decisions),
      history: number(history),
      tasks: number(tasks),
      elsewhere: number(Object.values(known.elsewhere).flat()),
    }),
  );
  const answer = await askPerson(fill(words.erasure.ask, { customer }));
  if (answer?.trim() !== customer) throw failed('not-confirmed', words.erasure.stopped);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, words, language, surroundings } = context;
  if (args.flag('list')) return showList(context);
  if (args.operands.length === 0)
    throw misuse('"erase" needs CUSTOMER, or --list.', {
      field: 'CUSTOMER',
      remedy: 'perennial erase --help',
    });
  await confirm(context);
  const by = surroundings.environment['USER'] ?? 'command line';
  const answer = await ask({ method: 'POST', path: `${pathOf(context)}/erasure`, body: { by } });
  const { state, erased } = readAnswer(erasureSchema, answer);
  if (json) await printer.document(answer);
  else {
    const told: Readonly<Record<string, string>> = words.erasure;
    const gone = Object.entries(erased).filter(([, number]) => number > 0);
    await printer.lines(pairs(gone.map(([what, number]) => [told[what] ?? what, count(number, language)])));
    await printer.note(state === 'erased' ? words.erasure.done : words.erasure.underWay);
  }
  return 0;
}
