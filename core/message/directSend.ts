/**
 * Messages that no journey decides: a receipt the shop asks for, a try of a template, an answer to HELP, a question for
 * confirmation. Each is a decision like any other, in the ledger, judged and claimed; its journey is a reserved name.
 */
import type { Fact } from '../fact.ts';
import { type CustomerId, type DecisionId, enrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { laneOf } from '../journey/decide.ts';
import { HOUR_MS, type Instant } from '../time.ts';
import { type Decision, type ReservedJourney, UNTOUCHED } from './decision.ts';
import type { ConsentChannel, MessageClass } from './messageClass.ts';

export interface DirectSend {
  /** The same for the same request: a decision is made once an id. */
  readonly id: DecisionId;
  readonly journey: ReservedJourney;
  readonly customerId: CustomerId;
  readonly channel: ConsentChannel;
  readonly template: string;
  readonly class: MessageClass;
  readonly topic: string;
  /** What the template may show as `event`. */
  readonly data: JsonObject | null;
  readonly expiresAt: Instant;
}

export const DIRECT_EXPIRY_MS = 72 * HOUR_MS;
const PRIORITY = 100;

/** The pending decision, with the fact that accepts it: what `putDecisions` takes. */
export function directDecision(
  wanted: DirectSend,
  versions: { readonly settings: number; readonly model: number },
  now: Instant,
): { readonly decision: Decision; readonly fact: Fact } {
  const { id, customerId, journey, template } = wanted;
  const decision: Decision = {
    id,
    customerId,
    enrolmentId: enrolmentId(`${journey}/${id}`),
    journeyId: journey,
    journeyVersion: 0,
    nodeId: template,
    class: wanted.class,
    channel: wanted.channel,
    topic: wanted.topic,
    template,
    url: null,
    event: wanted.data,
    given: null,
    priority: PRIORITY,
    onRefusal: 'wait',
    heldOut: false,
    decidedAt: now,
    expiresAt: wanted.expiresAt,
    settingsVersion: versions.settings,
    modelVersion: versions.model,
    lane: laneOf(wanted.class),
    dueAt: now,
    ...UNTOUCHED,
  };
  const fact: Fact = {
    customerId,
    at: now,
    kind: 'message-accepted',
    journeyId: journey,
    body: { decision: id, node: template },
  };
  return { decision, fact };
}
