import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { SHOP_MODELS } from '../../../core/lifecycle/model.ts';
import { tryModels } from '../../../core/lifecycle/modelTrial.ts';
import { PastSampler } from '../../../core/lifecycle/pastSample.ts';
import { foretell, standingLater } from '../../../core/lifecycle/pastStanding.ts';
import { DAY_MS } from '../../../core/time.ts';
import { cohortHistories, type CohortShop } from '../../support/cohortShop.ts';

const DAY = 2_000;
const SHOP: CohortShop = {
  customers: 1_500,
  days: 700,
  gapDays: [10, 120],
  stages: 1,
  dropout: 0.25,
  seed: 1,
};

function standingOf(shop: CohortShop) {
  const sampler = new PastSampler(DAY);
  for (const [id, { days }] of cohortHistories(shop, DAY * DAY_MS)) sampler.add(customerId(id), days);
  return standingLater(sampler.sample());
}

describe('the trial', () => {
  const standing = standingOf(SHOP);

  it('holds every model against what came', () => {
    const { trial } = tryModels(standing, 'mbg-nbd');
    expect(trial?.figures.map(({ model }) => model)).toEqual(SHOP_MODELS);
    expect(trial).toMatchObject({ days: 91, customers: standing.x.length });
    expect(trial?.bought).toBe(standing.bought.reduce((sum, one) => sum + one, 0));
    const { expectedOrders } = foretell('pareto-nbd', standing);
    const misses = expectedOrders.map((orders, row) => Math.abs(orders - (standing.bought[row] ?? 0)));
    const mae = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
    expect(trial?.figures.find(({ model }) => model === 'pareto-nbd')?.mae).toBeCloseTo(mae, 12);
  });

  it('proposes a model with dropout to a shop that lives by one without', () => {
    const { trial, proposal } = tryModels(standing, 'nbd');
    const [best] = trial?.figures.toSorted((a, b) => a.rmse - b.rmse) ?? [];
    expect(proposal).toMatchObject({ model: best?.model, insteadOf: 'nbd' });
    expect(proposal?.smallerBy).toBeGreaterThan(0.1);
    expect(proposal?.standardErrors).toBeGreaterThan(2.5);
  });

  it('leaves a shop its model where none is clearly better', () => {
    expect(tryModels(standing, 'mbg-nbd').proposal).toBeNull();
  });

  it('proposes regular gaps to a shop that has them', () => {
    const { proposal } = tryModels(standingOf({ ...SHOP, stages: 8, dropout: 0.1 }), 'mbg-nbd');
    expect(proposal).toMatchObject({ model: 'mbg-cnbd-k', insteadOf: 'mbg-nbd' });
  });

  it.each([
    ['nobody', { customers: 0 }],
    ['few customers', { customers: 90 }],
    ['too few purchases', { customers: 150, dropout: 1 }],
  ])('says nothing of a shop of %s', (_, less) => {
    const nothing = { trial: null, proposal: null };
    expect(tryModels(standingOf({ ...SHOP, ...less }), 'mbg-nbd')).toEqual(nothing);
  });
});
