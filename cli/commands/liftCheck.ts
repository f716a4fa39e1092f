/** `lift check`: splits people whom nobody treated again and again as experiments do, and counts false alarms. Exit 1 where there are too many. */
import { type AaCheck, aaCheck, type Outcome } from '../../core/experiment/aaCheck.ts';
import { readArm } from '../../local/experiment/readArm.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { unreadable } from '../liftFiles.ts';
import { count, share } from '../text/format.ts';
import { fill } from '../words/words.ts';

const RUNS = 1_000;
const MOST_RUNS = 100_000;

async function outcomesOf({ args, pathOf }: CommandContext): Promise<Outcome[]> {
  const file = args.operand();
  const read = await readArm(pathOf(file), { metric: null, value: args.text('value') ?? null, pre: null });
  if (read.kind === 'unreadable') throw unreadable(read);
  if (read.customers.size < 2)
    throw misuse(`${file} names fewer than two customers.`, {
      field: 'FILE',
      remedy: 'Give a column named customer or id, with a line for each.',
    });
  return Array.from(read.customers, (id, at) => ({ id, value: read.values.post[at] ?? 0 }));
}

function sentence(
  { words, language }: CommandContext,
  { runs, falseAlarms, interval, sound }: AaCheck,
): string {
  const percent = (value: number) => share(value, language);
  return fill(sound ? words.lift.sound : words.lift.unsound, {
    runs: count(runs, language),
    alarms: percent(falseAlarms / runs),
    low: percent(interval[0]),
    high: percent(interval[1]),
  });
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer } = context;
  const runs = args.whole('runs') ?? RUNS;
  if (runs < 1 || runs > MOST_RUNS)
    throw misuse(`--runs is from 1 to ${MOST_RUNS}, not ${runs}.`, { field: '--runs' });
  const outcomes = await outcomesOf(context);
  const check = aaCheck(outcomes, { runs, share: 0.5, seed: args.whole('seed') ?? 1 });
  if (json) await printer.document({ ...check, people: outcomes.length });
  else await printer.lines([sentence(context, check)]);
  return check.sound ? 0 : 1;
}
