/**
 * What takes the mailbox's place on AWS, where there is none: a message that nothing is to carry is neither sent nor said to be.
 * It is tried again until it expires, and goes out where somebody sets the delivery meanwhile.
 */
import type { MessageProvider } from '../../core/ports.ts';
import { MINUTE_MS } from '../../core/time.ts';

const PAUSE_MS = 15 * MINUTE_MS;
const LIVE = { email: 'ses', sms: 'aws', webhook: 'http' } as const;

export const NO_MAILBOX: MessageProvider = {
  send: async ({ channel }) => ({
    kind: 'refused',
    reason: `delivery.${channel} is "mailbox", and a deployed system has none: set it to "${LIVE[channel]}"`,
    retryAfterMs: PAUSE_MS,
  }),
};

/** Of a function that hands over no messages: who does, in a wave, finds them still to be sent. */
export const NO_SENDING: MessageProvider = {
  send: async () => ({
    kind: 'refused',
    reason: 'this function hands over no messages',
    retryAfterMs: MINUTE_MS,
  }),
};
