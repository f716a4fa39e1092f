/** What came back about a message, applied over a container: by the queue of provider events, and by the pages that readers follow. */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { TrackedEvent } from '../../core/customer/event.ts';
import { applyFeedback, type FeedbackResult } from '../../core/message/applyFeedback.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import type { Container } from './container.ts';

export type TellFeedback = (event: ProviderEvent) => Promise<FeedbackResult>;

/** Throws `FeedbackConflict` and `EventConflict`: whoever tells the event again loses nothing. */
export function tellFeedback(container: Container): TellFeedback {
  const { store, addressKeyOf } = container;
  const happened = async (event: TrackedEvent, now: number): Promise<void> => {
    // An act of somebody who was erased makes nobody known.
    if ((await store.loadProfile(event.customerId)) === null) return;
    const { book, model } = await container.inForce();
    const { settings } = container;
    await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
  };
  return (event) => {
    const { settings } = container;
    return applyFeedback({ store, addressKeyOf, settings, happened }, event, container.now());
  };
}
