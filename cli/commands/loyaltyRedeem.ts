/** `loyalty redeem`: points spent, or a redemption given back. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { keyOf, tellPosted } from '../pointsPosted.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask } = context;
  const [points, release, reason] = [args.whole('points'), args.text('release'), args.text('reason')];
  if ((points === undefined) === (release === undefined))
    throw misuse('Give --points to redeem, or --release to give a redemption back.', { field: '--points' });
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/points/redemptions`;
  const told = reason === undefined ? {} : { reason };
  const request =
    release === undefined
      ? { path, body: { points, ...told } }
      : { path: `${path}/release`, body: { operation: release, ...told } };
  return tellPosted(context, await ask({ method: 'POST', ...request, ...keyOf(context) }));
}
