/** Whether the message is still worth sending, and has somewhere to go. */
import { isoInstant } from '../../time.ts';
import { type Gate, passing, refusal } from './gate.ts';

const IN_TIME = passing(({ decision }) => ({ finding: 'in-time', at: isoInstant(decision.expiresAt) }));
const EXPIRED = refusal('expired', ({ decision }) => ({
  finding: 'expired',
  at: isoInstant(decision.expiresAt),
}));

export const expiryGate: Gate = ({ decision, now }) => (now >= decision.expiresAt ? EXPIRED : IN_TIME);

const KNOWN = passing(({ decision }) => ({ finding: 'known', channel: decision.channel }));
const UNKNOWN = refusal('no-address', ({ decision }) => ({ finding: 'unknown', channel: decision.channel }));

export const addressGate: Gate = ({ contact }) => (contact === null ? UNKNOWN : KNOWN);
