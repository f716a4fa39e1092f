/**
 * The fits and predictions against reference results for CDNOW (Fader & Hardie's data), which lie beside the project
 * and are no part of it: without them these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { betaDropoutLogLikelihood } from '../../../core/value/betaDropoutLikelihood.ts';
import { fitModel } from '../../../core/value/fitModel.ts';
import { fitSpend } from '../../../core/value/fitSpend.ts';
import { gammaGammaExpectedOrderValue, gammaGammaLogLikelihood } from '../../../core/value/gammaGamma.ts';
import { predict } from '../../../core/value/kernelOf.ts';
import { BG_NBD, MBG_NBD, regularProcess } from '../../../core/value/orderProcess.ts';
import type { FittedModel } from '../../../core/value/purchaseModel.ts';
import { scoreColumns } from '../../../core/value/scoreColumns.ts';
import { nbdLogLikelihood } from '../../../core/value/nbd.ts';
import { paretoNbdLogLikelihood } from '../../../core/value/paretoNbdLikelihood.ts';
import { groupSummaries } from '../../../core/value/repeatSummary.ts';

const shared = new URL('../../../../shared/', import.meta.url);
const at = (path: string): URL => new URL(path, shared);
const fitted = <Shape extends z.ZodRawShape>(params: z.ZodObject<Shape>) =>
  z.object({ params, log_likelihood: z.number() });

const withDropout = z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });
const byR = z.object({ params: withDropout, LL: z.number() });

const goldSchema = z.object({
  models: z.object({
    bgnbd: fitted(withDropout),
    mbgnbd: fitted(withDropout),
    pnbd: fitted(z.object({ r: z.number(), alpha: z.number(), s: z.number(), beta: z.number() })),
    nbd: fitted(z.object({ r: z.number(), alpha: z.number() })),
    gg: fitted(z.object({ p: z.number(), q: z.number(), gamma: z.number() })),
  }),
  expected_transactions_new_customer: z.object({
    t_weeks: z.array(z.number()),
    bgnbd: z.array(z.number()),
  }),
  r_reference: z
    .object({
      bgnbd: byR,
      mbgnbd: byR,
      mbgcnbd: byR.extend({ params: withDropout.extend({ k: z.number() }) }),
    })
    .optional(),
  sample_customers: z.array(
    z.object({
      x: z.number(),
      t_x: z.number(),
      T: z.number(),
      m_x: z.number(),
      bgnbd: z.object({ p_alive: z.number(), cet: z.number(), p_any_purchase: z.number() }),
      mbgnbd: z.object({ p_alive: z.number(), cet: z.number() }),
      gg_expected_value: z.number(),
    }),
  ),
});

const lineSchema = z.record(z.string(), z.string());

function linesOf(path: string): Record<string, string>[] {
  return z.array(lineSchema).parse(parse(readFileSync(at(path), 'utf8'), { columns: true }));
}

const CALIBRATION_END = Date.parse('1997-09-30') / 86_400_000;

/** Customers of an order log up to the end of calibration, orders of one day counted as one. */
function summarise(path: string, idColumn: string) {
  const spendByDay = new Map<string, Map<number, number>>();
  for (const line of linesOf(path)) {
    const day = Date.parse(line['date'] ?? '') / 86_400_000;
    if (day > CALIBRATION_END) continue;
    const id = line[idColumn] ?? '';
    const days = spendByDay.get(id) ?? new Map<number, number>();
    spendByDay.set(id, days.set(day, (days.get(day) ?? 0) + Number(line['sales'])));
  }
  const customers = Array.from(spendByDay.values(), (days) => {
    const [first = 0, ...repeats] = [...days.keys()].sort((left, right) => left - right);
    const spend = repeats.reduce((sum, day) => sum + (days.get(day) ?? 0), 0);
    const last = repeats.at(-1) ?? first;
    return {
      x: repeats.length,
      txDays: last - first,
      TDays: CALIBRATION_END - first,
      mean: spend / Math.max(1, repeats.length),
      litt: repeats.reduce((sum, day, n) => sum + Math.log((day - (repeats[n - 1] ?? first)) / 7), 0),
    };
  });
  const littSum = customers.reduce((sum, { litt }) => sum + litt, 0);
  return {
    littSum,
    x: Int32Array.from(customers, ({ x }) => x),
    txDays: Int32Array.from(customers, ({ txDays }) => txDays),
    TDays: Int32Array.from(customers, ({ TDays }) => TDays),
    meanSpend: Float64Array.from(customers, ({ mean }) => mean),
  };
}

const cohorts = [
  {
    name: 'sample of 2,357',
    log: 'data/cdnow_sample_elog.csv',
    idColumn: 'masterid',
    gold: 'gold/btyd_cdnow.json',
  },
  {
    name: 'whole cohort of 23,570',
    log: 'data/cdnow_master_elog.csv',
    idColumn: 'customer_id',
    gold: 'gold/btyd_cdnow_master.json',
  },
];

describe.each(cohorts)('the CDNOW $name', ({ log, idColumn, gold }) => {
  describe.skipIf(!existsSync(at(log)) || !existsSync(at(gold)))(
    'against reference results beside the project (skipped where absent)',
    () => {
      const read = () => {
        const reference = goldSchema.parse(JSON.parse(readFileSync(at(gold), 'utf8')));
        const columns = summarise(log, idColumn);
        return { ...reference, columns, grouped: groupSummaries(columns) };
      };

      it('is fitted to the reference’s log-likelihoods and parameters, with nothing flagged', () => {
        const { models, columns, grouped } = read();
        const { littSum } = columns;
        for (const [model, reference] of [
          ['bg-nbd', models.bgnbd],
          ['mbg-nbd', models.mbgnbd],
          ['mbg-cnbd-k', { ...models.mbgnbd, params: { ...models.mbgnbd.params, k: 1 } }],
          ['pareto-nbd', models.pnbd],
          ['nbd', models.nbd],
        ] as const) {
          const fit = fitModel({ model, grouped, littSum });
          expect(Math.abs(fit.logLikelihood - reference.log_likelihood), model).toBeLessThan(1e-4);
          const found = new Map(Object.entries(fit.params));
          for (const [name, value] of Object.entries(reference.params))
            expect((found.get(name) ?? 0) / value, `${model} ${name}`).toBeCloseTo(1, 4);
          expect(fit.nbd.r / models.nbd.params.r).toBeCloseTo(1, 4);
          expect(fit.flags).toEqual([]);
        }
        const spend = fitSpend(columns);
        expect(Math.abs(spend.logLikelihood - models.gg.log_likelihood)).toBeLessThan(1e-4);
        for (const name of ['p', 'q', 'gamma'] as const) {
          expect(spend.params[name] / models.gg.params[name]).toBeCloseTo(1, 4);
        }
        expect(spend.flags).toEqual([]);
      });

      it('has the reference’s log-likelihoods at the reference’s parameters', () => {
        const { models, columns, grouped, r_reference: r } = read();
        const { bgnbd, mbgnbd, pnbd, nbd, gg } = models;
        expect(paretoNbdLogLikelihood(pnbd.params, grouped).value).toBeCloseTo(pnbd.log_likelihood, 6);
        expect(betaDropoutLogLikelihood(BG_NBD, bgnbd.params, grouped).value).toBeCloseTo(
          bgnbd.log_likelihood,
          7,
        );
        expect(betaDropoutLogLikelihood(MBG_NBD, mbgnbd.params, grouped).value).toBeCloseTo(
          mbgnbd.log_likelihood,
          7,
        );
        expect(nbdLogLikelihood(nbd.params, grouped).value).toBeCloseTo(nbd.log_likelihood, 7);
        expect(gammaGammaLogLikelihood(gg.params, columns).value).toBeCloseTo(gg.log_likelihood, 7);
        if (r === undefined) return;
        for (const [process, { params, LL }] of [
          [BG_NBD, r.bgnbd],
          [MBG_NBD, r.mbgnbd],
          [regularProcess(r.mbgcnbd.params.k), r.mbgcnbd],
        ] as const)
          expect(betaDropoutLogLikelihood(process, params, grouped).value).toBeCloseTo(LL, 6);
      });

      it('has the reference’s predictions for its sample customers', () => {
        const { models, sample_customers: customers } = read();
        const bg = predict({ model: 'bg-nbd', params: models.bgnbd.params });
        const mbg = predict({ model: 'mbg-nbd', params: models.mbgnbd.params });
        expect(customers.length).toBeGreaterThan(0);
        for (const { x, t_x: tx, T, m_x: mean, bgnbd, mbgnbd, gg_expected_value: value } of customers) {
          const history = { x, tx, T };
          expect(bg.pAlive(history) / bgnbd.p_alive).toBeCloseTo(1, 9);
          expect(bg.expectedOrders(history, 39) / bgnbd.cet).toBeCloseTo(1, 9);
          expect(bg.pActive(history, 39) / bgnbd.p_any_purchase).toBeCloseTo(1, 9);
          expect(mbg.pAlive(history) / mbgnbd.p_alive).toBeCloseTo(1, 10);
          expect(mbg.expectedOrders(history, 39) / mbgnbd.cet).toBeCloseTo(1, 9);
          expect(gammaGammaExpectedOrderValue(models.gg.params, x, mean) / value).toBeCloseTo(1, 9);
        }
      });

      it('has the reference’s expectations of a new customer', () => {
        const { models, expected_transactions_new_customer: reference } = read();
        const { expectedOfNew } = predict({ model: 'bg-nbd', params: models.bgnbd.params });
        for (const [i, weeks] of reference.t_weeks.entries())
          expect(expectedOfNew(weeks) / (reference.bgnbd[i] ?? 0)).toBeCloseTo(1, 9);
      });
    },
  );
});

const allCustomers = 'gold/btyd_cdnow_all_customers.csv';

describe.skipIf(!existsSync(at(allCustomers)))(
  'every customer of the CDNOW sample (skipped where the reference is absent)',
  () => {
    const { models } = existsSync(at(allCustomers))
      ? goldSchema.parse(JSON.parse(readFileSync(at('gold/btyd_cdnow.json'), 'utf8')))
      : { models: null };
    const lines = existsSync(at(allCustomers)) ? linesOf(allCustomers) : [];
    const column = (name: string): Float64Array => Float64Array.from(lines, (line) => Number(line[name]));
    const columns = { x: column('x'), tx: column('t_x'), T: column('T') };
    /** As the reference gives ten digits. */
    const expectAgreement = (found: Float64Array, name: string): void => {
      const reference = column(name);
      const isNear = (value: number, i: number): boolean => Math.abs(value / (reference[i] ?? 0) - 1) < 1e-8;
      expect(found.every(isNear), name).toBe(true);
    };

    it('has the reference’s P(alive), expected orders and chance to be active', () => {
      expect(lines).toHaveLength(2_357);
      const fits: [FittedModel, string][] =
        models === null
          ? []
          : [
              [{ model: 'bg-nbd', params: models.bgnbd.params }, 'bg'],
              [{ model: 'mbg-nbd', params: models.mbgnbd.params }, 'mbg'],
            ];
      for (const [model, name] of fits) {
        const { pAlive, pActive, expectedOrders } = scoreColumns(model, columns, { horizon: 39 });
        expectAgreement(pAlive, `${name}_palive`);
        expectAgreement(expectedOrders, `${name}_cet`);
        if (name === 'bg') expectAgreement(pActive, 'bg_pactive');
      }
    });

    it('has the reference’s order value', () => {
      expect(models).not.toBeNull();
      const { gg } = models ?? {};
      const mean = column('m_x');
      const values = columns.x.map((x, i) =>
        gg === undefined ? Number.NaN : gammaGammaExpectedOrderValue(gg.params, x, mean[i] ?? 0),
      );
      expectAgreement(values, 'em');
    });
  },
);
