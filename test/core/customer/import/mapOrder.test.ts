import { describe, expect, it } from 'vitest';
import { mapOrder, type OrderCells } from '../../../../core/customer/import/mapOrder.ts';
import { parseIso } from '../../../../core/time.ts';

const RULES = { currency: 'USD', dateFormat: null, now: parseIso('2026-05-10') ?? 0 };

function cells(change: Partial<OrderCells> = {}): OrderCells {
  return {
    customer: 'c-1',
    date: '2026-04-03',
    amount: '29.33',
    order: null,
    item: null,
    quantity: null,
    price: null,
    cost: null,
    currency: null,
    ...change,
  };
}

function idOf(change: Partial<OrderCells>): string {
  const mapped = mapOrder(cells(change), RULES);
  if (mapped.kind === 'rejected') throw new Error(`${mapped.field} ${mapped.problem}`);
  return mapped.order.id;
}

describe('mapOrder', () => {
  it('maps customer, date and amount', () => {
    expect(mapOrder(cells({ customer: ' c-1 ' }), RULES)).toMatchObject({
      kind: 'order',
      idFromContent: true,
      order: { customerId: 'c-1', at: parseIso('2026-04-03'), amountMinor: 2933, currency: 'USD', lines: [] },
    });
  });

  it('takes the order id as it is', () => {
    expect(mapOrder(cells({ order: ' 00012 ' }), RULES)).toMatchObject({
      idFromContent: false,
      order: { id: '00012' },
    });
  });

  it('makes the id of a row without an order id from what the row means, not how it is written', () => {
    const id = idOf({});
    expect(idOf({ date: '2026/4/3', amount: '$29.330' })).toBe(id);
    for (const change of [{ customer: 'c-2' }, { date: '2026-04-03T00:01Z' }, { amount: '29.34' }])
      expect(idOf(change)).not.toBe(id);
  });

  it('gives a refund with an order id an id of its own', () => {
    const refund = mapOrder(cells({ order: 'A-1', amount: '-29.33' }), RULES);
    expect(refund).toMatchObject({ idFromContent: true, order: { amountMinor: -2933 } });
    const id = idOf({ order: 'A-1', amount: '-29.33' });
    expect(id).not.toBe('A-1');
    expect(idOf({ order: 'A-1', amount: '-29.33' })).toBe(id);
    expect(idOf({ order: 'A-2', amount: '-29.33' })).not.toBe(id);
    expect(idOf({ order: 'A-1', amount: '-29.34' })).not.toBe(id);
    expect(idOf({ order: 'A-1', amount: '-29.33', date: '2026-04-04' })).not.toBe(id);
  });

  it('takes an amount of 0 as an order', () => {
    expect(mapOrder(cells({ amount: '0' }), RULES)).toMatchObject({
      kind: 'order',
      order: { amountMinor: 0 },
    });
  });

  it.each<[string, Partial<OrderCells>, { quantity: number; priceMinor: number | null; costMinor?: number }]>(
    [
      ['quantity 1 and no price by default', {}, { quantity: 1, priceMinor: null }],
      ['empty cells as the defaults', { quantity: '', price: ' ' }, { quantity: 1, priceMinor: null }],
      ['quantity and price', { quantity: '3', price: '9.99' }, { quantity: 3, priceMinor: 999 }],
      ['weights', { quantity: '0.250', price: '1,200.00' }, { quantity: 0.25, priceMinor: 120_000 }],
      ['the cost of one piece', { cost: '4.20' }, { quantity: 1, priceMinor: null, costMinor: 420 }],
      ['returned pieces', { quantity: '-1' }, { quantity: -1, priceMinor: null }],
    ],
  )('makes a line of an item: %s', (_, change, line) => {
    expect(mapOrder(cells({ item: ' sku-1 ', ...change }), RULES)).toMatchObject({
      order: { lines: [{ item: 'sku-1', ...line }] },
    });
  });

  it.each<[Partial<OrderCells>, string, string]>([
    [{ customer: '' }, 'customer', 'empty'],
    [{ customer: '   ' }, 'customer', 'empty'],
    [{ customer: 'x'.repeat(513) }, 'customer', 'too-long'],
    [{ customer: 'a\u0001b' }, 'customer', 'control-character'],
    [{ customer: 'a\ud800' }, 'customer', 'damaged-text'],
    [{ date: '03/04/2026' }, 'date', 'ambiguous-date'],
    [{ date: '2030-01-01' }, 'date', 'date-in-future'],
    [{ amount: '' }, 'amount', 'empty'],
    [{ amount: 'NaN' }, 'amount', 'not-a-number'],
    [{ amount: '29.335' }, 'amount', 'too-many-decimals'],
    [{ order: '' }, 'order', 'empty'],
    [{ order: 'x'.repeat(513) }, 'order', 'too-long'],
    [{ currency: 'EUR' }, 'currency', 'other-currency'],
    [{ currency: '' }, 'currency', 'empty'],
    [{ item: '' }, 'item', 'empty'],
    [{ item: 'sku', quantity: 'two' }, 'quantity', 'not-a-number'],
    [{ item: 'sku', quantity: '1e3' }, 'quantity', 'not-a-number'],
    [{ item: 'sku', price: 'free' }, 'price', 'not-a-number'],
    [{ item: 'sku', price: '1.2345' }, 'price', 'too-many-decimals'],
    [{ item: 'sku', cost: 'dear' }, 'cost', 'not-a-number'],
    [{ item: 'sku', cost: '-1' }, 'cost', 'not-a-number'],
  ])('refuses %j: %s %s', (change, field, code) => {
    const [value] = Object.values(change).slice(-1);
    expect(mapOrder(cells(change), RULES)).toMatchObject({
      kind: 'rejected',
      field,
      code,
      value,
      problem: expect.stringMatching(/\w/),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it.each(['USD', 'usd', ' USD '])('takes rows marked "%s"', (currency) => {
    expect(mapOrder(cells({ currency }), RULES).kind).toBe('order');
  });

  it('takes a customer id of 512 characters', () => {
    expect(mapOrder(cells({ customer: 'x'.repeat(512) }), RULES).kind).toBe('order');
  });
});
