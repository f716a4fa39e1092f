/** `guard resume`: goes on sending, once somebody said so. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { failed } from '../failure.ts';
import { printGuard } from './guard.ts';

async function confirm({ args, json, words, surroundings }: CommandContext): Promise<void> {
  if (args.flag('yes')) return;
  const { askPerson } = surroundings;
  const answer = json || askPerson === null ? null : await askPerson(words.guard.ask);
  if (answer?.trim().toLowerCase() !== 'yes') throw failed('not-confirmed', words.guard.stopped);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  await confirm(context);
  const body = { why: context.args.text('why') ?? '' };
  return printGuard(context, await context.ask({ method: 'POST', path: '/v1/sending/guard/resume', body }));
}
