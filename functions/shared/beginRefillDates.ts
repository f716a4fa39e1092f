/** Begins the pass that tells when what customers bought runs out, where none is under way. `refillDates.ts` runs it. */
import type { Task } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import type { Container } from './container.ts';

const TASK_ID = 'refill-dates';

export async function beginRefillDates({ store }: Pick<Container, 'store'>, now: Instant): Promise<void> {
  if ((await store.loadTask(TASK_ID)) !== null) return;
  const task: Task = {
    id: TASK_ID,
    kind: 'refill',
    customerId: null,
    lane: 'upkeep',
    dueAt: now,
    version: 1,
    attempts: 0,
    body: { after: null, told: 0 },
  };
  await store.putTask({ task, expectedVersion: 0 });
}
