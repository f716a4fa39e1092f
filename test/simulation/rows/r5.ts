/** R5: nobody is lost. Every person and event that was accepted has one end, and unknown is what a fault made unknowable. */
import { type Evidence, sumOf } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

const OPEN = [
  'lost-event',
  'applied-twice',
  'lost-passage',
  'lost-decision',
  'outcome-untrue',
  'handler-failed',
] as const;

export const worlds = 60;

export function conclude({ checks, broken, customers, events, unknown }: Evidence): RowResult {
  const open = sumOf(broken, OPEN);
  const unexplained = broken['unexplained-unknown'];
  return {
    measured: `${open} open, ${unexplained} unexplained of ${unknown} unknown; ${customers} people, ${events} events`,
    runs: sumOf(checks, OPEN) + checks['unexplained-unknown'],
    pass: open === 0 && unexplained === 0 && customers > 0 && events > 0,
  };
}

export const run = runAlone({ conclude, worlds });
