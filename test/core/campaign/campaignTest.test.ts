import { describe, expect, it } from 'vitest';
import type { CampaignTest } from '../../../core/campaign/definition.ts';
import { winnerAmong } from '../../../core/campaign/winner.ts';
import { momentsOf } from '../../../core/experiment/moments.ts';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld, type CampaignWorld, must } from '../../support/campaignWorld.ts';

const VARIANTS = [
  { id: 'plain', messages: [{ template: 'hello' }] },
  { id: 'bold', messages: [{ template: 'other' }] },
];

function tested(test: Record<string, unknown> = {}) {
  return aCampaign({
    messages: undefined,
    variants: VARIANTS,
    test: { share: 0.4, metric: 'order', window: '4h', minimum: 20, ...test },
  });
}

/** Of the test's people those who were sent this template order something. */
async function buy(shop: CampaignWorld, template: string, most = Number.POSITIVE_INFINITY): Promise<number> {
  const buyers = shop.sent.filter((one) => one.template === template).slice(0, most);
  for (const [n, { decision }] of buyers.entries()) {
    const id = customerId(decision.split('/')[0] ?? '');
    await shop.tell({
      kind: 'order',
      source: 'test',
      messageId: `o${n}`,
      customerId: id,
      at: shop.clock.now,
      order: {
        id: `o${n}`,
        customerId: id,
        at: shop.clock.now,
        amountMinor: 5_000,
        currency: 'USD',
        lines: [],
      },
    });
  }
  return buyers.length;
}

describe('the test of a campaign', () => {
  it('gives everybody else the variant that was shown to be better, and nobody both', async () => {
    const shop = await aCampaignWorld();
    await shop.people(400);
    await shop.launch(tested());
    await shop.runTo(NOW + HOUR_MS);
    const inTest = shop.sent.length;
    expect(inTest).toBeGreaterThan(120);
    expect(inTest).toBeLessThan(200);
    const bought = await buy(shop, 'other');
    await shop.runTo(NOW + DAY_MS);
    expect((await shop.campaign()).test).toMatchObject({ arm: 'bold', why: 'shown-better' });
    expect(shop.sent.length).toBe(400);
    expect(new Set(shop.sent.map(({ decision }) => decision.split('/')[0])).size).toBe(400);
    expect(shop.sent.filter(({ template }) => template === 'other').length).toBe(bought + (400 - inTest));
  });

  it('gives everybody else the fallback where nothing is shown', async () => {
    const shop = await aCampaignWorld();
    await shop.people(300);
    await shop.launch(tested({ fallback: 'bold' }));
    await shop.runTo(NOW + HOUR_MS);
    const plain = shop.sent.filter(({ template }) => template === 'hello').length;
    await shop.runTo(NOW + DAY_MS);
    expect((await shop.campaign()).test).toMatchObject({ arm: 'bold', why: 'no-difference' });
    expect(shop.sent.filter(({ template }) => template === 'hello').length).toBe(plain);
    expect(shop.sent.length).toBe(300);
  });

  it('says when a variant has too few people', async () => {
    const shop = await aCampaignWorld();
    await shop.people(60);
    await shop.launch(tested({ minimum: 100 }));
    await shop.runTo(NOW + DAY_MS);
    expect((await shop.campaign()).test).toMatchObject({ arm: 'plain', why: 'too-few' });
    expect(shop.sent.length).toBe(60);
  });

  it('is decided as much later as the campaign was paused', async () => {
    const shop = await aCampaignWorld();
    await shop.people(200);
    await shop.launch(tested());
    await shop.runTo(NOW + HOUR_MS);
    const inTest = shop.sent.length;
    must(await shop.pause());
    await shop.runTo(NOW + 11 * HOUR_MS);
    must(await shop.resume());
    await shop.runTo(NOW + 13 * HOUR_MS);
    expect(shop.sent.length).toBe(inTest);
    await shop.runTo(NOW + 2 * DAY_MS);
    expect(shop.sent.length).toBe(200);
  });
});

describe('which arm wins', () => {
  const test: CampaignTest = { share: 0.2, metric: 'margin', window: '1d', minimum: 10 };
  const arm = (id: string, values: readonly number[]) => ({ id, moments: momentsOf(values) });
  const around = (mean: number) => Array.from({ length: 50 }, (_, n) => mean + (n % 5));

  it('is the best of three only where it beats each of the others', () => {
    const clear = [arm('a', around(10)), arm('b', around(30)), arm('c', around(11))];
    expect(winnerAmong(clear, test, 'a', NOW)).toMatchObject({ arm: 'b', why: 'shown-better' });
    const close = [arm('a', around(10)), arm('b', around(30)), arm('c', around(30))];
    expect(winnerAmong(close, test, 'a', NOW)).toMatchObject({ arm: 'a', why: 'no-difference' });
  });

  it('is the fallback where nobody differs from anybody, and where nobody was there', () => {
    const same = [arm('a', Array(50).fill(5)), arm('b', Array(50).fill(5))];
    expect(winnerAmong(same, test, 'b', NOW)).toMatchObject({ arm: 'b', why: 'no-difference', p: 1 });
    expect(winnerAmong([arm('a', []), arm('b', [])], test, 'a', NOW)).toMatchObject({ why: 'no-data' });
  });
});
