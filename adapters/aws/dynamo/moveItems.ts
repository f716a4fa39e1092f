/**
 * What came with an id goes to its owner, a bounded part in one transaction. The identity that says whose it is, and both
 * profiles, are held still meanwhile: nobody is made known, or set free, between the reading and the move.
 */
import type { Order } from '../../../core/customer/order.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { cameWith } from '../../../core/journey/passage.ts';
import type { Move, Moved } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { passageMove } from '../../records/passageMove.ts';
import { writeConsequences } from './consequences.ts';
import { customerPk, keyOf } from './keys.ts';
import { type Partition, partitionOf } from './people.ts';
import { readIdentity } from './records/identityItem.ts';
import { orderWrite } from './records/orderItem.ts';
import { type ProfileItem, putProfile, readProfile } from './records/personItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import { type Transaction, transact } from './transaction.ts';

/** Each takes two items of a transaction's hundred. */
const MOST_ORDERS = 40;
/** A passage with what it ends takes a dozen at most; none is begun behind this many. */
const MOST_ITEMS_BEFORE_A_PASSAGE = 40;

const NOTHING: Moved = { orders: 0, enrolments: 0, ended: 0, done: true };

function underOwner(order: Order, owner: CustomerId, id: CustomerId): Order {
  if (owner !== id) return { ...order, customerId: owner, origin: id };
  const { origin: _origin, ...own } = order;
  return { ...own, customerId: owner };
}

/** The profile after orders came or went: `firstAt` is of the orders it has now. */
function putMoved(
  tx: Transaction,
  profile: ProfileItem | null,
  moves: number,
  firstAt: Instant | undefined,
): void {
  if (profile === null || moves === 0) return;
  const { person, toldSince } = profile;
  const knownSince = Math.min(toldSince, firstAt ?? toldSince);
  putProfile(tx, { person: { ...person, version: person.version + moves, knownSince }, toldSince });
}

async function moveOrders(
  tx: Transaction,
  left: Partition,
  { from, owner, id, limit }: { from: CustomerId; owner: CustomerId; id: CustomerId; limit: number },
): Promise<{ orders: number; more: boolean }> {
  const mine = left.orders.filter((order) => (order.origin ?? from) === id);
  const taken = mine.slice(0, limit);
  if (taken.length === 0) return { orders: 0, more: false };
  for (const order of taken) {
    tx.remove(keyOf.order(from, order.at, order.id));
    const moved = underOwner(order, owner, id);
    tx.insert(keyOf.order(owner, moved.at, moved.id), orderWrite(moved));
  }
  const gone = new Set(taken);
  putMoved(tx, left.profile, taken.length, left.orders.find((order) => !gone.has(order))?.at);
  const item = await tx.get(keyOf.profile(owner));
  const into = item === null ? null : readProfile(item);
  const firstAt = Math.min(taken[0]?.at ?? Number.POSITIVE_INFINITY, into?.person.knownSince ?? Infinity);
  putMoved(tx, into, taken.length, firstAt);
  return { orders: taken.length, more: mine.length > taken.length };
}

async function movePassage(records: StoreRecords, enrolment: Enrolment, owner: CustomerId, now: Instant) {
  const there = await records.enrolment({ ...enrolment, customerId: owner });
  const move = passageMove(enrolment, there, owner, now);
  if (move.kind === 'stays') return { moved: 0, ended: 0 };
  if (move.kind === 'goes') await records.removeEnrolment(enrolment);
  const { cancellations, facts } = move;
  const enrolments = [{ enrolment: move.enrolment, expectedVersion: 0 }];
  await writeConsequences(records, { enrolments, cancellations, facts });
  const isOneEnded = move.kind === 'ends' || move.endsOther;
  return { moved: move.kind === 'goes' ? 1 : 0, ended: isOneEnded ? 1 : 0 };
}

async function movePassages(
  records: StoreRecords,
  left: Partition,
  { owner, id, limit, now }: { owner: CustomerId; id: CustomerId; limit: number; now: Instant },
): Promise<Omit<Moved, 'orders'>> {
  const mine = left.enrolments.filter((enrolment) => cameWith(enrolment, id));
  await records.read(mine.map(({ journeyId, key }) => keyOf.enrolment(owner, journeyId, key)));
  let [enrolments, ended] = [0, 0];
  for (const enrolment of mine) {
    const there = await records.enrolment({ ...enrolment, customerId: owner });
    const isFull = enrolments + ended >= limit || records.tx.size > MOST_ITEMS_BEFORE_A_PASSAGE;
    if (isFull && passageMove(enrolment, there, owner, now).kind !== 'stays')
      return { enrolments, ended, done: false };
    const step = await movePassage(records, enrolment, owner, now);
    enrolments += step.moved;
    ended += step.ended;
  }
  return { enrolments, ended, done: true };
}

export function moveItems(
  context: StoreContext,
  { id, from }: Move,
  limit: number,
  now: Instant,
): Promise<Moved> {
  const { tables } = context;
  return transact(tables, async (tx): Promise<Moved> => {
    const identity = await tx.get(keyOf.identity(id));
    const owner = identity === null ? id : readIdentity(identity).owner;
    if (owner === from) return NOTHING;
    await tx.getAll([keyOf.profile(owner), keyOf.profile(from)]);
    const left = partitionOf(await tables.allItems({ table: 'people', pk: customerPk(from) }));
    tx.know(left.items);
    const most = Math.min(limit, MOST_ORDERS);
    const { orders, more } = await moveOrders(tx, left, { from, owner, id, limit: most });
    for (const key of [keyOf.identity(id), keyOf.profile(owner), keyOf.profile(from)]) tx.check(key);
    if (more || orders === most) return { orders, enrolments: 0, ended: 0, done: false };
    const records = new StoreRecords(tx, context);
    return { orders, ...(await movePassages(records, left, { owner, id, limit: limit - orders, now })) };
  });
}
