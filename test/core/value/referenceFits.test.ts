/**
 * The fits and predictions against reference results for CDNOW (Fader & Hardie's data), which lie beside the project
 * and are no part of it: without them these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fitPurchases, fitSpend } from '../../../core/value/fitValueModel.ts';
import { gammaGammaExpectedOrderValue, gammaGammaLogLikelihood } from '../../../core/value/gammaGamma.ts';
import { mbgNbdExpectedOrders, mbgNbdPAlive } from '../../../core/value/mbgNbd.ts';
import { mbgNbdLogLikelihood } from '../../../core/value/mbgNbdLikelihood.ts';
import { nbdLogLikelihood } from '../../../core/value/nbd.ts';
import { groupSummaries } from '../../../core/value/repeatSummary.ts';

const shared = new URL('../../../../shared/', import.meta.url);
const at = (path: string): URL => new URL(path, shared);
const fitted = <Shape extends z.ZodRawShape>(params: z.ZodObject<Shape>) =>
  z.object({ params, log_likelihood: z.number() });

const goldSchema = z.object({
  models: z.object({
    mbgnbd: fitted(z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() })),
    nbd: fitted(z.object({ r: z.number(), alpha: z.number() })),
    gg: fitted(z.object({ p: z.number(), q: z.number(), gamma: z.number() })),
  }),
  sample_customers: z.array(
    z.object({
      x: z.number(),
      t_x: z.number(),
      T: z.number(),
      m_x: z.number(),
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
    };
  });
  return {
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
        const { models, sample_customers: customers } = goldSchema.parse(
          JSON.parse(readFileSync(at(gold), 'utf8')),
        );
        const columns = summarise(log, idColumn);
        return { models, customers, columns, grouped: groupSummaries(columns) };
      };

      it('is fitted to the reference’s log-likelihoods and parameters, with nothing flagged', () => {
        const { models, columns, grouped } = read();
        const purchases = fitPurchases({ grouped });
        expect(Math.abs(purchases.logLikelihood - models.mbgnbd.log_likelihood)).toBeLessThan(1e-4);
        for (const name of ['r', 'alpha', 'a', 'b'] as const) {
          expect(purchases.params[name] / models.mbgnbd.params[name]).toBeCloseTo(1, 4);
        }
        for (const name of ['r', 'alpha'] as const) {
          expect(purchases.nbd[name] / models.nbd.params[name]).toBeCloseTo(1, 4);
        }
        const spend = fitSpend(columns);
        expect(Math.abs(spend.logLikelihood - models.gg.log_likelihood)).toBeLessThan(1e-4);
        for (const name of ['p', 'q', 'gamma'] as const) {
          expect(spend.params[name] / models.gg.params[name]).toBeCloseTo(1, 4);
        }
        expect([...purchases.flags, ...spend.flags]).toEqual([]);
      });

      it('has the reference’s log-likelihoods at the reference’s parameters', () => {
        const { models, columns, grouped } = read();
        const { mbgnbd, nbd, gg } = models;
        expect(mbgNbdLogLikelihood(mbgnbd.params, grouped).value).toBeCloseTo(mbgnbd.log_likelihood, 7);
        expect(nbdLogLikelihood(nbd.params, grouped).value).toBeCloseTo(nbd.log_likelihood, 7);
        expect(gammaGammaLogLikelihood(gg.params, columns).value).toBeCloseTo(gg.log_likelihood, 7);
      });

      it('has the reference’s predictions for its sample customers', () => {
        const { models, customers } = read();
        const { mbgnbd, gg } = models;
        expect(customers.length).toBeGreaterThan(0);
        for (const { x, t_x: tx, T, m_x: mean, ...expected } of customers) {
          expect(mbgNbdPAlive(mbgnbd.params, x, tx, T) / expected.mbgnbd.p_alive).toBeCloseTo(1, 10);
          expect(mbgNbdExpectedOrders(mbgnbd.params, x, tx, T, 39) / expected.mbgnbd.cet).toBeCloseTo(1, 9);
          expect(gammaGammaExpectedOrderValue(gg.params, x, mean) / expected.gg_expected_value).toBeCloseTo(
            1,
            9,
          );
        }
      });
    },
  );
});

const allCustomers = 'gold/btyd_cdnow_all_customers.csv';

describe.skipIf(!existsSync(at(allCustomers)))(
  'every customer of the CDNOW sample (skipped where the reference is absent)',
  () => {
    it('has the reference’s P(alive), expected orders and order value', () => {
      const { mbgnbd, gg } = goldSchema.parse(
        JSON.parse(readFileSync(at('gold/btyd_cdnow.json'), 'utf8')),
      ).models;
      const lines = linesOf(allCustomers);
      expect(lines).toHaveLength(2_357);
      for (const line of lines) {
        const number = (column: string): number => Number(line[column]);
        const [x, tx, T] = [number('x'), number('t_x'), number('T')];
        expect(mbgNbdPAlive(mbgnbd.params, x, tx, T) / number('mbg_palive')).toBeCloseTo(1, 7);
        expect(mbgNbdExpectedOrders(mbgnbd.params, x, tx, T, 39) / number('mbg_cet')).toBeCloseTo(1, 7);
        expect(gammaGammaExpectedOrderValue(gg.params, x, number('m_x')) / number('em')).toBeCloseTo(1, 7);
      }
    });
  },
);
