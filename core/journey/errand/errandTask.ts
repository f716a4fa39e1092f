/**
 * Errands: nodes that ask for what only stores and providers know. The step that comes to one rests and writes a task; whoever
 * runs it brings back the answer and sends the passage on. An answer that stays away for a day is not waited for.
 */
import * as z from 'zod';
import type { CustomerId, EnrolmentId } from '../../ids.ts';
import type { Task } from '../../task.ts';
import { DAY_MS, type Instant } from '../../time.ts';
import type { JourneyNode, NodeOf } from '../definition.ts';
import type { Enrolment } from '../enrolment.ts';

export type ErrandNode = NodeOf<'offer'> | NodeOf<'points'> | NodeOf<'recommend'>;

export function isErrand(node: JourneyNode | undefined): node is ErrandNode {
  return node?.type === 'offer' || node?.type === 'points' || node?.type === 'recommend';
}

export const ERRAND_PATIENCE_MS = DAY_MS;

/** Arms that say why nothing was given; of a ladder `nothing` is a rung. */
export const EMPTY_HANDED = ['refused', 'nothing', 'failed', 'late'] as const;
export type EmptyHanded = (typeof EMPTY_HANDED)[number];

/** Where a passage goes on by the arm its errand came to. */
export function wayAfter(node: ErrandNode, arm: string | undefined): string {
  const isEmpty = arm === undefined || EMPTY_HANDED.some((one) => one === arm);
  return isEmpty ? (node.otherwise ?? node.next) : node.next;
}

const bodySchema = z.object({
  journey: z.string(),
  key: z.string(),
  enrolment: z.string(),
  node: z.string(),
  round: z.number(),
});
export type ErrandBody = z.infer<typeof bodySchema>;

export function errandBody(task: Task): ErrandBody {
  return bodySchema.parse(task.body);
}

/** Names what is given once, however often it is asked for. */
export function operationOf(passage: EnrolmentId, nodeId: string, round: number): string {
  return `${passage}/${nodeId}/${round + 1}`;
}

/** Named by the commit that asks, so that a passage which comes to rest here again asks again; what is given is given once. */
export function errandTask(
  enrolment: Pick<Enrolment, 'id' | 'customerId' | 'journeyId' | 'key' | 'round' | 'version'>,
  nodeId: string,
  now: Instant,
): Task {
  const { id, journeyId, key, round, version } = enrolment;
  const customerId: CustomerId = enrolment.customerId;
  const body: ErrandBody = { journey: journeyId, key, enrolment: id, node: nodeId, round };
  return {
    id: `errand/${operationOf(id, nodeId, round)}/${version}`,
    kind: 'errand',
    customerId,
    lane: 'upkeep',
    dueAt: now,
    version: 1,
    attempts: 0,
    body,
  };
}
