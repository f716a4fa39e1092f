import { describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import type { JsonObject } from '../../../core/json.ts';
import { eventsOf } from '../../../functions/tracking/eventsOf.ts';
import { type Finding, Refused } from '../../../functions/tracking/finding.ts';
import type { Reading } from '../../../functions/tracking/message.ts';
import { NOW } from '../../support/builders.ts';

interface Outcome {
  readonly order: Extract<CustomerEvent, { kind: 'order' }>['order'] | null;
  readonly codes: readonly string[];
}

function ordered(event: string, properties: JsonObject, reading: Partial<Reading> = {}): Outcome {
  const codes: string[] = [];
  const note = ({ code, field }: Finding) => {
    codes.push(`${code} ${field}`);
  };
  const whole = { source: 'web', receivedAt: NOW, sentAt: null, currency: 'USD', paidMinor: null, note };
  try {
    const message = { messageId: 'm1', userId: 'u1', event, properties };
    const [first] = eventsOf('track', message, { ...whole, ...reading });
    return { order: first?.kind === 'order' ? first.order : null, codes };
  } catch (failure) {
    if (failure instanceof Refused) return { order: null, codes: [`refused ${failure.code}`] };
    throw failure;
  }
}

const completed = (properties: JsonObject, reading: Partial<Reading> = {}) =>
  ordered('Order Completed', { order_id: 'o1', ...properties }, reading);

describe('Order Completed', () => {
  it('is an order with its lines', () => {
    const products = [
      { product_id: 'p1', sku: 's1', name: 'Tote', quantity: 2, price: 10.05 },
      { sku: 's2', price: '3.50', cost: 1.2 },
      { name: 'Gift card', quantity: '1' },
    ];
    expect(completed({ total: 29.9, currency: 'usd', products })).toEqual({
      order: {
        id: 'o1',
        customerId: 'u1',
        at: NOW,
        amountMinor: 2_990,
        currency: 'USD',
        lines: [
          { item: 'p1', quantity: 2, priceMinor: 1_005 },
          { item: 's2', quantity: 1, priceMinor: 350, costMinor: 120 },
          { item: 'Gift card', quantity: 1, priceMinor: null },
        ],
      },
      codes: [],
    });
  });

  it('keeps every property beside the order', () => {
    const properties = { order_id: 'o1', cart_id: 'c1', total: 5, coupon: 'SPRING' };
    const message = { messageId: 'm1', userId: 'u1', event: 'Order Completed', properties };
    const reading = { source: 'web', receivedAt: NOW, sentAt: null, currency: 'USD', paidMinor: null };
    const [event] = eventsOf('track', message, { ...reading, note: () => {} });
    expect(event).toMatchObject({ kind: 'order', properties });
  });

  it.each<[string, JsonObject, number]>([
    ['total before revenue and value', { total: 3, revenue: 2, value: 1 }, 300],
    ['revenue before value', { revenue: 2, value: 1 }, 200],
    ['value alone', { value: 1 }, 100],
    ['text', { total: '1,234.50' }, 123_450],
    ['nothing paid', { total: 0 }, 0],
    ['what floating point makes of 0.30', { total: 0.1 + 0.2 }, 30],
    ['what floating point makes of 59.97', { total: 19.99 * 3 }, 5_997],
  ])('takes %s as the amount', (_what, properties, amountMinor) => {
    expect(completed(properties)).toMatchObject({ order: { amountMinor }, codes: [] });
  });

  it.each([
    ['JPY', 1_200, 1_200],
    ['KWD', 1.234, 1_234],
    ['EUR', 12.3, 1_230],
  ])('counts the minor units of %s', (currency, total, amountMinor) => {
    expect(completed({ total }, { currency })).toMatchObject({ order: { amountMinor, currency }, codes: [] });
  });

  it('rounds surplus decimals of a number, and says so', () => {
    const { order, codes } = completed({ total: 12.345 });
    expect([order?.amountMinor, codes]).toEqual([1_235, ['rounded-amount properties.total']]);
  });

  it('is known by its message where it has no id of its own', () => {
    expect(ordered('Order Completed', { total: 1 }).order?.id).toBe('m1');
    expect(ordered('Order Completed', { total: 1, order_id: 1001 }).order?.id).toBe('1001');
  });

  it('names the shop’s currency where there is none yet', () => {
    expect(completed({ total: 1, currency: 'EUR' }, { currency: null }).order?.currency).toBe('EUR');
  });

  it.each<[string, JsonObject, Partial<Reading>, string]>([
    ['no amount', {}, {}, 'missing-amount'],
    ['an amount in words', { total: 'much' }, {}, 'invalid-amount'],
    ['an amount that is a list', { total: [1] }, {}, 'invalid-amount'],
    ['an amount beyond all bounds', { total: 1e15 }, {}, 'invalid-amount'],
    ['an amount below zero', { total: -1 }, {}, 'negative-amount'],
    ['another currency', { total: 1, currency: 'EUR' }, {}, 'other-currency'],
    ['a currency that is none', { total: 1, currency: 'dollars' }, {}, 'invalid-currency'],
    ['no currency, in a shop without one', { total: 1 }, { currency: null }, 'missing-currency'],
    ['an order id of 600 characters', { total: 1, order_id: 'o'.repeat(600) }, {}, 'id-too-long'],
  ])('refuses %s', (_what, properties, reading, code) => {
    expect(completed(properties, reading)).toEqual({ order: null, codes: [`refused ${code}`] });
  });

  it.each<[string, JsonObject, string]>([
    ['products that are no list', { products: 'tote' }, 'invalid-line properties.products'],
    ['a product without a name', { products: [{ price: 1 }] }, 'invalid-line properties.products.0'],
    ['a product that is text', { products: ['tote'] }, 'invalid-line properties.products.0'],
    [
      'a quantity in words',
      { products: [{ sku: 's', quantity: 'two' }] },
      'invalid-line properties.products.0.quantity',
    ],
  ])('leaves out %s and takes the order', (_what, properties, code) => {
    const { order, codes } = completed({ total: 1, ...properties });
    expect([order?.amountMinor, order?.lines, codes]).toEqual([100, [], [code]]);
  });

  it.each(['dear', -1])('leaves out the cost %s and keeps its line', (cost) => {
    const { order, codes } = completed({ total: 1, products: [{ sku: 's', price: 1, cost }] });
    expect(order?.lines).toEqual([{ item: 's', quantity: 1, priceMinor: 100 }]);
    expect(codes).toEqual(['invalid-amount properties.products.0.cost']);
  });

  it('leaves out a price nobody can read and keeps its line', () => {
    const { order, codes } = completed({ total: 1, products: [{ sku: 's', price: 'free' }] });
    expect(order?.lines).toEqual([{ item: 's', quantity: 1, priceMinor: null }]);
    expect(codes).toEqual(['invalid-amount properties.products.0.price']);
  });
});

describe('Order Refunded', () => {
  const refunded = (properties: JsonObject, reading: Partial<Reading> = {}) =>
    ordered('Order Refunded', { order_id: 'o1', ...properties }, reading);

  it.each([
    ['an amount', 5],
    ['an amount below zero', -5],
  ])('gives %s back', (_what, total) => {
    expect(refunded({ total }).order).toMatchObject({ amountMinor: -500, customerId: 'u1' });
  });

  it('never takes the id of its order; the same refund has the same id', () => {
    const { order } = refunded({ total: 5 });
    expect(order?.id).toMatch(/^refund-20260310-/);
    expect(refunded({ total: 5 }).order?.id).toBe(order?.id);
    expect(refunded({ total: 6 }).order?.id).not.toBe(order?.id);
    expect(refunded({ total: 5, refund_id: 'r9' }).order?.id).toBe('refund-r9');
  });

  it('gives the whole order back where it names no amount', () => {
    expect(refunded({}, { paidMinor: 2_990 }).order?.amountMinor).toBe(-2_990);
    expect(refunded({}).codes).toEqual(['refused unknown-order']);
  });

  it('refuses to give nothing back', () => {
    expect(refunded({ total: 0 }).codes).toEqual(['refused invalid-amount']);
  });
});
