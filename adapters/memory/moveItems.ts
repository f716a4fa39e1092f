/** What came with an id goes to its owner, in the memory store. */
import type { Order } from '../../core/customer/order.ts';
import type { CustomerId } from '../../core/ids.ts';
import { cameWith } from '../../core/journey/passage.ts';
import type { Move, Moved } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { passageMove } from '../records/passageMove.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';

function underOwner(order: Order, owner: CustomerId, id: CustomerId): Order {
  if (owner !== id) return { ...order, customerId: owner, origin: id };
  const { origin, ...own } = order;
  return origin === undefined ? { ...order, customerId: owner } : { ...own, customerId: owner };
}

function moveOrders(
  state: MemoryState,
  from: CustomerRecord,
  into: CustomerRecord,
  id: CustomerId,
  limit: number,
) {
  const { taken, more } = from.takeOrders(id, limit);
  for (const order of taken) into.addOrder(underOwner(order, into.id, id));
  for (const { person } of [from, into]) {
    if (person === null || taken.length === 0) continue;
    state.movePerson(state.customer(person.id), { ...person, version: person.version + taken.length });
  }
  return { orders: taken.length, more };
}

function movePassages(
  state: MemoryState,
  from: CustomerRecord,
  into: CustomerRecord,
  { id, limit, now }: { id: CustomerId; limit: number; now: Instant },
) {
  let [enrolments, ended, more] = [0, 0, false];
  for (const enrolment of [...from.enrolments()]) {
    if (!cameWith(enrolment, id)) continue;
    const there = into.enrolment(enrolment.journeyId, enrolment.key) ?? null;
    const move = passageMove(enrolment, there, into.id, now);
    if (move.kind === 'stays') continue;
    more = enrolments + ended >= limit;
    if (more) break;
    if (move.kind === 'goes') {
      state.removeEnrolment(enrolment);
      enrolments += 1;
    }
    if (move.kind === 'ends' || move.endsOther) ended += 1;
    const { cancellations, facts } = move;
    state.writeConsequences({
      enrolments: [{ enrolment: move.enrolment, expectedVersion: 0 }],
      cancellations,
      facts,
    });
  }
  return { enrolments, ended, more };
}

export function moveItems(state: MemoryState, { id, from }: Move, limit: number, now: Instant): Moved {
  const owner = state.identities.get(id)?.owner ?? id;
  const left = state.customers.get(from);
  if (left === undefined || owner === from) return { orders: 0, enrolments: 0, ended: 0, done: true };
  const into = state.customer(owner);
  const { orders, more } = moveOrders(state, left, into, id, limit);
  if (more || orders === limit) return { orders, enrolments: 0, ended: 0, done: false };
  const passages = movePassages(state, left, into, { id, limit: limit - orders, now });
  const { enrolments, ended } = passages;
  return { orders, enrolments, ended, done: !passages.more };
}
