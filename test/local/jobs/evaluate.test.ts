import { describe, expect, it } from 'vitest';
import { SHOP_MODELS } from '../../../core/lifecycle/model.ts';
import { evaluationReport } from '../../../functions/shared/evaluationReport.ts';
import { evaluate } from '../../../local/jobs/evaluate.ts';
import { runEvaluation } from '../../../local/machines/runEvaluation.ts';
import { aContainer } from '../../support/aContainer.ts';
import { at } from '../../support/builders.ts';
import { cohortOrders } from '../../support/cohortShop.ts';
import { importHistory } from '../../support/shops.ts';
import { tempDir } from '../../support/tempDir.ts';

const DAY = at('2026-03-10');
const SHOP = { customers: 300, days: 600, gapDays: [15, 90], stages: 1, dropout: 0.3, seed: 2 } as const;

describe('evaluate', () => {
  it.each(['bg-bb', 'gamma-gamma', 'pareto'])(
    'refuses the model %s before anything is opened',
    async (model) => {
      const context = { dataDir: tempDir(), workspace: 'main', body: { model }, onProgress: () => undefined };
      await expect(evaluate(context)).rejects.toMatchObject({ code: 'misuse', body: { field: 'model' } });
    },
  );

  it('runs by any model of a shop through the machine, and says what a better one would save', async () => {
    const { container, store } = aContainer();
    await importHistory(store, cohortOrders(SHOP, DAY));
    for (const model of SHOP_MODELS) {
      const ending = await runEvaluation(container, { at: DAY, force: true, model });
      if (ending.kind === 'failed') throw new Error(ending.detail);
      expect(ending.report.model.name).toBe(model);
      expect(ending.report.trial).toMatchObject({ days: 91, figures: { length: SHOP_MODELS.length } });
      expect(ending.report.activity).toMatchObject({ horizonDays: 91 });
      const { proposal } = ending.report;
      if (model !== 'nbd') continue;
      expect(proposal).toMatchObject({ insteadOf: 'nbd', figures: { length: 2 } });
      expect(proposal?.why.en).toMatch(/^Told nothing of the last 91 days, .+ % smaller than nbd/);
      expect(proposal?.why['zh-CN']).toContain('91天');
    }
    expect(evaluationReport({ kind: 'something else' })).toBeNull();
  });
});
