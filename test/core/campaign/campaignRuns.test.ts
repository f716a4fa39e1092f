import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld } from '../../support/campaignWorld.ts';

describe('a campaign that starts now', () => {
  it('sends one message to everyone of its audience, and is done once all are settled', async () => {
    const shop = await aCampaignWorld();
    await shop.people(700);
    await shop.launch(aCampaign());
    await shop.runTo(NOW + HOUR_MS);
    expect(shop.sent.length).toBe(700);
    expect(await shop.run()).toMatchObject({
      state: 'over',
      planned: 700,
      audience: 700,
      entered: 700,
      excluded: {},
    });
    expect(await shop.campaign()).toMatchObject({ state: 'done', ended: 'all of its messages are settled' });
  });

  it('is done with nobody and says why where its audience is empty', async () => {
    const shop = await aCampaignWorld();
    await shop.launch(aCampaign());
    await shop.runTo(NOW + HOUR_MS);
    expect(await shop.campaign()).toMatchObject({
      state: 'done',
      ended: 'nobody was in its segment',
      runs: 1,
    });
  });
});
