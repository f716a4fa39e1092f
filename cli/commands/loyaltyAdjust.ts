/** `loyalty adjust`: points given or taken away by hand. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { keyOf, tellPosted } from '../pointsPosted.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask } = context;
  const points = Number(args.text('points'));
  if (!Number.isInteger(points) || points === 0)
    throw misuse('--points is a whole number that is not 0.', {
      field: '--points',
      remedy: 'Write 200 or -200.',
    });
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/points`;
  const body = { kind: 'adjust', points, reason: args.text('reason') ?? '' };
  return tellPosted(context, await ask({ method: 'POST', path, body, ...keyOf(context) }));
}
