/**
 * One message from reading to commit. Messages of one customer are applied in turn, those of different customers at once. What
 * becomes of a message is a value; only a store that cannot write now throws.
 */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { type CustomerEvent, ORDER_EVENTS } from '../../core/customer/event.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Container, InForce } from '../shared/container.ts';
import { passes } from '../shared/passing.ts';
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

/** What a failure makes of a message: rejected, and so kept. A failure that passes is thrown, so that the sender tries again. */
function rejection(failure: unknown): Applied {
  if (failure instanceof Refused) return { kind: 'rejected', finding: failure.finding };
  if (passes(failure)) throw failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  const remedy = 'it is kept among the rejected events; tell who runs this system';
  return { kind: 'rejected', finding: { code: 'cannot-apply', field: '', message, remedy, lost: true } };
}

/** What the store cannot take now waits in the queue, where there is one; then nothing is lost and nobody sends it again. */
async function putOff(
  { queue, report }: Container,
  failure: unknown,
  events: readonly CustomerEvent[],
): Promise<void> {
  if (queue === undefined || !passes(failure)) throw failure;
  report?.(failure);
  try {
    await queue.send(events);
  } catch (notQueued) {
    report?.(notQueued);
    throw failure;
  }
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
    try {
      await applyEvent({ store, addressKeyOf, settings, model }, book, event, reading.receivedAt);
    } catch (failure) {
      await putOff(container, failure, events.slice(events.indexOf(event)));
      return;
    }
  }
}

/** True for an order event; what it says of itself is read later. */
function isOrder(type: MessageType, message: JsonObject): boolean {
  const name = member(message, 'event');
  return type === 'track' && typeof name === 'string' && ORDER_EVENTS.has(name);
}

/** What was paid for the order the message gives back; null where the customer has no such order. */
async function paidFor({ container }: ApplyDeps, message: JsonObject): Promise<number | null> {
  const orderId = textAt(objectAt(message, 'properties'), 'order_id');
  const record = orderId === null ? null : await container.store.loadPerson(whoOf(message).customerId);
  const order = record?.orders.find((one) => one.id === orderId);
  return order === undefined || order.amountMinor <= 0 ? null : order.amountMinor;
}

/** The turn in which orders stand while the shop has no currency, so that the first of them names it for all. */
const NAMING_THE_CURRENCY = 'naming the currency';

/** An order that cannot be read without what came before it: in the currency of the shop, or giving an order back. */
async function readInTurn(
  deps: ApplyDeps,
  type: MessageType,
  message: JsonObject,
  reading: Reading,
): Promise<void> {
  const { customerId } = whoOf(message);
  const work = () =>
    deps.turns.run(customerId, async () => {
      const [currency, paidMinor] = [await deps.currency.current(), await paidFor(deps, message)];
      const known = { ...reading, currency, paidMinor };
      await commit(deps, eventsOf(type, message, known), known);
    });
  await (reading.currency === null ? deps.turns.run(NAMING_THE_CURRENCY, work) : work());
}

/** True where an order can be read only in its turn. */
function waitsForOthers(type: MessageType, message: JsonObject, { currency }: Reading): boolean {
  if (!isOrder(type, message)) return false;
  return currency === null || isRefundInFull(member(message, 'event'), objectAt(message, 'properties'));
}

async function run(deps: ApplyDeps, type: MessageType, message: JsonObject, reading: Reading): Promise<void> {
  if (waitsForOthers(type, message, reading)) {
    await readInTurn(deps, type, message, reading);
    return;
  }
  const events = eventsOf(type, message, reading);
  const [first] = events;
  if (first !== undefined) await deps.turns.run(first.customerId, () => commit(deps, events, reading));
}

/** Reads and applies one message. Throws where the store cannot write now. */
export async function applyMessage(
  deps: ApplyDeps,
  type: MessageType,
  message: JsonObject,
  reading: Reading,
): Promise<Applied> {
  try {
    await run(deps, type, message, reading);
    return APPLIED;
  } catch (failure) {
    return rejection(failure);
  }
}
