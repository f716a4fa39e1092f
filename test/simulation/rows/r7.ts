/** R7: the sends ledger balances at every commit: accepted, counted from its rows, is the sum of the outcomes. */
import { type Evidence, isLost, sumOf } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

const RULES = ['balance', 'outcome-went-back'] as const;
const FEWEST_CHECKS = 1_000_000;

export const worlds = 180;

/** Worlds that were cut short because they fail need not show as many. */
export function conclude(evidence: Evidence): RowResult {
  const { checks, broken } = evidence;
  const made = sumOf(checks, RULES);
  const wrong = sumOf(broken, RULES);
  return {
    measured: `${made.toLocaleString('en-US')} checks, ${wrong} broken`,
    runs: made,
    pass: wrong === 0 && (made >= FEWEST_CHECKS || isLost(evidence)),
  };
}

export const run = runAlone({ conclude, worlds });
