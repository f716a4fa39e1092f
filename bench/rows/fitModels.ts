/** Fits of the purchase models to summaries of 2,357, 23,570 and a million customers: medians of five fresh processes, from file to result. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Fresh, medianOfFresh } from '../medianOfFresh.ts';
import { requireAtLeast, type Row } from '../row.ts';
import { type InventedShop, writeSummary } from '../valueInput.ts';
import { withFolder } from '../withFolder.ts';

const SMALL: InventedShop = { customers: 2_357, wonFromDays: 273, wonToDays: 189, seed: 7 };
const LARGE: InventedShop = { ...SMALL, customers: 23_570 };
const MILLION: InventedShop = { customers: 1_000_000, wonFromDays: 730, wonToDays: 1, seed: 7 };
const GROWTH =
  'O(customers) to read and group, O(distinct histories) a step of the climb; memory O(customers)';

type Timed = 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd';

/** Names in the reference files, their seconds where the files are not there, and the bars: a fifth, as the issue has them. */
const MODELS: Readonly<
  Record<Timed, { gold: string; reference: readonly [number, number]; barMs: readonly [number, number] }>
> = {
  'bg-nbd': { gold: 'bgnbd', reference: [0.0436, 0.1737], barMs: [8.8, 34] },
  'mbg-nbd': { gold: 'mbgnbd', reference: [0.0405, 0.1807], barMs: [8.8, 34] },
  'pareto-nbd': { gold: 'pnbd', reference: [0.2889, 3.2276], barMs: [58, 620] },
};

const reference = z.object({
  models: z.record(
    z.string(),
    z.looseObject({ lifetimes: z.looseObject({ fit_seconds_median: z.number() }).optional() }),
  ),
});

/** Median seconds of Python's `lifetimes` on CDNOW: from the reference file beside the project, or as it stood there. */
function referenceSeconds(file: string, gold: string, otherwise: number): number {
  const path = new URL(`../../../shared/gold/${file}`, import.meta.url);
  if (!existsSync(path)) return otherwise;
  const { models } = reference.parse(JSON.parse(readFileSync(path, 'utf8')));
  return models[gold]?.lifetimes?.fit_seconds_median ?? otherwise;
}

async function fitShop(
  folder: string,
  model: string,
  shop: InventedShop,
  input: string | null,
): Promise<Fresh> {
  const file = input ?? join(folder, `${shop.customers}.csv`);
  if (input === null) await writeSummary(file, shop);
  const runs = await medianOfFresh('valueWork', ['fit', model, file]);
  if (input === null) requireAtLeast('customers', runs.outcome['customers'] ?? 0, shop.customers);
  return runs;
}

function fitRow(model: Timed): Row {
  const {
    gold,
    reference: [small, large],
    barMs,
  } = MODELS[model];
  return {
    name: `fit-${model}`,
    bar: `≤ ${barMs[0]} ms for 2,357 customers and ≤ ${barMs[1]} ms for 23,570: a fifth of the reference`,
    durability: 'memory',
    growth: GROWTH,
    run: ({ input }) =>
      withFolder(async (folder) => {
        const first = await fitShop(folder, model, SMALL, input);
        const second = input === null ? await fitShop(folder, model, LARGE, null) : null;
        const figure = first.seconds * 1000;
        const secondMs = (second?.seconds ?? 0) * 1000;
        return {
          input: { customers: first.outcome['customers'] ?? 0 },
          outcome: first.outcome,
          seconds: first.seconds,
          figure,
          unit: 'ms',
          met: figure <= barMs[0] && secondMs <= barMs[1],
          also: {
            'reference, ms': 1000 * referenceSeconds('btyd_cdnow.json', gold, small),
            'least, ms': first.least * 1000,
            ...(second === null
              ? {}
              : {
                  '23,570 customers, ms': secondMs,
                  'reference for 23,570, ms': 1000 * referenceSeconds('btyd_cdnow_master.json', gold, large),
                  'least for 23,570, ms': second.least * 1000,
                  '23,570 customers, ms of a core': second.outcome['ms of a core'] ?? Number.NaN,
                }),
          },
        };
      }),
  };
}

const BAR_MILLION_SECONDS = 3;

export const fitBgNbd = fitRow('bg-nbd');
export const fitMbgNbd = fitRow('mbg-nbd');
export const fitParetoNbd = fitRow('pareto-nbd');

export const fitMillion: Row = {
  name: 'fit-million',
  bar: '≤ 3 s for MBG/NBD on 1,000,000 summarised customers, reading and grouping included',
  durability: 'memory',
  growth: GROWTH,
  run: ({ input }) =>
    withFolder(async (folder) => {
      const { seconds, outcome, peakMb, least, most } = await fitShop(folder, 'mbg-nbd', MILLION, input);
      return {
        input: { customers: outcome['customers'] ?? 0 },
        outcome,
        seconds,
        figure: seconds,
        unit: 's',
        met: seconds <= BAR_MILLION_SECONDS,
        also: { 'least, s': least, 'most, s': most, 'peak of a process, MB': peakMb },
      };
    }),
};
