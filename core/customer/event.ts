/**
 * Events as the domain applies them. Deduplicated by (source, messageId), an order also by its order id for ever.
 * An event older than a day, and every import, is historical: it changes state and never enters a journey.
 */
import type { AddressKey, CustomerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ConsentChange } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { Instant } from '../time.ts';
import type { Order } from './order.ts';
import { preferredProperties, type Wishes } from './preferred.ts';

interface EventHead {
  readonly source: string;
  readonly messageId: string;
  /** The id the event came with (`identity.ts`): not always that of the person it is applied to. */
  readonly customerId: CustomerId;
  /** When it happened. */
  readonly at: Instant;
  /** Other ids seen together with `customerId`; at most `MOST_ALSO_KNOWN`. */
  readonly alsoKnownAs?: readonly CustomerId[];
  /** Told from a file of what was: historical, however young. */
  readonly imported?: true;
}

/** What a person told or did that is no order; `name` follows the e-commerce event names of the Segment specification. */
export interface TrackedEvent extends EventHead {
  readonly kind: 'tracked';
  readonly name: string;
  readonly properties: JsonObject;
}

/** `Order Completed`, or `Order Refunded` where the amount is negative. */
export interface OrderEvent extends EventHead {
  readonly kind: 'order';
  /** Its `customerId` is the event's. */
  readonly order: Order;
  /** As sent, for example `cart_id`; what is read from the order itself goes before. */
  readonly properties?: JsonObject;
}

/** Contact and traits; a field left undefined stays as it is. */
export interface IdentifiedEvent extends EventHead {
  readonly kind: 'identified';
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly locale?: string;
  readonly zone?: string;
  readonly traits?: JsonObject;
  readonly consents?: readonly ConsentChange[];
}

/** Two ids are one person: `previous` from now on leads to `customerId`. */
export interface AliasedEvent extends EventHead {
  readonly kind: 'aliased';
  readonly previous: CustomerId;
}

/** What the owner of an address stated about it themselves, on a page of theirs. Bound to the address's key: it may be an earlier one. */
export interface PreferredEvent extends EventHead {
  readonly kind: 'preferred';
  readonly contactKey: AddressKey;
  readonly channel: ConsentChannel;
  readonly consents: readonly ConsentChange[];
  /** Told as a whole; missing where it stays. */
  readonly wishes?: Wishes;
  /** The language they want to be written in. */
  readonly locale?: string;
  /** Why they left or change, as a code. */
  readonly reason?: string;
}

export type CustomerEvent = TrackedEvent | OrderEvent | IdentifiedEvent | AliasedEvent | PreferredEvent;

export const MOST_ALSO_KNOWN = 5;
/** What an order is called among events. */
export const ORDER_EVENTS: ReadonlySet<string> = new Set(['Order Completed', 'Order Refunded']);

export const HISTORICAL_AFTER_MS = 86_400_000;

/** The name journeys match an event by. */
export function eventName(event: CustomerEvent): string {
  switch (event.kind) {
    case 'tracked':
      return event.name;
    case 'order':
      return event.order.amountMinor < 0 ? 'Order Refunded' : 'Order Completed';
    case 'identified':
      return 'Identified';
    case 'aliased':
      return 'Aliased';
    case 'preferred':
      return 'Preferences Updated';
  }
}

/** A refund is an order of its own; what journeys key it by is the order it gives back, where that was told. */
function orderIdOf({ order, properties }: OrderEvent): Json {
  const told = order.amountMinor < 0 ? properties?.order_id : undefined;
  return told ?? order.id;
}

/** The properties journeys filter and key an event by. */
export function eventProperties(event: CustomerEvent): JsonObject {
  switch (event.kind) {
    case 'tracked':
      return event.properties;
    case 'order':
      return {
        ...event.properties,
        order_id: orderIdOf(event),
        revenue_minor: event.order.amountMinor,
        currency: event.order.currency,
        items: event.order.lines.map((line) => line.item),
      };
    case 'identified':
      return event.traits ?? {};
    case 'aliased':
      return { previous: event.previous };
    case 'preferred':
      return preferredProperties(event);
  }
}

/** True where the event may change state only: no journey is entered and no wait ends. */
export function isHistorical(event: CustomerEvent, now: Instant): boolean {
  return event.imported === true || now - event.at > HISTORICAL_AFTER_MS;
}
