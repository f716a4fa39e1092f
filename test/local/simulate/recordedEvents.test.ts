import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { anOrder } from '../../support/builders.ts';
import { aStep } from '../../contract/given.ts';
import { aHistory, ASSUMING, FROM, run } from './history.ts';

const MAYA = customerId('maya');
const NOON = FROM + 10 * DAY_MS + 12 * HOUR_MS;

/** Maya began two checkouts; the order of one is on record, with the event that told its cart. */
async function aShopWithCarts() {
  const order = anOrder({ id: 'o1', customerId: MAYA, at: NOON + HOUR_MS / 2 });
  const store = await aHistory({ orders: [order], people: [{ person: { id: MAYA }, consents: [] }] });
  const happened = (name: string, at: number, properties: JsonObject) =>
    ({ customerId: MAYA, at, kind: 'event', journeyId: null, body: { name, properties } }) as const;
  const facts = [
    happened('Checkout Started', NOON, { cart_id: 'kept' }),
    happened('Checkout Started', NOON + 1, { cart_id: 'left' }),
    happened('Order Completed', order.at, { cart_id: 'kept', order_id: 'o1' }),
    happened('Checkout Started', FROM - DAY_MS, { cart_id: 'before' }),
    happened('Nobody Waits For This', NOON, {}),
  ];
  await store.commitStep(aStep({ facts }));
  return store;
}

describe('recorded events', () => {
  it('enter journeys in a replay, and an order ends the passage of its own cart only', async () => {
    const { entries, sends, liveOrders } = await run(await aShopWithCarts(), ASSUMING);
    expect(entries['cart-saved']).toMatchObject({ entered: 2, ended: { goal: 1, completed: 1 } });
    expect(Object.keys(sends['cart-saved']?.nodes ?? {})).toEqual(['first', 'second']);
    expect(liveOrders).toBe(1);
  });
});
