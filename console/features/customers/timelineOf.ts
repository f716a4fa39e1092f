/**
 * One timeline of a person: their facts, and the orders that came by import and so left no fact, newest first. A message
 * that was decided and settled is told once, by how it ended.
 */
import type { CustomerDetail, FactView } from '../../api/types.ts';

function orderFact({ id, at, amountMinor, currency, items }: CustomerDetail['ordersList'][number]): FactView {
  const name = amountMinor < 0 ? 'Order Refunded' : 'Order Completed';
  return {
    at,
    kind: 'event',
    journeyId: null,
    body: { name, properties: { order_id: id, revenue_minor: amountMinor, currency, items } },
  };
}

function orderIdOf({ kind, body }: FactView): string | null {
  const properties = body['properties'];
  if (kind !== 'event' || typeof properties !== 'object' || properties === null) return null;
  const id: unknown = Reflect.get(properties, 'order_id');
  return typeof id === 'string' ? id : null;
}

const byNewest = (a: FactView, b: FactView): number => Date.parse(b.at) - Date.parse(a.at);

export function timelineOf({ facts, ordersList }: Pick<CustomerDetail, 'facts' | 'ordersList'>): FactView[] {
  const told = new Set(facts.map(orderIdOf));
  const settled = new Set(
    facts.filter(({ kind }) => kind === 'message-settled').map(({ body }) => body['decision']),
  );
  const imported = ordersList.filter(({ id }) => !told.has(id)).map(orderFact);
  const kept = facts.filter(
    ({ kind, body }) => kind !== 'message-accepted' || !settled.has(body['decision']),
  );
  return [...kept, ...imported].sort(byNewest);
}
