/**
 * What the system answers by itself: that somebody is unsubscribed, that they get messages again, how to get help. An answer
 * is a decision like any other, of class transactional and journey `reply`, so the ledger counts it and policy judges it. Of
 * each kind a person gets one an hour at most: two machines that answer each other soon fall silent.
 */
import type { Person } from '../../core/customer/person.ts';
import { decisionId, enrolmentId } from '../../core/ids.ts';
import type { Decision } from '../../core/message/decision.ts';
import { REPLY } from '../../core/message/gates/standing.ts';
import type { InboundMessage } from '../../core/message/inbound.ts';
import type { KeywordMeaning } from '../../core/message/keywords.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';

const TEMPLATES: Readonly<Record<KeywordMeaning, string>> = {
  stop: 'reply-stop',
  start: 'reply-start',
  help: 'reply-help',
};

/** Later an answer would puzzle. */
const USEFUL_FOR_MS = DAY_MS;
const HIGHEST = 100;

function answerOf(
  container: Container,
  person: Person,
  message: InboundMessage,
  what: KeywordMeaning,
  modelVersion: number,
  now: Instant,
): Decision {
  const { settings, settingsVersion } = container;
  const helpTemplate = what === 'help' ? settings.inbound.helpTemplate : null;
  const template = helpTemplate ?? TEMPLATES[what];
  const id = decisionId(`${person.id}/${REPLY}/${what}/${Math.floor(message.at / HOUR_MS)}`);
  return {
    id,
    customerId: person.id,
    enrolmentId: enrolmentId(`api/${id}`),
    journeyId: REPLY,
    journeyVersion: 0,
    nodeId: template,
    class: 'transactional',
    channel: message.channel,
    topic: 'service',
    template,
    url: null,
    event: null,
    priority: HIGHEST,
    onRefusal: 'skip',
    heldOut: false,
    decidedAt: now,
    expiresAt: now + USEFUL_FOR_MS,
    settingsVersion,
    modelVersion,
    lane: 'transactional',
    dueAt: now,
    attempts: 0,
    outcome: 'pending',
    reason: null,
    claimant: null,
    claimedAt: null,
    settledAt: null,
    providerMessageId: null,
    templateVersion: null,
    evidence: null,
    tries: 0,
    costMicroUsd: 0,
    tallyGroup: null,
    feedback: null,
  };
}

/** Puts the answer to a keyword where senders find it; whoever repeats it puts nothing twice. */
export async function answer(
  container: Container,
  person: Person,
  message: InboundMessage,
  what: KeywordMeaning,
): Promise<void> {
  const now = container.now();
  const { model } = await container.inForce();
  const decision = answerOf(container, person, message, what, model.version, now);
  const body = { decision: decision.id, node: decision.nodeId };
  const fact = { customerId: person.id, at: now, kind: 'message-accepted', journeyId: REPLY, body } as const;
  await container.store.putDecisions([{ decision, fact }]);
}
