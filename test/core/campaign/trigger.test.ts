import { describe, expect, it } from 'vitest';
import { callable, callFor } from '../../../core/campaign/trigger.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld, must } from '../../support/campaignWorld.ts';

const CALLED = aCampaign({ audience: undefined, class: 'transactional', schedule: { on: 'call' } });

async function aCalledCampaign(definition = CALLED) {
  const shop = await aCampaignWorld();
  await shop.people(3);
  await shop.launch(definition);
  const book = cachedBook(shop.store);
  const call = async (customer: string, key = '', properties = {}) => {
    const campaign = await shop.campaign();
    const may = callable(campaign, await book());
    if (may.kind === 'refused') return may.code;
    const deps = { store: shop.store, book: await book() };
    return callFor(deps, campaign, may.journey, customer, { key, properties }, shop.clock.now);
  };
  return { shop, call };
}

describe('a campaign by call', () => {
  it('writes once for each key, however often it is called', async () => {
    const { shop, call } = await aCalledCampaign();
    const calls = ['order-1', 'order-1', 'order-2'].map((key) => call('c0', key));
    expect((await Promise.all(calls)).sort()).toEqual(['entered', 'entered', 'repeated']);
    await shop.runTo(NOW + MINUTE_MS);
    expect(await call('c0', 'order-1')).toBe('repeated');
    await shop.runTo(NOW + 2 * MINUTE_MS);
    expect(shop.sent.length).toBe(2);
  });

  it('hands its properties to the message', async () => {
    const { shop, call } = await aCalledCampaign();
    await call('c1', 'k', { total: '12.50' });
    await shop.runTo(NOW + MINUTE_MS);
    expect((await shop.decided())[0]?.event).toEqual({ total: '12.50' });
  });

  it('without a key follows its rule, and says why somebody is not let in', async () => {
    const definition = aCampaign({ audience: undefined, schedule: { on: 'call', again: 'never' } });
    const { shop, call } = await aCalledCampaign(definition);
    expect(await call('c0')).toBe('entered');
    expect(await call('c0')).toBe('already-inside');
    await shop.runTo(NOW + MINUTE_MS);
    expect(await call('c0')).toBe('re-entry-rule');
    expect(await call('nobody')).toBe('unknown-customer');
  });

  it('lets nobody in while it is paused or once it is cancelled', async () => {
    const { shop, call } = await aCalledCampaign();
    must(await shop.pause());
    expect(await call('c0')).toBe('campaign-state');
    must(await shop.resume());
    expect(await call('c0')).toBe('entered');
    must(await shop.cancel());
    await shop.runTo(NOW + DAY_MS);
    expect(await call('c1')).toBe('campaign-state');
    expect(shop.sent).toEqual([]);
  });

  it('is not called where it has a schedule', async () => {
    const { call } = await aCalledCampaign(aCampaign());
    expect(await call('c0')).toBe('campaign-not-called');
  });
});
