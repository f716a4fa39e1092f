/**
 * How models and simple rules foretold the second half of CDNOW, against reference results that lie beside the project and are
 * no part of it: without them these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { OrderAccuracy } from '../../../core/value/accuracy.ts';
import { judgeHiatus } from '../../../core/value/compareModels.ts';
import { judgeFitted, judgeRules, trialColumns, type Verdict } from '../../../core/value/judgeModels.ts';
import type { FittedModel } from '../../../core/value/purchaseModel.ts';
import { readOrders } from '../../../local/value/readOrders.ts';

const shared = new URL('../../../../shared/', import.meta.url);
const at = (path: string): URL => new URL(path, shared);
const day = (text: string): number => Date.parse(text) / 86_400_000;

const orders = z.object({
  mae: z.number(),
  rmse: z.number(),
  pearson: z.number().nullable(),
  spearman: z.number().nullable(),
  total_actual: z.number(),
  total_predicted: z.number(),
  total_pct_error: z.number(),
  normalized_gini: z.number().nullable(),
});
const active = z.object({ auc: z.number(), accuracy_at_0_5: z.number(), brier: z.number() });
const top = z.record(
  z.string(),
  z.object({ precision_ge_kth_best: z.number(), share_of_holdout_transactions_captured: z.number() }),
);
const beta = z.object({
  params: z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() }),
});
const goldSchema = z.object({
  models: z.object({
    bgnbd: beta,
    mbgnbd: beta,
    pnbd: z.object({
      params: z.object({ r: z.number(), alpha: z.number(), s: z.number(), beta: z.number() }),
    }),
    nbd: z.object({ params: z.object({ r: z.number(), alpha: z.number() }) }),
  }),
  holdout_transactions_accuracy: z.record(z.string(), orders),
  holdout_active_classification: z.object({
    base_rate_active: z.number(),
    bgnbd_palive: active,
    mbgnbd_palive: active,
    pnbd_palive: active,
    bgnbd_p_any_purchase: active,
    hiatus_heuristic: z.object({
      accuracy_by_cutoff_weeks: z.record(z.string(), z.number()),
      best_cutoff_weeks: z.number(),
      best_accuracy_in_hindsight: z.number(),
      auc_of_recency: z.number(),
    }),
    majority_class_accuracy: z.number(),
  }),
  best_customers: z.object({ top_10pct: top, top_20pct: top }),
});
type Gold = z.infer<typeof goldSchema>;

const COHORTS = [
  { name: 'sample', log: 'data/cdnow_sample_elog.csv', gold: 'gold/btyd_cdnow.json' },
  { name: 'whole cohort', log: 'data/cdnow_master_elog.csv', gold: 'gold/btyd_cdnow_master.json' },
];

async function trialOf(path: string) {
  const file = at(path).pathname;
  const { log } = await readOrders({
    file,
    map: null,
    currency: null,
    dateFormat: null,
    now: Date.now(),
    refuse: () => {},
  });
  return trialColumns({ log, holdoutDay: day('1997-10-01'), endDay: day('1998-07-01'), unitDays: 7 });
}

function near(actual: number | null | undefined, wanted: number | null): void {
  if (wanted === null) expect(actual).toBeNull();
  else expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThan(1e-4);
}

function expectOrders(said: OrderAccuracy, gold: Gold, name: string): void {
  const wanted = gold.holdout_transactions_accuracy[name];
  if (wanted === undefined) throw new Error(`no reference for ${name}`);
  near(said.mae, wanted.mae);
  near(said.rmse, wanted.rmse);
  near(said.pearson, wanted.pearson);
  near(said.spearman, wanted.spearman);
  near(said.totalActual, wanted.total_actual);
  near(said.totalPredicted / wanted.total_predicted || 1, 1);
  near(said.totalPctError, wanted.total_pct_error);
  near(said.normalizedGini, wanted.normalized_gini);
}

function expectTop({ top10, top20 }: Verdict, gold: Gold, name: string): void {
  const wanted = [gold.best_customers.top_10pct[name], gold.best_customers.top_20pct[name]];
  for (const [at10, said] of [top10, top20].entries()) {
    near(said.precision, wanted[at10]?.precision_ge_kth_best ?? Number.NaN);
    near(said.share, wanted[at10]?.share_of_holdout_transactions_captured ?? Number.NaN);
  }
}

describe.each(COHORTS)('the CDNOW $name', ({ log, gold: goldFile }) => {
  describe.skipIf(!existsSync(at(log)) || !existsSync(at(goldFile)))(
    '(skipped where the reference is absent)',
    () => {
      it('is foretold by each model, at the reference’s parameters, as well as there', async () => {
        const gold = goldSchema.parse(JSON.parse(readFileSync(at(goldFile), 'utf8')));
        const seen = await trialOf(log);
        expect(seen.ids.length).toBeGreaterThan(2_000);
        const { bgnbd, mbgnbd, pnbd, nbd } = gold.models;
        const judge = (fitted: FittedModel) => judgeFitted(fitted, seen, seen);
        const [bg, mbg, pareto, plain] = [
          judge({ model: 'bg-nbd', params: bgnbd.params }),
          judge({ model: 'mbg-nbd', params: mbgnbd.params }),
          judge({ model: 'pareto-nbd', params: pnbd.params }),
          judge({ model: 'nbd', params: nbd.params }),
        ];
        expectOrders(bg.orders, gold, 'bgnbd');
        expectOrders(mbg.orders, gold, 'mbgnbd');
        expectOrders(pareto.orders, gold, 'pnbd');
        expectOrders(plain.orders, gold, 'nbd_no_churn');
        expectTop(bg, gold, 'bgnbd');
        expectTop(mbg, gold, 'mbgnbd');
        expectTop(pareto, gold, 'pnbd');
        const classes = gold.holdout_active_classification;
        for (const [said, wanted] of [
          [bg.pAlive, classes.bgnbd_palive],
          [mbg.pAlive, classes.mbgnbd_palive],
          [pareto.pAlive, classes.pnbd_palive],
          [bg.pActive, classes.bgnbd_p_any_purchase],
        ] as const) {
          near(said?.auc, wanted.auc);
          near(said?.accuracyAtHalf, wanted.accuracy_at_0_5);
          near(said?.brier, wanted.brier);
        }
      });

      it('is foretold by the simple rules as well as there', async () => {
        const gold = goldSchema.parse(JSON.parse(readFileSync(at(goldFile), 'utf8')));
        const seen = await trialOf(log);
        const rules = new Map(judgeRules(seen).map((rule) => [rule.name, rule]));
        for (const name of ['past-rate', 'cohort-mean', 'zero'] as const) {
          const rule = rules.get(name);
          if (rule === undefined) throw new Error(`no rule ${name}`);
          expectOrders(rule.orders, gold, `heuristic_${name.replace('-', '_')}`);
        }
        for (const name of ['past-rate', 'past-frequency'] as const) {
          const rule = rules.get(name);
          if (rule === undefined) throw new Error(`no rule ${name}`);
          expectTop(rule, gold, `heuristic_${name.replace('-', '_')}`);
        }
        const { hiatus_heuristic: wanted, majority_class_accuracy: majority } =
          gold.holdout_active_classification;
        const hiatus = judgeHiatus(seen);
        near(hiatus.auc, wanted.auc_of_recency);
        near(hiatus.majority, majority);
        near(hiatus.best?.accuracy, wanted.best_accuracy_in_hindsight);
        expect(hiatus.best?.limit).toBe(wanted.best_cutoff_weeks);
        for (const [limit, accuracy] of Object.entries(wanted.accuracy_by_cutoff_weeks))
          near(hiatus.accuracy.find((one) => one.limit === Number(limit))?.accuracy, accuracy);
      });
    },
  );
});
