/** Trains EASE from a file of purchases: `node trainEase.ts FILE`. */
import { fastLinearAlgebra } from '../../adapters/compute/fastLinearAlgebra.ts';
import { trainEase } from '../../core/recommend/ease.ts';
import { readPurchaseTable } from '../../local/recommend/readPurchases.ts';
import { peakMemoryMb } from '../row.ts';

const LAMBDA = 500;

const [file = ''] = process.argv.slice(2);
const began = performance.now();
const { rows, purchases: interactions } = await readPurchaseTable({ file });
const read = performance.now();
const { taking, weights } = await trainEase(interactions, { lambda: LAMBDA, linear: fastLinearAlgebra() });
const ended = performance.now();
const outcome = {
  rows,
  customers: interactions.customerIds.length,
  items: taking.length,
  weights: weights.length,
  'seconds of training': (ended - read) / 1000,
};
process.stdout.write(
  `${JSON.stringify({ seconds: (ended - began) / 1000, peakMb: peakMemoryMb(), outcome })}\n`,
);
