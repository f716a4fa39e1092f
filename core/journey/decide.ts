/** The decision a send node comes to: pending, for the send path to judge. Its id names passage, node and round, never the version. */
import { parseDuration } from '../duration.ts';
import { type DecisionId, decisionId, type EnrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { type Decision, type Lane, UNTOUCHED } from '../message/decision.ts';
import type { MessageClass } from '../message/messageClass.ts';
import type { Instant } from '../time.ts';
import type { JourneyDefinition, NodeOf } from './definition.ts';
import { type Enrolment, entryProperties, giftsTogether } from './enrolment.ts';

/** The lane a class of message is sent on. */
export function laneOf(messageClass: MessageClass): Lane {
  return messageClass === 'transactional' || messageClass === 'service' ? 'transactional' : 'journey';
}

export interface DecisionContext {
  readonly definition: JourneyDefinition;
  readonly now: Instant;
  readonly settingsVersion: number;
  readonly modelVersion: number;
}

function eventOf(enrolment: Enrolment): JsonObject | null {
  const properties = entryProperties(enrolment);
  return Object.keys(properties).length === 0 ? null : properties;
}

/** The id of what a node decides in a round of a passage. */
export function decisionIdOf(passage: EnrolmentId, nodeId: string, round: number): DecisionId {
  return decisionId(`${passage}/${nodeId}/${round + 1}`);
}

/** What a node says of a message; `asks` is what its template and page are to ask. */
export interface Message
  extends Pick<NodeOf<'send'>, 'topic' | 'class' | 'priority' | 'expires' | 'refused' | 'template'> {
  readonly channel: Decision['channel'];
  readonly url?: string | undefined;
  readonly asks?: JsonObject;
}

function givenTo(enrolment: Enrolment, { asks }: Message): JsonObject | null {
  const given = giftsTogether(enrolment);
  const all = asks === undefined ? given : { ...given, survey: asks };
  return Object.keys(all).length === 0 ? null : all;
}

export function decisionOf(
  on: DecisionContext,
  enrolment: Enrolment,
  nodeId: string,
  node: Message,
): Decision {
  const { definition, now } = on;
  const messageClass = node.class ?? definition.class;
  return {
    id: decisionIdOf(enrolment.id, nodeId, enrolment.round),
    customerId: enrolment.customerId,
    enrolmentId: enrolment.id,
    journeyId: enrolment.journeyId,
    journeyVersion: enrolment.journeyVersion,
    nodeId,
    class: messageClass,
    channel: node.channel,
    topic: node.topic ?? definition.topic,
    template: node.template ?? '',
    url: node.url ?? null,
    event: eventOf(enrolment),
    given: givenTo(enrolment, node),
    priority: node.priority ?? definition.priority,
    onRefusal: node.refused,
    heldOut: enrolment.heldOut,
    decidedAt: now,
    expiresAt: now + (parseDuration(node.expires) ?? 0),
    settingsVersion: on.settingsVersion,
    modelVersion: on.modelVersion,
    lane: laneOf(messageClass),
    dueAt: now,
    ...UNTOUCHED,
  };
}
