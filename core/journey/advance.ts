/**
 * One step of one passage: a pure decision. Given the enrolment, the customer, `now` and the definition it answers with
 * the enrolment after the step, the messages decided and the facts, until the person rests in a wait or leaves. AWS, one
 * machine and the simulator all run this one function.
 */
import { chance } from '../chance.ts';
import { parseDuration } from '../duration.ts';
import type { Fact } from '../fact.ts';
import { decisionId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../customer/person.ts';
import type { Decision, Lane } from '../message/decision.ts';
import type { MessageClass } from '../message/messageClass.ts';
import type { Cancellation, StepChange } from '../ports.ts';
import type { Instant } from '../time.ts';
import { holds } from './condition.ts';
import { type JourneyDefinition, type JourneyNode, MOST_NODES, type SendNode } from './definition.ts';
import type { Enrolment } from './enrolment.ts';
import { endFact, ended } from './react.ts';

export interface StepInput {
  readonly enrolment: Enrolment;
  readonly person: Person;
  readonly definition: JourneyDefinition;
  readonly now: Instant;
  readonly seed: number;
  readonly settingsVersion: number;
  readonly modelVersion: number;
}

/** Nodes one step may pass without resting: a definition that needs more loops without a wait. */
const MOST_IMMEDIATE_NODES = 2 * MOST_NODES;

export class EndlessJourney extends Error {
  readonly code = 'endless-journey';
  constructor(journeyId: string, nodeId: string) {
    super(`journey ${journeyId} passed ${MOST_IMMEDIATE_NODES} nodes without a wait, last ${nodeId}`);
    this.name = 'EndlessJourney';
  }
}

/** The lane a class of message is sent on. */
export function laneOf(messageClass: MessageClass): Lane {
  return messageClass === 'transactional' || messageClass === 'service' ? 'transactional' : 'journey';
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entryProperties(enrolment: Enrolment): JsonObject {
  const { properties } = enrolment.trigger;
  return isRecord(properties) ? properties : {};
}

/** The enrolment as it will be, while a walk builds it up; what it holds is replaced, never changed. */
type Draft = { -readonly [Field in keyof Enrolment]: Enrolment[Field] };

/** The state a walk through immediate nodes builds up. */
interface Walk {
  readonly enrolment: Draft;
  readonly decisions: Decision[];
  readonly facts: Fact[];
}

function decide(input: StepInput, walk: Walk, nodeId: string, node: SendNode): void {
  const { enrolment } = walk;
  const { definition, now } = input;
  const visit = (enrolment.visits[nodeId] ?? 0) + 1;
  const messageClass = node.class ?? definition.class;
  const expiryMs = parseDuration(node.expires) ?? 0;
  const id = decisionId(`${enrolment.id}/${nodeId}/${visit}`);
  walk.decisions.push({
    id,
    customerId: enrolment.customerId,
    enrolmentId: enrolment.id,
    journeyId: enrolment.journeyId,
    journeyVersion: enrolment.journeyVersion,
    nodeId,
    class: messageClass,
    channel: node.channel,
    topic: node.topic ?? definition.topic,
    template: node.template,
    priority: node.priority ?? definition.priority,
    onRefusal: node.refused,
    heldOut: enrolment.heldOut,
    decidedAt: now,
    expiresAt: now + expiryMs,
    settingsVersion: input.settingsVersion,
    modelVersion: input.modelVersion,
    lane: laneOf(messageClass),
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
  });
  walk.facts.push({
    customerId: enrolment.customerId,
    at: now,
    kind: 'message-accepted',
    journeyId: enrolment.journeyId,
    body: { decision: id, node: nodeId },
  });
  enrolment.visits = { ...enrolment.visits, [nodeId]: visit };
  enrolment.openDecisions = [...enrolment.openDecisions, { id, expiresAt: now + expiryMs }];
}

function branchTo(input: StepInput, node: Extract<JourneyNode, { type: 'branch' }>): string {
  const { person, now, enrolment } = input;
  const on = { person, properties: entryProperties(enrolment), now };
  return node.cases.find((one) => holds(one.when, on))?.next ?? node.otherwise;
}

function holdOut(input: StepInput, walk: Walk, nodeId: string, share: number): void {
  const { enrolment } = walk;
  const { journeyId, customerId } = enrolment;
  const arm =
    enrolment.arms[nodeId] ??
    (chance(input.seed, journeyId, nodeId, customerId) < share ? 'held-out' : 'treated');
  enrolment.arms = { ...enrolment.arms, [nodeId]: arm };
  enrolment.heldOut ||= arm === 'held-out';
}

function finish(
  input: StepInput,
  walk: Walk,
  reason: 'completed' | 'exit' | 'broken',
  detail: string | null,
): void {
  walk.facts.push(endFact(walk.enrolment, input.now, reason, detail));
  const { version } = walk.enrolment;
  Object.assign(walk.enrolment, ended(walk.enrolment, input.now, reason, detail), { version });
}

/** Runs one node; the id of the next, or null where the person rests or has left. */
function runNode(input: StepInput, walk: Walk, nodeId: string, node: JourneyNode): string | null {
  switch (node.type) {
    case 'send':
      decide(input, walk, nodeId, node);
      return node.next;
    case 'wait':
      walk.enrolment.resting = true;
      walk.enrolment.dueAt = input.now + (parseDuration(node.for) ?? 0);
      return null;
    case 'branch':
      return branchTo(input, node);
    case 'holdout':
      holdOut(input, walk, nodeId, node.share);
      return node.next;
    case 'exit':
      finish(input, walk, 'exit', node.reason);
      return null;
    case 'end':
      finish(input, walk, 'completed', null);
      return null;
  }
}

/** A stage exit is checked at every step too: one who entered in a stage the journey exits from, and is there no more. */
function missedExit(input: StepInput): string | null {
  const entered = input.enrolment.trigger.to;
  const stage = input.person.lifecycle?.stage;
  if (typeof entered !== 'string' || stage === undefined || stage === entered) return null;
  const leaves = input.definition.exits.some(
    (exit) =>
      exit.on === 'stage' &&
      (exit.to === undefined || exit.to.includes(stage)) &&
      (exit.from ?? []).some((from) => from === entered),
  );
  return leaves ? `${entered} → ${stage}` : null;
}

function cancelOpen(enrolment: Enrolment, now: Instant): Cancellation[] {
  return enrolment.openDecisions.map(({ id }) => ({ decisionId: id, reason: 'exited', at: now }));
}

function firstNode(enrolment: Enrolment, definition: JourneyDefinition): string | null {
  if (!enrolment.resting) return enrolment.nodeId;
  const node = definition.nodes[enrolment.nodeId];
  return node?.type === 'wait' ? node.next : enrolment.nodeId;
}

/**
 * The change one due enrolment comes to. The enrolment's version grows by one. A node that is not in the definition ends
 * the passage as `broken`. Leaving by an exit, or broken, cancels what earlier steps decided and is still open. Throws `EndlessJourney` where nodes follow each other without a wait for too long.
 */
export function advance(input: StepInput): StepChange {
  const { enrolment, definition, now } = input;
  const walk: Walk = {
    enrolment: {
      ...enrolment,
      version: enrolment.version + 1,
      resting: false,
      attempts: 0,
      dueAt: null,
      openDecisions: enrolment.openDecisions.filter((open) => open.expiresAt > now),
    },
    decisions: [],
    facts: [],
  };
  const left = missedExit(input);
  if (left !== null) {
    finish(input, walk, 'exit', left);
    return change(enrolment, walk, cancelOpen(enrolment, now));
  }
  let nodeId = firstNode(enrolment, definition);
  for (let passed = 0; nodeId !== null; passed += 1) {
    if (passed > MOST_IMMEDIATE_NODES) throw new EndlessJourney(enrolment.journeyId, nodeId);
    const node: JourneyNode | undefined = definition.nodes[nodeId];
    walk.enrolment.nodeId = nodeId;
    if (node === undefined) {
      finish(input, walk, 'broken', `node ${nodeId} is not in version ${enrolment.journeyVersion}`);
      break;
    }
    nodeId = runNode(input, walk, nodeId, node);
  }
  const { endReason } = walk.enrolment;
  const leftEarly = endReason === 'exit' || endReason === 'broken';
  return change(enrolment, walk, leftEarly ? cancelOpen(enrolment, now) : []);
}

function change(before: Enrolment, walk: Walk, cancellations: readonly Cancellation[]): StepChange {
  return {
    enrolments: [{ enrolment: walk.enrolment, expectedVersion: before.version }],
    decisions: walk.decisions,
    cancellations,
    facts: walk.facts,
  };
}
