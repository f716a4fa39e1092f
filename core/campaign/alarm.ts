/** The task that wakes a campaign: one a campaign, due when something of it is next to be done. */
import type { Task, TaskWrite } from '../task.ts';
import type { WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';

export function alarmId(campaign: string): string {
  return `campaign/${campaign}`;
}

/** The alarm as it is to be, over the one there is. */
export async function alarmAt(
  store: Pick<WorkStore, 'loadTask'>,
  campaign: string,
  dueAt: Instant | null,
): Promise<TaskWrite> {
  const known = await store.loadTask(alarmId(campaign));
  const task: Task = {
    id: alarmId(campaign),
    kind: 'campaign',
    customerId: null,
    lane: 'upkeep',
    dueAt,
    version: (known?.version ?? 0) + 1,
    attempts: 0,
    body: { campaign, looks: 0 },
  };
  return { task, expectedVersion: known?.version ?? 0 };
}
