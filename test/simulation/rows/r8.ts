/** R8: consent is never violated: after an opt-out has committed, nothing that asks for consent is claimed. */
import type { Evidence } from '../run/evidence.ts';
import type { RowResult } from '../run/row.ts';
import { runAlone } from './worldsAlone.ts';

export const worlds = 60;

export function conclude({ checks, broken }: Evidence): RowResult {
  return {
    measured: `${broken.consent} of ${checks.consent} claims after an opt-out`,
    runs: checks.consent,
    pass: broken.consent === 0 && checks.consent > 0,
  };
}

export const run = runAlone({ conclude, worlds });
