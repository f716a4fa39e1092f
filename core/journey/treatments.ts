/** Nodes that do something for a customer, as a walk comes to them. Whoever is held out passes them untreated. */
import { journeyTask } from '../care/careTask.ts';
import { parseDuration } from '../duration.ts';
import type { NodeOf } from './definition.ts';
import { ERRAND_PATIENCE_MS, type ErrandNode, errandTask } from './errand/errandTask.ts';
import { happenedAlready, heardAt } from './lookBack.ts';
import { askedBy } from './surveyNode.ts';
import { journeyOfCampaign } from './treatmentNodes.ts';
import { beginningOf, decide, isDone, keepArm, markDone, rest, type StepInput, type Walk } from './walk.ts';

/** Rests until the errand brings back what there is. */
export function sendOut({ now }: StepInput, walk: Walk, nodeId: string, node: ErrandNode): string | null {
  const { enrolment } = walk;
  if (enrolment.heldOut) {
    keepArm(walk, nodeId, 'held-out');
    markDone(walk, nodeId);
    return node.next;
  }
  walk.tasks.push({ task: errandTask(enrolment, nodeId, now), expectedVersion: 0 });
  return rest(walk, now + ERRAND_PATIENCE_MS);
}

/** Asks once a round, and waits for the answer. */
export function askSurvey(
  input: StepInput,
  walk: Walk,
  nodeId: string,
  node: NodeOf<'survey'>,
): string | null {
  const { now, events } = input;
  const asked = `?${nodeId}`;
  if (!isDone(walk, asked)) {
    decide(input, walk, nodeId, { ...node, asks: askedBy(node) });
    markDone(walk, asked);
  }
  const answer = happenedAlready(node, walk.enrolment, { person: walk.person, now, events });
  if (answer === undefined) return rest(walk, beginningOf(input) + (parseDuration(node.timeout) ?? 0));
  const { kept, next } = heardAt(node, walk.enrolment, answer);
  Object.assign(walk.enrolment, kept);
  return next;
}

export function assign(
  { now, settings }: StepInput,
  walk: Walk,
  nodeId: string,
  node: NodeOf<'task'>,
): string {
  markDone(walk, nodeId);
  const { enrolment, person } = walk;
  if (enrolment.heldOut) return node.next;
  const { id, journeyId, round } = enrolment;
  const { subject, within, anyHour, assignee } = node;
  const wanted = {
    id: `journey/${id}/${nodeId}/${round + 1}`,
    journey: journeyId,
    subject,
    assignee: assignee ?? null,
    withinMs: parseDuration(within) ?? 0,
    anyHour,
  };
  const { task, fact } = journeyTask(wanted, person, now, settings);
  walk.tasks.push({ task, expectedVersion: 0 });
  walk.facts.push(fact);
  return node.next;
}

export function startCampaign(
  input: StepInput,
  walk: Walk,
  nodeId: string,
  node: NodeOf<'campaign'>,
): string {
  markDone(walk, nodeId);
  if (!walk.enrolment.heldOut) walk.started.push(input.start(journeyOfCampaign(node.campaign), walk.person));
  return node.next;
}
