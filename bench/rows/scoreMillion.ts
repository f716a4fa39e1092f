/** P(alive), expected orders and order value of a million customers on one core: median of five fresh processes, from file to result. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { medianOfFresh } from '../medianOfFresh.ts';
import { requireAtLeast, type Row } from '../row.ts';
import { writeSummary } from '../valueInput.ts';
import { withFolder } from '../withFolder.ts';

const CUSTOMERS = 1_000_000;
const BAR_SECONDS = 0.5;
const MODELS = [
  { model: 'mbg-nbd', params: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } },
  { model: 'gamma-gamma', params: { p: 6.25, q: 3.744, gamma: 15.44 } },
];

export const scoreMillion: Row = {
  name: 'score-million',
  bar: '≤ 0.5 s for 1,000,000 customers on one core, the reading of their file included',
  durability: 'memory',
  growth: 'O(customers); what depends on x and T alone once for each pair',
  run: ({ input }) =>
    withFolder(async (folder) => {
      const file = input ?? join(folder, 'customers.csv');
      if (input === null)
        await writeSummary(file, { customers: CUSTOMERS, wonFromDays: 730, wonToDays: 1, seed: 7 });
      const params = join(folder, 'params.json');
      await writeFile(params, JSON.stringify(MODELS));
      const { seconds, outcome, peakMb, least, most } = await medianOfFresh('valueWork', [
        'score',
        'mbg-nbd',
        file,
        params,
      ]);
      if (input === null) requireAtLeast('customers', outcome['customers'] ?? 0, CUSTOMERS);
      return {
        input: { customers: outcome['customers'] ?? 0 },
        outcome,
        seconds,
        figure: seconds,
        unit: 's',
        met: seconds <= BAR_SECONDS,
        also: { 'least, s': least, 'most, s': most, 'peak of a process, MB': peakMb },
      };
    }),
};
