/**
 * What a walk through immediate nodes builds up: the passage as it will be, what was decided, and what is to be committed with
 * it. What the draft holds is replaced, never changed.
 */
import type { Person } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import type { Decision } from '../message/decision.ts';
import type { Consequences, RecentEvent } from '../ports.ts';
import type { TaskWrite } from '../task.ts';
import { type Instant, MINUTE_MS } from '../time.ts';
import { decisionOf, type Message } from './decide.ts';
import type { JourneyDefinition } from './definition.ts';
import type { Enrolment } from './enrolment.ts';
import type { WaitContext } from './waiting.ts';
import type { Winners } from './winners.ts';

export interface StepInput extends Omit<WaitContext, 'properties'> {
  readonly enrolment: Enrolment;
  readonly definition: JourneyDefinition;
  readonly settingsVersion: number;
  readonly modelVersion: number;
  /** Of experiments decided: whom they are for gets them. */
  readonly winners: Winners;
  /** What the person did lately, of the events the definition looks back on. */
  readonly events: readonly RecentEvent[];
  /** Segments the person is in, where the definition asks for any; empty elsewhere. */
  readonly segments: Readonly<Record<string, Instant>>;
  /** What starting another journey comes to, for the person as the step leaves them. */
  readonly start: (journeyId: string, person: Person) => Consequences;
}

/** The enrolment as it will be, while a walk builds it up; what it holds is replaced, never changed. */
type Draft = { -readonly [Field in keyof Enrolment]: Enrolment[Field] };

export interface Walk {
  readonly enrolment: Draft;
  readonly decisions: Decision[];
  readonly facts: Fact[];
  readonly tasks: TaskWrite[];
  readonly started: Consequences[];
  person: Person;
}

export function isDone({ enrolment }: Walk, nodeId: string): boolean {
  return enrolment.visits[nodeId] === enrolment.round + 1;
}

/** `nodeId` may be any other name of `visits`. */
export function markDone({ enrolment }: Walk, nodeId: string): void {
  enrolment.visits = { ...enrolment.visits, [nodeId]: enrolment.round + 1 };
}

export function keepArm({ enrolment }: Walk, nodeId: string, arm: string): void {
  enrolment.arms = { ...enrolment.arms, [nodeId]: arm };
}

export function rest({ enrolment }: Walk, until: number): null {
  enrolment.resting = true;
  enrolment.dueAt = until;
  return null;
}

/** Decides one message of a node. */
export function decide(
  input: StepInput,
  { enrolment, decisions, facts }: Walk,
  nodeId: string,
  message: Message,
): void {
  const decision = decisionOf(input, enrolment, nodeId, message);
  decisions.push(decision);
  facts.push({
    customerId: enrolment.customerId,
    at: input.now,
    kind: 'message-accepted',
    journeyId: enrolment.journeyId,
    body: { decision: decision.id, node: nodeId },
  });
  enrolment.openDecisions = [...enrolment.openDecisions, { id: decision.id, expiresAt: decision.expiresAt }];
}

/** A wave comes a little after a step is due: a wait counts from when it was due, unless nobody was there for longer. */
const PUNCTUAL_MS = 5 * MINUTE_MS;

export function beginningOf({ enrolment: { dueAt }, now }: StepInput): Instant {
  return dueAt !== null && dueAt <= now && now - dueAt <= PUNCTUAL_MS ? dueAt : now;
}
