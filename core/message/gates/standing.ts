/** What bars an address or its owner whatever the topic: suppression, an open complaint, a pause they asked for, a relationship that ended. */
import type { JsonObject } from '../../json.ts';
import { isoInstant } from '../../time.ts';
import { complaintOpenSince, type SuppressedWhy } from '../contact.ts';
import type { Decision } from '../decision.ts';
import { type Gate, passing, refusal, type SendContext, waiting } from './gate.ts';

/** Journey id of answers to what somebody wrote, HELP for one. */
export const REPLY = 'reply';

/**
 * Whether a suppressed address may get a message all the same. Nothing goes to one that does not exist or that an operator
 * barred; of the others transactional messages are owed. After STOP a number gets the answer to HELP, and nothing else.
 */
function mayPass(why: SuppressedWhy, decision: Decision): boolean {
  switch (why) {
    case 'hard-bounce':
    case 'manual':
      return false;
    case 'stop-word':
      return decision.class === 'transactional' && decision.journeyId === REPLY;
    case 'soft-bounces':
    case 'spam-complaint':
    case 'erased':
      return decision.class === 'transactional';
  }
}

function suppressionFacts({ contact }: SendContext): JsonObject {
  const suppression = contact?.suppression ?? null;
  if (suppression === null) return { finding: 'not-suppressed' };
  return {
    finding: 'suppressed',
    why: suppression.why,
    since: isoInstant(suppression.at),
    source: suppression.source,
  };
}

const NOT_SUPPRESSED = passing(() => ({ finding: 'not-suppressed' }));
const ALL_THE_SAME = passing((context) => ({ ...suppressionFacts(context), finding: 'owed' }));
const SUPPRESSED = refusal('suppressed-address', suppressionFacts);

export const suppressionGate: Gate = ({ contact, decision }) => {
  const suppression = contact?.suppression ?? null;
  if (suppression === null) return NOT_SUPPRESSED;
  return mayPass(suppression.why, decision) ? ALL_THE_SAME : SUPPRESSED;
};

const NO_COMPLAINT = passing(() => ({ finding: 'none-open' }));
const COMPLAINT = refusal('open-complaint', ({ contact }) => {
  const since = contact === null ? null : complaintOpenSince(contact);
  return { finding: 'open', since: since === null ? null : isoInstant(since) };
});

export const complaintGate: Gate = ({ contact }) =>
  contact === null || complaintOpenSince(contact) === null ? NO_COMPLAINT : COMPLAINT;

const NOT_PAUSED = passing(() => ({ finding: 'not-paused' }));

function pauseFacts({ contact }: SendContext): JsonObject {
  const until = contact?.pausedUntil ?? null;
  return { finding: 'paused', until: until === null ? null : isoInstant(until) };
}

const ENDED = refusal('relationship-ended', () => ({ finding: 'ended' }));

export const pauseGate: Gate = (context) => {
  if (context.isEnded === true && context.decision.class === 'promotional') return ENDED;
  const until = context.contact?.pausedUntil ?? null;
  if (until === null || until <= context.now) return NOT_PAUSED;
  return waiting(context, { until, reason: 'paused-by-customer', facts: pauseFacts, patience: 'node' });
};
