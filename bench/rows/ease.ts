/** EASE trained on made-up shops of 1,000 and 3,000 items, or on a file of purchases; each in five fresh processes. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { createRandom } from '../../local/demo/random.ts';
import { type Fresh, medianOfFresh } from '../medianOfFresh.ts';
import { type Measured, requireAtLeast, type Row } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const SHOPS = [
  { items: 1_000, customers: 10_000, barSeconds: 0.25 },
  { items: 3_000, customers: 20_000, barSeconds: 3 },
] as const;
type Shop = (typeof SHOPS)[number];

const PURCHASES_EACH = 12;
/** Plain JavaScript without blocks, on a machine of the same kind, as the issue gives it. */
const REFERENCE_SECONDS = { 1_000: 0.46, 3_000: 22 } as const;

/** Few items are bought often and most seldom; a customer's purchases lie around a place of their own. */
async function writeShop(file: string, { items, customers }: Shop): Promise<void> {
  const random = createRandom(items);
  const out = createWriteStream(file);
  out.write('customer,item\n');
  for (let customer = 0; customer < customers; customer += 1) {
    const home = random.below(items);
    const lines = Array.from({ length: PURCHASES_EACH }, () => {
      const isNear = random.next() < 0.6;
      const item = isNear ? (home + random.below(20)) % items : Math.floor(items * random.next() ** 2);
      return `c${customer},i${item}\n`;
    });
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function trainingOf({ outcome }: Fresh): number {
  return outcome['seconds of training'] ?? Number.NaN;
}

async function onFile(file: string): Promise<Measured> {
  const fresh = await medianOfFresh('trainEase', [file]);
  const { rows = 0, customers = 0, items = 0, weights = 0 } = fresh.outcome;
  return {
    input: { rows, customers, items },
    outcome: { weights },
    seconds: fresh.seconds,
    figure: fresh.seconds,
    unit: 's from file to model',
    met: items > 1_000 ? fresh.seconds <= 3 : fresh.seconds <= 0.25,
    also: { 'training alone, s': trainingOf(fresh), 'peak of a process, MB': fresh.peakMb },
  };
}

function onShops(): Promise<Measured> {
  return withFolder(async (folder) => {
    const runs: Fresh[] = [];
    for (const shop of SHOPS) {
      const file = join(folder, `${shop.items}.csv`);
      await writeShop(file, shop);
      const fresh = await medianOfFresh('trainEase', [file]);
      requireAtLeast('items', fresh.outcome['items'] ?? 0, shop.items);
      runs.push(fresh);
    }
    const [small, large] = runs;
    if (small === undefined || large === undefined) throw new Error('too few shops');
    return {
      input: {
        'rows, 1,000 items': small.outcome['rows'] ?? 0,
        'rows, 3,000 items': large.outcome['rows'] ?? 0,
      },
      outcome: {
        'weights, 1,000 items': small.outcome['weights'] ?? 0,
        'weights, 3,000 items': large.outcome['weights'] ?? 0,
      },
      seconds: small.seconds + large.seconds,
      figure: trainingOf(large),
      unit: 's for 3,000 items',
      met: SHOPS.every((shop, i) => trainingOf(runs[i] ?? large) <= shop.barSeconds),
      also: {
        '1,000 items, s': trainingOf(small),
        '1,000 items, from file, s': small.seconds,
        '1,000 items, plain JavaScript, s': REFERENCE_SECONDS[1_000],
        '3,000 items, from file, s': large.seconds,
        '3,000 items, plain JavaScript, s': REFERENCE_SECONDS[3_000],
        'peak of a process, MB': large.peakMb,
      },
    };
  });
}

export const ease: Row = {
  name: 'ease',
  bar: '≤ 0.25 s for 1,000 items, ≤ 3 s for 3,000; medians of five fresh processes',
  durability: 'memory',
  growth: 'O(Σ items of a customer² + items³); memory O(items²)',
  run: ({ input }) => (input === null ? onShops() : onFile(input)),
};
