/**
 * Events that tell why a customer is lost, or that the reason is gone, as the traits they leave: the newest word holds, as with
 * every trait. An order takes away what stood in its way: a card that failed, an address that was wrong.
 */
import type { CustomerEvent } from '../customer/event.ts';
import { lossReason, LOSS_REASON_TRAIT } from '../feedback/lossReason.ts';
import type { Json } from '../json.ts';
import { LOSS_EVENT_TRAIT, type LossEvent } from './loss.ts';

export const LOSS_REASON_GIVEN = 'Loss Reason Given';

/** What each event leaves in `loss_event`; null takes it away. */
const LEAVES: ReadonlyMap<string, LossEvent | null> = new Map<string, LossEvent | null>([
  ['Payment Failed', 'payment-failed'],
  ['Address Invalid', 'address-invalid'],
  ['Customer Moved', 'moved'],
  ['Customer Died', 'died'],
  ['Fraud Flagged', 'fraud'],
  ['Credit Refused', 'bad-credit'],
  ['Payment Succeeded', null],
  ['Address Confirmed', null],
  ['Fraud Cleared', null],
]);

/** Names an order of which takes away `payment-failed` and `address-invalid`. */
const MENDED_BY_ORDER: ReadonlySet<unknown> = new Set(['payment-failed', 'address-invalid']);

type Traits = Readonly<Record<string, Json>>;

/** The traits an event leaves; null where it tells nothing of a loss. `known`: the traits before it. */
export function lossTold(event: CustomerEvent, known: Traits): Traits | null {
  if (event.kind === 'order')
    return event.order.amountMinor >= 0 && MENDED_BY_ORDER.has(known[LOSS_EVENT_TRAIT])
      ? { [LOSS_EVENT_TRAIT]: null }
      : null;
  if (event.kind !== 'tracked') return null;
  if (event.name === LOSS_REASON_GIVEN) {
    const reason = lossReason(event.properties['reason']);
    return reason === null ? null : { [LOSS_REASON_TRAIT]: reason };
  }
  const left = LEAVES.get(event.name);
  return left === undefined ? null : { [LOSS_EVENT_TRAIT]: left };
}
