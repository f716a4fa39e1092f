import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../../adapters/memory/memoryBlobs.ts';
import { changeCatalogue } from '../../../../functions/shared/catalogueNews.ts';
import { runEvaluation } from '../../../../local/machines/runEvaluation.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { CATALOGUE, SHOPPERS, TODAY } from '../../../support/aRecommenderShop.ts';
import { importHistory } from '../../../support/shops.ts';
import { call } from '../call.ts';

interface Shown {
  readonly type: string;
  readonly product: string;
  readonly customers: number;
  readonly grade: string | null;
  readonly expectedYearMinor: number | null;
  readonly pastYear: { readonly marginMinor: number; readonly revenueMinor: number };
  readonly because: { readonly en: string };
}

async function aShop() {
  const world = aContainer({ documents: memoryBlobs() });
  world.clock.now = TODAY;
  await importHistory(
    world.store,
    SHOPPERS.flatMap(({ customerId, baskets }) =>
      baskets.map((basket) => ({ ...basket, customerId, currency: 'USD' })),
    ),
  );
  await changeCatalogue(world.container, () => CATALOGUE);
  const ask = (id: string) => call<Shown>(world.container, `/v1/customers/${id}/relationship`);
  return { ...world, ask };
}

describe('the relationship of a customer', () => {
  it('rests on the margin of the last year before an evaluation, and on what is expected after it', async () => {
    const { ask, container } = await aShop();
    const before = (await ask('p000')).body;
    expect(before).toMatchObject({
      product: 'consumed',
      grade: null,
      expectedYearMinor: null,
      customers: 80,
    });
    expect(before.pastYear.marginMinor).toBeLessThanOrEqual(before.pastYear.revenueMinor);
    await runEvaluation(container, { at: TODAY, force: true });
    const after = (await ask('p000')).body;
    expect(after.expectedYearMinor).not.toBeNull();
    expect(after.customers).toBeGreaterThan(0);
    expect(after.because.en).toContain('of their grade');
  });

  it('is refused of somebody nobody knows', async () => {
    const { ask } = await aShop();
    expect(await ask('nobody')).toMatchObject({ status: 404, body: { code: 'unknown-customer' } });
  });
});
