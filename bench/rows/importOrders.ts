/** One million rows of CSV into a fresh workspace, through the job a user's command runs. */
import { join } from 'node:path';
import * as z from 'zod';
import { writeOrdersCsv } from '../../local/demo/writeOrdersCsv.ts';
import { importOrderFile } from '../../local/jobs/importOrderFile.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const ROWS = 1_000_000;
const SHOP = { seed: 7, customers: 100_000, orders: ROWS, from: Date.UTC(2025, 0, 1), days: 600 };
const report = z.object({ accepted: z.number(), duplicates: z.number(), rejected: z.number() });

/** Rows per second must not be lower, on two cores. */
const BAR_ROWS_PER_SECOND = 50_000;

export const importOrders: Row = {
  name: 'import-orders',
  bar: '≥ 50,000 rows/s, memory flat in the file’s size',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(n log n) in rows through the indexes; memory O(1)',
  run: ({ input }) =>
    withFolder(async (folder) => {
      const file = input ?? join(folder, 'orders.csv');
      if (input === null) await writeOrdersCsv(file, SHOP);
      const body = { file, map: 'customer=customer,date=date,amount=amount', currency: 'USD' };
      const context = { dataDir: folder, workspace: 'main', body, onProgress: () => {} };
      const { seconds, result } = await timed(() => importOrderFile(context));
      const { accepted, duplicates, rejected } = report.parse(result);
      const rows = accepted + duplicates + rejected;
      if (input === null) requireAtLeast('rows', accepted, ROWS);
      const figure = rows / seconds;
      const met = figure >= BAR_ROWS_PER_SECOND;
      return {
        input: { rows },
        outcome: { accepted, duplicates, rejected },
        seconds,
        figure,
        unit: 'rows/s',
        met,
        also: {},
      };
    }),
};
