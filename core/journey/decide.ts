/** The decision a send node comes to: pending, for the send path to judge. Its id names passage, node and round, never the version. */
import { parseDuration } from '../duration.ts';
import { decisionId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { type Decision, type Lane, UNTOUCHED } from '../message/decision.ts';
import type { MessageClass } from '../message/messageClass.ts';
import type { Instant } from '../time.ts';
import type { JourneyDefinition, NodeOf } from './definition.ts';
import { type Enrolment, entryProperties } from './enrolment.ts';

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

export function decisionOf(
  on: DecisionContext,
  enrolment: Enrolment,
  nodeId: string,
  node: NodeOf<'send'>,
): Decision {
  const { definition, now } = on;
  const messageClass = node.class ?? definition.class;
  return {
    id: decisionId(`${enrolment.id}/${nodeId}/${enrolment.round + 1}`),
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
