/** Which messages a frequency cap holds back, and counts. */
import type { Cap } from '../settings/messages.ts';
import type { Channel, MessageClass } from './messageClass.ts';

/** Classes that caps hold: what a person asked for, or is owed, is never held back for having heard from the shop before. */
export const CAPPED_CLASSES: readonly MessageClass[] = ['care', 'survey', 'promotional'];

export interface Counted {
  readonly class: MessageClass;
  readonly channel: Channel;
  /** Undefined of a send remembered before topics were. */
  readonly topic?: string | undefined;
}

/** Whether a message is one of those the cap is of. */
export function capCounts(cap: Cap, message: Counted): boolean {
  if (cap.class === undefined ? !CAPPED_CLASSES.includes(message.class) : cap.class !== message.class)
    return false;
  if (cap.channel !== undefined && cap.channel !== message.channel) return false;
  return cap.topic === undefined || cap.topic === message.topic;
}
