import { describe, expect, it } from 'vitest';
import type { OfferCosts } from '../../../core/campaign/outcomes.ts';
import { reportOf } from '../../../core/campaign/report.ts';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld, type CampaignWorld, OPEN_SETTINGS } from '../../support/campaignWorld.ts';

async function order(
  shop: CampaignWorld,
  id: string,
  amountMinor: number,
  at: Instant,
  name = `${id}-${at}-${amountMinor}`,
) {
  const bought = { id: name, customerId: customerId(id), at, amountMinor, currency: 'USD', lines: [] };
  await shop.store.importOrders(
    [{ line: 0, order: bought, idFromContent: false }],
    await shop.store.beginImport(),
  );
}

async function reported(shop: CampaignWorld, margin = 1, offerCosts: OfferCosts = new Map()) {
  const settings = { ...OPEN_SETTINGS, value: { ...OPEN_SETTINGS.value, margin } };
  const deps = { store: shop.store, facts: new Map(), settings, offerCosts, currency: 'USD' };
  return reportOf(deps, await shop.campaign(), shop.clock.now);
}

/** Two of three treated and one of ten held out buy for 50.00, an hour after it began. */
async function aCampaignThatWorks(people: number) {
  const shop = await aCampaignWorld();
  await shop.people(people);
  await shop.launch(aCampaign({ holdout: 0.3, outcome: { window: '7d' } }));
  await shop.runTo(NOW + HOUR_MS);
  const heldOut = new Set<string>(
    (await shop.decided()).filter((one) => one.heldOut).map(({ customerId: id }) => id),
  );
  for (let n = 0; n < people; n += 1) {
    const buys = heldOut.has(`c${n}`) ? n % 10 === 0 : n % 3 !== 0;
    if (buys) await order(shop, `c${n}`, 5_000, NOW + HOUR_MS);
  }
  const treatedBuyers = Array.from({ length: people }, (_, n) => n).filter(
    (n) => n % 3 !== 0 && !heldOut.has(`c${n}`),
  ).length;
  return { shop, heldOut, treatedBuyers };
}

describe('the report of a campaign', () => {
  it('shows the lift in margin against whoever was held out, over the window fixed before the launch', async () => {
    const { shop, heldOut, treatedBuyers } = await aCampaignThatWorks(400);
    await shop.runTo(NOW + 8 * DAY_MS);
    const report = await reported(shop, 0.4);
    expect(report.people).toEqual({ treated: 400 - heldOut.size, heldOut: heldOut.size, waiting: 0 });
    expect(report.lift?.treated.mean).toBeCloseTo((2_000 * treatedBuyers) / (400 - heldOut.size), 6);
    expect(report.lift?.interval?.[0]).toBeGreaterThan(900);
    expect(report.lift?.verdict).toEqual({ kind: 'better' });
    expect(report.caveats).toEqual([]);
    expect(report.messages).toMatchObject({ accepted: 400, sent: 400 - heldOut.size, heldOut: heldOut.size });
    expect(report.attributed.proof).toBe(false);
  });

  it('takes returns within the window away, and counts nothing outside of it', async () => {
    const { shop } = await aCampaignThatWorks(400);
    const before = await reported(shop);
    await shop.runTo(NOW + 8 * DAY_MS);
    const sold = await reported(shop);
    for (let n = 0; n < 400; n += 1) {
      await order(shop, `c${n}`, -5_000, NOW + 2 * DAY_MS, `r${n}`);
      await order(shop, `c${n}`, 90_000, NOW + 7 * DAY_MS + HOUR_MS, `later${n}`);
    }
    const returned = await reported(shop);
    expect(before.lift).toBeNull();
    expect(sold.lift?.difference).toBeGreaterThan(0);
    expect(returned.lift?.treated.mean).toBeCloseTo((sold.lift?.treated.mean ?? 0) - 5_000, 0);
    expect(returned.lift?.difference).toBeCloseTo(sold.lift?.difference ?? 0, 0);
  });

  it('takes what offers cost beside orders off the margin of whoever had them, within the window', async () => {
    const { shop, heldOut } = await aCampaignThatWorks(400);
    await shop.runTo(NOW + 8 * DAY_MS);
    const treated = Array.from({ length: 400 }, (_, n) => `c${n}`).filter((id) => !heldOut.has(id));
    const given = [
      { at: NOW + DAY_MS, costMinor: 300 },
      { at: NOW + 30 * DAY_MS, costMinor: 9_999 },
    ];
    const costs = new Map(treated.map((id) => [customerId(id), given]));
    const [bare, offered] = [await reported(shop), await reported(shop, 1, costs)];
    expect(offered.lift?.treated.mean).toBeCloseTo((bare.lift?.treated.mean ?? 0) - 300, 6);
    expect(offered.lift?.control.mean).toBe(bare.lift?.control.mean);
    expect(offered.cost.offersMinor).toBe(300 * treated.length);
  });

  it('says while the window is not over that it is not, and shows no lift', async () => {
    const { shop } = await aCampaignThatWorks(60);
    const report = await reported(shop);
    expect(report.lift).toBeNull();
    expect(report.people).toMatchObject({ treated: 0, heldOut: 0, waiting: 60 });
    expect(report.caveats).toContain('immature');
  });

  it('says of a small sample that it is small, and what it could have shown', async () => {
    const { shop } = await aCampaignThatWorks(60);
    await shop.runTo(NOW + 8 * DAY_MS);
    const report = await reported(shop);
    expect(report.caveats).toContain('small-sample');
    expect(report.detectableMinor).toBeGreaterThan(1_000);
  });

  it('says that without a holdout nothing is proved', async () => {
    const shop = await aCampaignWorld();
    await shop.people(20);
    await shop.launch(aCampaign());
    await shop.runTo(NOW + 20 * DAY_MS);
    expect((await reported(shop)).caveats).toEqual(['no-holdout']);
  });
});
