/**
 * What the system answers by itself: that somebody is unsubscribed, that they get messages again, how to get help. An answer
 * is a decision like any other, of class transactional and journey `reply`, so the ledger counts it and policy judges it. Of
 * each kind a person gets one an hour at most: two machines that answer each other soon fall silent.
 */
import type { Person } from '../../core/customer/person.ts';
import { decisionId } from '../../core/ids.ts';
import { type DirectSend, directDecision } from '../../core/message/directSend.ts';
import { REPLY } from '../../core/message/gates/standing.ts';
import type { InboundMessage } from '../../core/message/inbound.ts';
import type { KeywordMeaning } from '../../core/message/keywords.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';

const TEMPLATES: Readonly<Record<KeywordMeaning, string>> = {
  stop: 'reply-stop',
  start: 'reply-start',
  help: 'reply-help',
};

/** Later an answer would puzzle. */
const USEFUL_FOR_MS = DAY_MS;

/** Puts the answer to a keyword where senders find it; whoever repeats it puts nothing twice. */
export async function answer(
  container: Container,
  person: Person,
  message: InboundMessage,
  what: KeywordMeaning,
): Promise<void> {
  const now = container.now();
  const { model } = await container.inForce();
  const helpTemplate = what === 'help' ? container.settings.inbound.helpTemplate : null;
  const wanted: DirectSend = {
    id: decisionId(`${person.id}/${REPLY}/${what}/${Math.floor(message.at / HOUR_MS)}`),
    journey: REPLY,
    customerId: person.id,
    channel: message.channel,
    template: helpTemplate ?? TEMPLATES[what],
    class: 'transactional',
    topic: 'service',
    data: null,
    expiresAt: now + USEFUL_FOR_MS,
  };
  const versions = { settings: container.settingsVersion, model: model.version };
  await container.store.putDecisions([directDecision(wanted, versions, now)]);
}
