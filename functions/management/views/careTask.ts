/** A care task as lists and answers show it. */
import { careBody, type CareState } from '../../../core/care/careTask.ts';
import type { Task } from '../../../core/task.ts';
import { type Instant, isoInstant } from '../../../core/time.ts';
import { isoOrNull } from './customer.ts';

/** The state a reader sees: what is due counts as overdue before the wave has said so. */
export function careStateAt(task: Task, now: Instant): CareState {
  const { state, dueAt } = careBody(task);
  return state === 'open' && dueAt <= now ? 'overdue' : state;
}

export function careTaskView(task: Task, customerName: string | null, now: Instant) {
  const {
    about,
    reason,
    channel,
    journey,
    decision,
    complaint,
    openedAt,
    dueAt,
    doneAt,
    note,
    subject,
    assignee,
  } = careBody(task);
  return {
    id: task.id,
    kind: task.kind,
    about,
    reason,
    channel,
    customerId: task.customerId,
    customerName,
    journey,
    decision,
    complaint,
    subject,
    assignee,
    state: careStateAt(task, now),
    openedAt: isoInstant(openedAt),
    dueAt: isoInstant(dueAt),
    doneAt: isoOrNull(doneAt),
    note,
  };
}
