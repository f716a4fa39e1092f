/** R4: nobody is messaged twice. The provider was tried once a claim, and the message left once a decision at most. */
import { type Evidence, sumOf } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

const RULES = ['effects-per-claim', 'effects-per-decision', 'send-without-claim'] as const;

export const worlds = 60;

export function conclude({ checks, broken, effects }: Evidence): RowResult {
  const duplicates = sumOf(broken, RULES);
  return {
    measured: `${duplicates} duplicates in ${effects} messages`,
    runs: sumOf(checks, RULES),
    pass: duplicates === 0 && effects > 0,
  };
}

export const run = runAlone({ conclude, worlds });
