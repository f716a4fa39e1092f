/** Times from clocks that run ahead: what is said to happen more than an hour from now happens now. */
import type { CustomerEvent } from '../../core/customer/event.ts';
import { HOUR_MS, type Instant } from '../../core/time.ts';

const MOST_AHEAD_MS = HOUR_MS;

/** The event with every time of it that lies too far ahead set to `now`. */
export function clampFuture(event: CustomerEvent, now: Instant): CustomerEvent {
  const clamped = (at: Instant): Instant => (at > now + MOST_AHEAD_MS ? now : at);
  const at = clamped(event.at);
  switch (event.kind) {
    case 'tracked':
    case 'aliased':
      return { ...event, at };
    case 'order':
      return { ...event, at, order: { ...event.order, at: clamped(event.order.at) } };
    case 'identified': {
      const { consents } = event;
      if (consents === undefined) return { ...event, at };
      return { ...event, at, consents: consents.map((one) => ({ ...one, at: clamped(one.at) })) };
    }
    case 'preferred':
      return {
        ...event,
        at,
        consents: event.consents.map((one) => ({ ...one, at: clamped(one.at) })),
      };
  }
}
