/** Commands that name a file of this machine: a system elsewhere cannot read it. */
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { isLoopback } from './isLoopback.ts';

/** Throws `Failure` of code `misuse` where --remote is another machine. */
export function refuseFileElsewhere({ args }: CommandContext, command: string): void {
  const remote = args.text('remote');
  if (remote === undefined || isLoopback(new URL(remote))) return;
  throw misuse(`"${command}" reads a file of this machine, which the system at --remote cannot.`, {
    field: '--remote',
    remedy: 'Import into a data folder of this machine.',
  });
}
