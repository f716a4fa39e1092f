import { describe, expect, it } from 'vitest';
import { eventProperties, type OrderEvent } from '../../../core/customer/event.ts';
import { anOrder, MAYA, NOW } from '../../support/builders.ts';

function ordered(overrides: Partial<OrderEvent>): OrderEvent {
  return {
    kind: 'order',
    source: 'web',
    messageId: 'm1',
    customerId: MAYA,
    at: NOW,
    order: anOrder(),
    ...overrides,
  };
}

describe('the properties of an order event', () => {
  it('are those sent, under what is read from the order itself', () => {
    const properties = { cart_id: 'c1', order_id: 'as sent', currency: 'eur' };
    expect(eventProperties(ordered({ properties }))).toEqual({
      cart_id: 'c1',
      order_id: 'order-1',
      revenue_minor: 2_500,
      currency: 'USD',
      items: [],
    });
  });

  it('name of a refund the order it gives back', () => {
    const order = anOrder({ id: 'refund-9', amountMinor: -500 });
    expect(eventProperties(ordered({ order, properties: { order_id: 'order-1' } })).order_id).toBe('order-1');
    expect(eventProperties(ordered({ order })).order_id).toBe('refund-9');
  });
});
