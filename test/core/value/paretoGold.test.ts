/**
 * Pareto/NBD against reference results for CDNOW, which lie beside the project and are no part of it: without them
 * these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fitNbd } from '../../../core/value/fitNbd.ts';
import { fitParetoNbd } from '../../../core/value/fitParetoNbd.ts';
import { gammaGammaExpectedOrderValue } from '../../../core/value/gammaGamma.ts';
import { orderMargins } from '../../../core/value/nbd.ts';
import { paretoNbdKernel as kernel } from '../../../core/value/paretoNbd.ts';
import { paretoNbdLogLikelihood } from '../../../core/value/paretoNbdLikelihood.ts';
import { groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';

const at = (path: string): URL => new URL(`../../../../shared/gold/${path}`, import.meta.url);
const ABSENT = !existsSync(at('btyd_cdnow.json')) || !existsSync(at('btyd_cdnow_all_customers.csv'));
const NAMES = ['r', 'alpha', 's', 'beta'] as const;

const goldSchema = z.object({
  models: z.object({
    pnbd: z.object({
      params: z.object({ r: z.number(), alpha: z.number(), s: z.number(), beta: z.number() }),
      log_likelihood: z.number(),
    }),
    gg: z.object({ params: z.object({ p: z.number(), q: z.number(), gamma: z.number() }) }),
  }),
  dert_discount_rate_per_week: z.number(),
  expected_transactions_new_customer: z.object({ t_weeks: z.array(z.number()), pnbd: z.array(z.number()) }),
  sample_customers: z.array(
    z.object({
      x: z.number(),
      t_x: z.number(),
      T: z.number(),
      pnbd: z.object({ p_alive: z.number(), cet: z.number(), dert: z.number() }),
    }),
  ),
});

const readGold = () => goldSchema.parse(JSON.parse(readFileSync(at('btyd_cdnow.json'), 'utf8')));

function readCustomers(): ReadonlyMap<string, number>[] {
  const [head = '', ...lines] = readFileSync(at('btyd_cdnow_all_customers.csv'), 'utf8').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => new Map(line.split(',').map((cell, i) => [names[i] ?? '', Number(cell)])));
}

const historyOf = (row: ReadonlyMap<string, number>) => ({
  x: row.get('x') ?? Number.NaN,
  tx: row.get('t_x') ?? Number.NaN,
  T: row.get('T') ?? Number.NaN,
});

describe.skipIf(ABSENT)('Pareto/NBD beside the reference results (skipped where absent)', () => {
  it('is fitted to their log-likelihood and parameters', () => {
    const { params, log_likelihood: top } = readGold().models.pnbd;
    const histories = readCustomers().map(historyOf);
    const grouped = groupWeeklySummaries({
      x: histories.map(({ x }) => x),
      tx: histories.map(({ tx }) => Math.round(tx * 7) / 7),
      T: histories.map(({ T }) => Math.round(T * 7) / 7),
    });
    const fitted = fitParetoNbd(grouped, fitNbd(orderMargins(grouped)));
    expect(paretoNbdLogLikelihood(params, grouped).value).toBeCloseTo(top, 7);
    expect(Math.abs(fitted.logLikelihood - top)).toBeLessThan(1e-6);
    for (const name of NAMES) expect(fitted.params[name] / params[name]).toBeCloseTo(1, 4);
  });

  it('predicts for every customer what they do', () => {
    const { params } = readGold().models.pnbd;
    const { gg } = readGold().models;
    const customers = readCustomers();
    expect(customers).toHaveLength(2_357);
    for (const row of customers) {
      const history = historyOf(row);
      const value = gammaGammaExpectedOrderValue(gg.params, history.x, row.get('m_x') ?? 0);
      expect(kernel.pAlive(params, history) / (row.get('pn_palive') ?? 0)).toBeCloseTo(1, 7);
      expect(kernel.expectedOrders(params, history, 39) / (row.get('pn_cet') ?? 0)).toBeCloseTo(1, 7);
      expect(value / (row.get('em') ?? 0)).toBeCloseTo(1, 8);
    }
  });

  it('predicts for their sample customers and for new ones to the last digits, residual orders too', () => {
    const { models, sample_customers: sample, dert_discount_rate_per_week: rate, ...gold } = readGold();
    const { params } = models.pnbd;
    expect(sample.length).toBeGreaterThan(0);
    for (const { x, t_x: tx, T, pnbd } of sample) {
      const history = { x, tx, T };
      expect(kernel.pAlive(params, history) / pnbd.p_alive).toBeCloseTo(1, 10);
      expect(kernel.expectedOrders(params, history, 39) / pnbd.cet).toBeCloseTo(1, 9);
      expect(kernel.dert(params, history, rate) / pnbd.dert).toBeCloseTo(1, 9);
    }
    const { t_weeks: weeks, pnbd: expected } = gold.expected_transactions_new_customer;
    for (const [i, week] of weeks.entries())
      expect(kernel.expectedOfNew(params, week) / (expected[i] ?? 0)).toBeCloseTo(1, 12);
  });
});
