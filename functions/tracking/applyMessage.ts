/**
 * One message from reading to commit. Messages of one customer are applied in turn, those of different customers at once. What
 * becomes of a message is a value; only a store that cannot write now throws.
 */
import { applyEvent, EventConflict } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { JsonObject } from '../../core/json.ts';
import type { InForce } from '../shared/container.ts';
import type { Container } from '../shared/container.ts';
import { eventsOf } from './eventsOf.ts';
import { type Finding, Refused } from './finding.ts';
import { type MessageType, member, objectAt, type Reading, textAt } from './message.ts';
import { otherCurrency } from './money.ts';
import { isRefundInFull } from './orders.ts';
import type { ShopCurrency } from './shopCurrency.ts';
import type { Turns } from './turns.ts';
import { whoOf } from './who.ts';

export interface ApplyDeps {
  readonly container: Container;
  readonly inForce: InForce;
  readonly currency: ShopCurrency;
  readonly turns: Turns;
}

export type Applied = { readonly kind: 'applied' } | { readonly kind: 'rejected'; readonly finding: Finding };

const APPLIED: Applied = { kind: 'applied' };

/** Failures that pass: the same message is applied when it comes again. */
function passes(failure: unknown): boolean {
  if (failure instanceof EventConflict) return true;
  const code = failure instanceof Error && 'code' in failure ? failure.code : null;
  return typeof code === 'string' && code.startsWith('store-');
}

/** A message that cannot be applied is rejected as any other; what will pass is thrown. */
function rejection(failure: unknown): Applied {
  if (failure instanceof Refused) return { kind: 'rejected', finding: failure.finding };
  if (passes(failure)) throw failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  const remedy = 'it is kept among the rejected events; tell who runs this system';
  return { kind: 'rejected', finding: { code: 'cannot-apply', field: '', message, remedy, lost: true } };
}

async function commit(deps: ApplyDeps, events: readonly CustomerEvent[], reading: Reading): Promise<void> {
  const { container, inForce, currency } = deps;
  const { store, addressKeyOf, settings } = container;
  for (const event of events) {
    if (event.kind === 'order' && reading.currency === null) {
      const ofShop = await currency.claim(event.order.currency);
      if (ofShop !== event.order.currency) throw otherCurrency(event.order.currency, ofShop);
    }
    const { book, model } = inForce;
    await applyEvent({ store, addressKeyOf, settings, model }, book, event, reading.receivedAt);
  }
}

/** Whether it is a refund that names no amount, so that the order has to be looked up. */
function refundsInFull(type: MessageType, message: JsonObject): boolean {
  if (type !== 'track' || member(message, 'event') !== 'Order Refunded') return false;
  return isRefundInFull('Order Refunded', objectAt(message, 'properties'));
}

/** What was paid for the order the message gives back; null where the customer has no such order. */
async function paidFor({ container }: ApplyDeps, message: JsonObject): Promise<number | null> {
  const orderId = textAt(objectAt(message, 'properties'), 'order_id');
  const record = orderId === null ? null : await container.store.loadPerson(whoOf(message).customerId);
  const order = record?.orders.find((one) => one.id === orderId);
  return order === undefined || order.amountMinor <= 0 ? null : order.amountMinor;
}

async function run(
  deps: ApplyDeps,
  type: MessageType,
  message: JsonObject,
  reading: Reading,
): Promise<Applied> {
  if (refundsInFull(type, message)) {
    await deps.turns.run(whoOf(message).customerId, async () => {
      const known = { ...reading, paidMinor: await paidFor(deps, message) };
      await commit(deps, eventsOf(type, message, known), known);
    });
    return APPLIED;
  }
  const events = eventsOf(type, message, reading);
  const [first] = events;
  if (first !== undefined) await deps.turns.run(first.customerId, () => commit(deps, events, reading));
  return APPLIED;
}

/** Reads and applies one message. Throws where the store cannot write now. */
export async function applyMessage(
  deps: ApplyDeps,
  type: MessageType,
  message: JsonObject,
  reading: Reading,
): Promise<Applied> {
  try {
    return await run(deps, type, message, reading);
  } catch (failure) {
    return rejection(failure);
  }
}
