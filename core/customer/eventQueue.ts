/** Where events wait that cannot be applied at this moment: whoever consumes the queue applies them, at least once. */
import type { CustomerEvent } from './event.ts';

export interface EventQueue {
  /** Durable once it resolves. Events of one customer may be applied in another order: each says when it happened. */
  send(events: readonly CustomerEvent[]): Promise<void>;
}
