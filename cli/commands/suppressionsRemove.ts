/** `suppressions remove`: an address may be written to again. Where that is a risk it is said first, and asked for. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { Failure, failed } from '../failure.ts';
import { fill } from '../words/words.ts';
import { reasonWord } from './suppressionsList.ts';

const removedSchema = z.looseObject({ reason: z.string() });

async function removed({ ask, args }: CommandContext, force: boolean): Promise<unknown> {
  const channel = args.text('channel');
  const body = { address: args.operand(), force, ...(channel === undefined ? {} : { channel }) };
  return ask({ method: 'POST', path: '/v1/suppressions/removals', body });
}

/** Asks where the API warns and somebody is there; what they decline, or nobody is there to answer, is refused. */
async function removedAtRisk(context: CommandContext): Promise<unknown> {
  const { words, surroundings, json, args } = context;
  try {
    return await removed(context, args.flag('yes'));
  } catch (failure) {
    const { askPerson } = surroundings;
    const isRisk = failure instanceof Failure && failure.code === 'risky-removal';
    if (!isRisk || askPerson === null || json) throw failure;
    const why = failure.problem.problems?.find(({ path }) => path === 'reason')?.message ?? '';
    const told: Readonly<Record<string, string>> = words.suppression;
    const what = told[`risk-${why}`] ?? '';
    const question = fill(words.suppression.risk, {
      address: args.operand(),
      reason: reasonWord(words, why),
      what,
    });
    const answer = await askPerson(question);
    if (answer?.trim().toLowerCase() !== 'yes') throw failed('not-confirmed', words.suppression.stopped);
    return removed(context, true);
  }
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words } = context;
  const answer = await removedAtRisk(context);
  if (json) await printer.document(answer);
  else {
    const reason = reasonWord(words, readAnswer(removedSchema, answer).reason);
    await printer.note(fill(words.suppression.removed, { address: args.operand(), reason }));
  }
  return 0;
}
