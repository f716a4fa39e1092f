/**
 * One piece of work of the value models in this process, timed from the file to the result: `node valueWork.ts fit MODEL FILE`
 * or `node valueWork.ts score MODEL FILE PARAMS`. Prints one line of JSON.
 */
import { fitColumns } from '../../core/value/fitColumns.ts';
import { PURCHASE_MODELS } from '../../core/value/purchaseModel.ts';
import { orderValues } from '../../core/value/scoreCohort.ts';
import { scoreColumns } from '../../core/value/scoreColumns.ts';
import { readParams } from '../../local/value/readParams.ts';
import { readSummary } from '../../local/value/readSummary.ts';
import { peakMemoryMb } from '../row.ts';

const HORIZON_WEEKS = 39;

const [work = '', name = '', file = '', params = ''] = process.argv.slice(2);
const given = params === '' ? null : await readParams(params);

function read() {
  return readSummary({ file, map: null, discrete: false, refuse: () => {} });
}

async function fit(): Promise<Record<string, number>> {
  const model = PURCHASE_MODELS.find((one) => one === name) ?? 'mbg-nbd';
  const summary = await read();
  const { customers, iterations, converged, logLikelihood } = fitColumns(model, summary);
  return {
    customers,
    iterations,
    converged: converged ? 1 : 0,
    logLikelihood: Math.round(logLikelihood * 1e4) / 1e4,
  };
}

async function score(): Promise<Record<string, number>> {
  const summary = await read();
  const fitted = given?.purchases?.fitted;
  const spend = given?.spend?.params;
  if (fitted === undefined || spend === undefined || summary.meanSpend === null)
    throw new Error('params are missing');
  const { pAlive, expectedOrders } = scoreColumns(fitted, summary, { horizon: HORIZON_WEEKS });
  const values = orderValues({ params: spend, meanSpend: summary.meanSpend }, summary.x);
  let [alive, orders, value] = [0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    alive += pAlive[row] ?? 0;
    orders += expectedOrders[row] ?? 0;
    value += (expectedOrders[row] ?? 0) * (values[row] ?? 0);
  }
  return {
    customers: values.length,
    alive: Math.round(alive),
    orders: Math.round(orders),
    value: Math.round(value),
  };
}

/** Milliseconds this thread has had a core: what remains of the time where other programs keep the machine busy. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const before = cpuMs();
const started = performance.now();
const counts = work === 'score' ? await score() : await fit();
const seconds = (performance.now() - started) / 1000;
const outcome = { ...counts, 'ms of a core': cpuMs() - before };
process.stdout.write(`${JSON.stringify({ seconds, peakMb: peakMemoryMb(), outcome })}\n`);
