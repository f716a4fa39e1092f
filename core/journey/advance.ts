/**
 * One step of one passage: a pure decision. Given the enrolment, the customer, `now` and the definition it answers with
 * the enrolment after the step, the messages decided and the facts, until the person rests in a wait or leaves. AWS, one
 * machine and the simulator all run this one function. A step done in this round of the passage is passed over, whatever the
 * definition has become: so no edit can repeat it.
 */
import type { Person } from '../customer/person.ts';
import { withTraits } from '../customer/withTraits.ts';
import { parseDuration } from '../duration.ts';
import type { Cancellation, PersonWrite, StepChange } from '../ports.ts';
import { MINUTE_MS } from '../time.ts';
import { holds } from './condition.ts';
import { type JourneyDefinition, type JourneyNode, MOST_NODES, type NodeOf } from './definition.ts';
import { type Ending, endingByCondition, missedStageExit } from './endings.ts';
import { entryProperties } from './enrolment.ts';
import { isErrand, wayAfter } from './errand/errandTask.ts';
import { jumpsWithin } from './jumps.ts';
import { happenedAlready, heardAt, isListening } from './lookBack.ts';
import { cancelOpen, ended, endFact, stillOpen } from './passage.ts';
import { pickArm, pickHoldout } from './pick.ts';
import { wayOfAnswer } from './surveyNode.ts';
import { askSurvey, assign, sendOut, startCampaign } from './treatments.ts';
import { waitEnd } from './waiting.ts';
import { beginningOf, decide, isDone, keepArm, markDone, rest, type StepInput, type Walk } from './walk.ts';
import { armByWinner } from './winners.ts';

/** Nodes one step may pass without resting: a definition that needs more loops without a wait. */
const MOST_IMMEDIATE_NODES = 2 * MOST_NODES;

export class EndlessJourney extends Error {
  readonly code = 'endless-journey';
  constructor(journeyId: string, nodeId: string) {
    super(`journey ${journeyId} passed ${MOST_IMMEDIATE_NODES} nodes without a wait, last ${nodeId}`);
    this.name = 'EndlessJourney';
  }
}

function send(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'send'>): string {
  decide(input, walk, nodeId, node);
  markDone(walk, nodeId);
  return node.next;
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

function listen(input: StepInput, walk: Walk, node: NodeOf<'wait-for'>): string | null {
  const { now, events, segments } = input;
  const event = happenedAlready(node, walk.enrolment, { person: walk.person, now, events, segments });
  if (event === undefined) return rest(walk, beginningOf(input) + (parseDuration(node.timeout) ?? 0));
  const { kept, next } = heardAt(node, walk.enrolment, event);
  Object.assign(walk.enrolment, kept);
  return next;
}

function branchTo(input: StepInput, walk: Walk, node: NodeOf<'branch'>): string {
  const { now, events, segments } = input;
  const { enteredAt, arms } = walk.enrolment;
  const properties = entryProperties(walk.enrolment);
  const on = { person: walk.person, properties, now, events, segments, enteredAt, arms };
  return node.cases.find((one) => holds(one.when, on))?.next ?? node.otherwise;
}

/** How often a passage looks whether its campaign has decided. */
const UNDECIDED_MS = 5 * MINUTE_MS;

function experiment(input: StepInput, walk: Walk, nodeId: string, node: NodeOf<'experiment'>): string | null {
  const won = armByWinner(input.winners, walk.enrolment, nodeId, node);
  if (node.decidedBy !== undefined && won === undefined) return rest(walk, input.now + UNDECIDED_MS);
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
  const arm = walk.enrolment.arms[nodeId];
  switch (node.type) {
    case 'wait-for':
      return arm === 'event' ? node.next : node.onTimeout;
    case 'survey':
      return arm === undefined || arm === TIMEOUT ? node.onTimeout : wayOfAnswer(node, arm);
    case 'offer':
    case 'points':
    case 'recommend':
      return wayAfter(node, arm);
    case 'send':
    case 'wait':
    case 'update':
    case 'start':
    case 'task':
    case 'campaign':
      return node.next;
    case 'branch':
    case 'experiment':
    case 'holdout':
    case 'jump':
    case 'exit':
    case 'end':
      return null;
  }
}

/** Runs one node; the id of the next, or null where the person rests or has left. */
function runNode(input: StepInput, walk: Walk, nodeId: string, node: JourneyNode): string | null {
  switch (node.type) {
    case 'send':
      return send(input, walk, nodeId, node);
    case 'wait':
      return wait(input, walk, node);
    case 'wait-for':
      return listen(input, walk, node);
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
    case 'offer':
    case 'points':
    case 'recommend':
      return sendOut(input, walk, nodeId, node);
    case 'survey':
      return askSurvey(input, walk, nodeId, node);
    case 'task':
      return assign(input, walk, nodeId, node);
    case 'campaign':
      return startCampaign(input, walk, nodeId, node);
    case 'jump':
      return jump(input, walk, nodeId, node);
    case 'exit':
      return finish(input, walk, 'exit', node.reason);
    case 'end':
      return finish(input, walk, 'completed', null);
  }
}

const TIMEOUT = 'timeout';

/** Where a passage whose wait is over goes on; one that was not resting runs its node. */
function firstNode(walk: Walk, resting: boolean, definition: JourneyDefinition): string {
  const { nodeId } = walk.enrolment;
  const node = definition.nodes[nodeId];
  if (!resting || node === undefined) return nodeId;
  if (node.type === 'wait') {
    markDone(walk, nodeId);
    return node.next;
  }
  if (!isErrand(node) && !isListening(node)) return nodeId;
  markDone(walk, nodeId);
  const arm = isErrand(node) ? 'late' : TIMEOUT;
  keepArm(walk, nodeId, arm);
  return isErrand(node) ? wayAfter(node, arm) : node.onTimeout;
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
  const { definition, enrolment, person, now, events, segments } = input;
  const missed = missedStageExit(definition, enrolment, person);
  return missed ?? endingByCondition(definition, enrolment, { person, now, events, segments });
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
      openDecisions: stillOpen(enrolment.openDecisions, now),
    },
    decisions: [],
    facts: [],
    tasks: [],
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
  const tasks = [...walk.tasks, ...started.flatMap((one) => one.tasks ?? [])];
  return {
    enrolments: [
      { enrolment: walk.enrolment, expectedVersion: input.enrolment.version },
      ...started.flatMap((one) => one.enrolments),
    ],
    decisions: walk.decisions,
    cancellations: [...cancellations, ...started.flatMap((one) => one.cancellations)],
    facts: [...walk.facts, ...started.flatMap((one) => one.facts)],
    ...(tasks.length === 0 ? {} : { tasks }),
    ...(person === input.person ? {} : { person: written(person, input.person) }),
  };
}
