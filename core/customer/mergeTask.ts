/** The record of a merge whose orders and passages are still to be moved: what a wave resumes where a crash came between. */
import * as z from 'zod';
import { type CustomerId, customerId } from '../ids.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import type { CustomerEvent } from './event.ts';
import type { Handover, OwnershipPlan } from './ownership.ts';

const id = z.string().transform((raw): CustomerId => customerId(raw));

const bodySchema = z.object({
  by: z.enum(['alias', 'seen', 'address']),
  handovers: z.array(z.object({ id, from: id, into: id })),
});

export interface MergeBody {
  readonly by: OwnershipPlan['by'];
  readonly handovers: readonly Handover[];
}

/** Named after the event, which is applied once. */
export function mergeTask(
  { source, messageId }: CustomerEvent,
  { root, by, handovers }: Pick<OwnershipPlan, 'root' | 'by' | 'handovers'>,
  now: Instant,
): Task {
  return {
    id: `merge/${source}/${messageId}`,
    kind: 'merge',
    customerId: root,
    lane: 'upkeep',
    dueAt: now,
    version: 1,
    attempts: 0,
    body: { by, handovers: handovers.map(({ id: one, from, into }) => ({ id: one, from, into })) },
  };
}

export function mergeBody(task: Task): MergeBody {
  return bodySchema.parse(task.body);
}
