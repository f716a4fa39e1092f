/** R6: what was unknown is reconciled when the provider's event arrives: whatever left is known as sent. */
import type { Evidence } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

export const worlds = 60;

export function conclude({ arrivable, reconciled, broken }: Evidence): RowResult {
  const share = arrivable === 0 ? 0 : (100 * reconciled) / arrivable;
  return {
    measured: `${share.toFixed(reconciled === arrivable ? 0 : 3)} % (${reconciled} of ${arrivable})`,
    runs: arrivable,
    pass: arrivable > 0 && reconciled === arrivable && broken['not-reconciled'] === 0,
  };
}

export const run = runAlone({ conclude, worlds });
