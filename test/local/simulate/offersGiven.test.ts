import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, parseIso } from '../../../core/time.ts';
import { offersGiven } from '../../../local/simulate/offersGiven.ts';
import { aJourney, anOrder } from '../../support/builders.ts';
import { anOffer, someOffers } from '../../support/offerWorld.ts';
import { aTemplate } from '../../support/journeyWorld.ts';
import { aHistory, ASSUMING, run } from './history.ts';

const FROM = parseIso('2025-03-01') ?? 0;
const TO = FROM + 20 * DAY_MS;

const LADDER = aJourney({
  id: 'thanks',
  entry: [{ on: 'event', event: 'Order Completed' }],
  reentry: 'always',
  start: 'gift',
  nodes: {
    gift: { type: 'offer', ladder: 'lots', next: 'tell', otherwise: 'done' },
    tell: { type: 'send', template: 'hello', next: 'done' },
    done: { type: 'end' },
  },
});

function offersWith(budget: number | null) {
  return someOffers({
    assume: { orderMinor: 6_000, margin: 0.4, redemption: 0.5 },
    offers: [
      anOffer({
        limits: { ever: 9 },
        ...(budget === null ? {} : { budgets: [{ grants: budget, per: 'ever' }] }),
      }),
    ],
    ladders: [{ id: 'lots', rungs: ['nothing', 'ten-off'] }],
  });
}

const ORDERS = Array.from({ length: 60 }, (_, place) =>
  anOrder({ id: `o${place}`, customerId: customerId(`c${place}`), at: FROM + (place + 1) * 6 * 3_600_000 }),
);

async function simulated(budget: number | null) {
  const programme = { offers: JSON.stringify({ version: 1, at: FROM, definition: offersWith(budget) }) };
  return run(
    await aHistory({ orders: ORDERS }),
    { from: FROM, to: TO, ...ASSUMING },
    {
      definitions: {
        journeys: [LADDER],
        templates: [aTemplate('hello')],
        settings: DEFAULT_SETTINGS,
        programme,
      },
    },
  );
}

describe('offers in a simulation', () => {
  it('are granted by the engine itself, and cost what the shop assumes is redeemed of them', async () => {
    const { gave, cost, entries } = await simulated(null);
    const arms = gave['thanks']?.['gift'] ?? {};
    expect(Object.keys(arms).sort()).toEqual(['nothing', 'ten-off']);
    const [granted = 0, nothing = 0] = [arms['ten-off'], arms['nothing']];
    expect(granted + nothing).toBe(entries['thanks']?.entered);
    expect(granted).toBeGreaterThan(15);
    expect(cost.offers).toEqual({
      granted,
      byOffer: { 'ten-off': granted },
      redemption: 0.5,
      expectedMinor: granted * 500,
      currency: DEFAULT_SETTINGS.shop.currency,
    });
  });

  it('are refused where the budget is spent', async () => {
    const { gave, cost } = await simulated(5);
    expect(gave['thanks']?.['gift']).toMatchObject({ 'ten-off': 5 });
    expect(gave['thanks']?.['gift']?.['refused']).toBeGreaterThan(5);
    expect(cost.offers?.granted).toBe(5);
  });

  it('are not told of where the shop has none', () => {
    expect(offersGiven({ thanks: { gift: { refused: 3 } } }, [LADDER])).toBeNull();
  });
});
