/** R7: the sends ledger balances at every commit: accepted, counted from its rows, is the sum of the outcomes. */
import { type Evidence, sumOf } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

const RULES = ['balance', 'outcome-went-back'] as const;
const FEWEST_CHECKS = 1_000_000;

export const worlds = 180;

export function conclude({ checks, broken }: Evidence): RowResult {
  const made = sumOf(checks, RULES);
  const wrong = sumOf(broken, RULES);
  return {
    measured: `${made.toLocaleString('en-US')} checks, ${wrong} broken`,
    runs: made,
    pass: wrong === 0 && made >= FEWEST_CHECKS,
  };
}

export const run = runAlone({ conclude, worlds });
