/**
 * One step of one passage: a pure decision. Given the enrolment, the customer, `now` and the definition it answers with
 * the enrolment after the step, the messages decided and the facts, until the person rests in a wait or leaves. AWS, one
 * machine and the simulator all run this one function. A step done in this round of the passage is passed over, whatever the
 * definition has become: so no edit can repeat it.
 */
import type { Person } from '../customer/person.ts';
import { withTraits } from '../customer/withTraits.ts';
import { parseDuration } from '../duration.ts';
import type { Fact } from '../fact.ts';
import type { Decision } from '../message/decision.ts';
import type { Cancellation, Consequences, PersonWrite, RecentEvent, StepChange } from '../ports.ts';
import { type Instant, MINUTE_MS } from '../time.ts';
import { holds } from './condition.ts';
import { decisionOf } from './decide.ts';
import { type JourneyDefinition, type JourneyNode, MOST_NODES, type NodeOf } from './definition.ts';
import { type Ending, endingByCondition, missedStageExit } from './endings.ts';
import { type Enrolment, entryProperties, heard } from './enrolment.ts';
import { jumpsWithin } from './jumps.ts';
import { happenedAlready } from './lookBack.ts';
import { cancelOpen, ended, endFact } from './passage.ts';
import { pickArm, pickHoldout } from './pick.ts';
import { type WaitContext, waitEnd } from './waiting.ts';
import { armByWinner, type Winners } from './winners.ts';

export interface StepInput extends Omit<WaitContext, 'properties'> {
  readonly enrolment: Enrolment;
  readonly definition: JourneyDefinition;
  readonly settingsVersion: number;
  readonly modelVersion: number;
  /** Of experiments decided: whom they are for gets them. */
  readonly winners: Winners;
  /** What the person did lately, of the events the definition looks back on. */
  readonly events: readonly RecentEvent[];
  /** What starting another journey comes to, for the person as the step leaves them. */
  readonly start: (journeyId: string, person: Person) => Consequences;
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

/** The enrolment as it will be, while a walk builds it up; what it holds is replaced, never changed. */
type Draft = { -readonly [Field in keyof Enrolment]: Enrolment[Field] };

/** The state a walk through immediate nodes builds up. */
interface Walk {
  readonly enrolment: Draft;
  readonly decisions: Decision[];
  readonly facts: Fact[];
  readonly started: Consequences[];
  person: Person;
}

function isDone({ enrolment }: Walk, nodeId: string): boolean {
  return enrolment.visits[nodeId] === enrolment.round + 1;
}

function markDone({ enrolment }: Walk, nodeId: string): void {
  enrolment.visits = { ...enrolment.visits, [nodeId]: enrolment.round + 1 };
}

function keepArm({ enrolment }: Walk, nodeId: string, arm: string): void {
  enrolment.arms = { ...enrolment.arms, [nodeId]: arm };
}

function rest({ enrolment }: Walk, until: number): null {
  enrolment.resting = true;
  enrolment.dueAt = until;
  return null;
}

function send(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'send'>): string {
  const { enrolment } = walk;
  const decision = decisionOf(input, enrolment, nodeId, node);
  walk.decisions.push(decision);
  walk.facts.push({
    customerId: enrolment.customerId,
    at: input.now,
    kind: 'message-accepted',
    journeyId: enrolment.journeyId,
    body: { decision: decision.id, node: nodeId },
  });
  markDone(walk, nodeId);
  enrolment.openDecisions = [...enrolment.openDecisions, { id: decision.id, expiresAt: decision.expiresAt }];
  return node.next;
}

/** A wave comes a little after a step is due: a wait counts from when it was due, unless nobody was there for longer. */
const PUNCTUAL_MS = 5 * MINUTE_MS;

function beginningOf({ enrolment: { dueAt }, now }: StepInput): Instant {
  return dueAt !== null && dueAt <= now && now - dueAt <= PUNCTUAL_MS ? dueAt : now;
}

function wait(input: StepInput, walk: Walk, node: NodeOf<'wait'>): string | null {
  const end = waitEnd(node, {
    ...input,
    now: beginningOf(input),
    person: walk.person,
    properties: entryProperties(walk.enrolment),
  });
  if (end.kind === 'missing') return node.missing ?? node.next;
  return rest(walk, end.at);
}

function listen(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'wait-for'>): string | null {
  const { now, events } = input;
  const event = happenedAlready(node, walk.enrolment, { person: walk.person, now, events });
  if (event === undefined) return rest(walk, beginningOf(input) + (parseDuration(node.timeout) ?? 0));
  Object.assign(walk.enrolment, heard(walk.enrolment, nodeId, event));
  return node.next;
}

function branchTo(input: StepInput, walk: Walk, node: NodeOf<'branch'>): string {
  const { now, events } = input;
  const { enteredAt, arms } = walk.enrolment;
  const properties = entryProperties(walk.enrolment);
  const on = { person: walk.person, properties, now, events, enteredAt, arms };
  return node.cases.find((one) => holds(one.when, on))?.next ?? node.otherwise;
}

function experiment(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'experiment'>): string {
  const won = armByWinner(input.winners, walk.enrolment, nodeId, node);
  const arm = pickArm(input.settings.seed, walk.enrolment, nodeId, node.arms, won);
  keepArm(walk, nodeId, arm.id);
  return arm.next;
}

function holdOut(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'holdout'>): string {
  const arm = pickHoldout(input.settings.seed, walk.enrolment, nodeId, node.share);
  keepArm(walk, nodeId, arm);
  walk.enrolment.heldOut ||= arm === 'held-out';
  return node.next;
}

function jump(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'jump'>): string {
  const { enrolment } = walk;
  const taken = enrolment.visits[nodeId] ?? 0;
  if (taken >= node.times) return node.next;
  const visits: Record<string, number> = { ...enrolment.visits, [nodeId]: taken + 1 };
  for (const inner of jumpsWithin(input.definition, nodeId)) delete visits[inner];
  enrolment.visits = visits;
  enrolment.round += 1;
  return node.to;
}

function finish(
  input: StepInput,
  walk: Walk,
  reason: 'completed' | 'goal' | 'exit' | 'broken',
  detail: string | null,
): null {
  walk.facts.push(endFact(walk.enrolment, input.now, reason, detail));
  const { version } = walk.enrolment;
  Object.assign(walk.enrolment, ended(walk.enrolment, input.now, reason, detail), { version });
  return null;
}

/** Where a step that was done in this round leads on; null where the node is one that is always run. */
function past(walk: Walk, nodeId: string, node: JourneyNode): string | null {
  if (!isDone(walk, nodeId)) return null;
  if (node.type === 'wait-for') return walk.enrolment.arms[nodeId] === 'event' ? node.next : node.onTimeout;
  const once =
    node.type === 'send' || node.type === 'wait' || node.type === 'update' || node.type === 'start';
  return once ? node.next : null;
}

/** Runs one node; the id of the next, or null where the person rests or has left. */
function runNode(input: StepInput, walk: Walk, nodeId: string, node: JourneyNode): string | null {
  switch (node.type) {
    case 'send':
      return send(input, walk, nodeId, node);
    case 'wait':
      return wait(input, walk, node);
    case 'wait-for':
      return listen(input, walk, nodeId, node);
    case 'branch':
      return branchTo(input, walk, node);
    case 'experiment':
      return experiment(input, walk, nodeId, node);
    case 'holdout':
      return holdOut(input, walk, nodeId, node);
    case 'update':
      walk.person = withTraits(walk.person, node.set, input.now);
      markDone(walk, nodeId);
      return node.next;
    case 'start':
      walk.started.push(input.start(node.journey, walk.person));
      markDone(walk, nodeId);
      return node.next;
    case 'jump':
      return jump(input, walk, nodeId, node);
    case 'exit':
      return finish(input, walk, 'exit', node.reason);
    case 'end':
      return finish(input, walk, 'completed', null);
  }
}

/** Where a passage whose wait is over goes on; one that was not resting runs its node. */
function firstNode(walk: Walk, resting: boolean, definition: JourneyDefinition): string {
  const { nodeId } = walk.enrolment;
  const node = definition.nodes[nodeId];
  if (!resting || node === undefined) return nodeId;
  if (node.type !== 'wait' && node.type !== 'wait-for') return nodeId;
  markDone(walk, nodeId);
  if (node.type === 'wait') return node.next;
  keepArm(walk, nodeId, 'timeout');
  return node.onTimeout;
}

function walkOn(input: StepInput, walk: Walk): void {
  const { definition, enrolment } = input;
  let nodeId: string | null = firstNode(walk, enrolment.resting, definition);
  for (let passed = 0; nodeId !== null; passed += 1) {
    if (passed > MOST_IMMEDIATE_NODES) throw new EndlessJourney(enrolment.journeyId, nodeId);
    const node: JourneyNode | undefined = definition.nodes[nodeId];
    walk.enrolment.nodeId = nodeId;
    if (node === undefined) {
      finish(input, walk, 'broken', `node ${nodeId} is not in version ${enrolment.journeyVersion}`);
      return;
    }
    nodeId = past(walk, nodeId, node) ?? runNode(input, walk, nodeId, node);
  }
}

function endingNow(input: StepInput): Ending | null {
  const { definition, enrolment, person, now, events } = input;
  const missed = missedStageExit(definition, enrolment, person);
  return missed ?? endingByCondition(definition, enrolment, { person, now, events });
}

/**
 * The change one due enrolment comes to. The enrolment's version grows by one. A node that is not in the definition ends
 * the passage as `broken`. Leaving by goal or exit, or broken, cancels what earlier steps decided and is still open. Throws
 * `EndlessJourney` where nodes follow each other without a wait for too long.
 */
export function advance(input: StepInput): StepChange {
  const { enrolment, now } = input;
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
    started: [],
    person: input.person,
  };
  const ending = endingNow(input);
  if (ending === null) walkOn(input, walk);
  else finish(input, walk, ending.reason, ending.detail);
  const { endReason } = walk.enrolment;
  const leftEarly = endReason === 'goal' || endReason === 'exit' || endReason === 'broken';
  return change(input, walk, leftEarly ? cancelOpen(enrolment, now) : []);
}

/** However many nodes changed the person, it is one write. */
function written(person: Person, { version }: Person): PersonWrite {
  return { person: { ...person, version: version + 1 }, expectedVersion: version };
}

function change(input: StepInput, walk: Walk, cancellations: readonly Cancellation[]): StepChange {
  const { started, person } = walk;
  return {
    enrolments: [
      { enrolment: walk.enrolment, expectedVersion: input.enrolment.version },
      ...started.flatMap((one) => one.enrolments),
    ],
    decisions: walk.decisions,
    cancellations: [...cancellations, ...started.flatMap((one) => one.cancellations)],
    facts: [...walk.facts, ...started.flatMap((one) => one.facts)],
    ...(person === input.person ? {} : { person: written(person, input.person) }),
  };
}
