/** One timeline of a person: their facts, and the orders that came by import and so left no fact, newest first. */
import type { CustomerDetail, FactView } from '../../api/types.ts';

function orderFact({ id, at, amountMinor, currency, items }: CustomerDetail['ordersList'][number]): FactView {
  const name = amountMinor < 0 ? 'Order Refunded' : 'Order Completed';
  return { at, kind: 'event', journeyId: null, body: { name, orderId: id, amountMinor, currency, items } };
}

/** An order whose moment already has an event of the same kind is told by that event alone. */
export function timelineOf({ facts, ordersList }: Pick<CustomerDetail, 'facts' | 'ordersList'>): FactView[] {
  const told = new Set(
    facts
      .filter(
        ({ kind, body }) => kind === 'event' && String(body['name'] ?? body['event']).startsWith('Order '),
      )
      .map(({ at }) => Date.parse(at)),
  );
  const imported = ordersList.filter(({ at }) => !told.has(Date.parse(at))).map(orderFact);
  return [...facts, ...imported].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
