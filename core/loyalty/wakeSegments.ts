/**
 * Points that change without an event of the person's change their segments too. The commit that changes them makes the person's
 * segments due, so a wave judges them within the minute, whatever crashes in between; where no segment asks for points, nothing.
 */
import type { CustomerId } from '../ids.ts';
import type { WorkStore } from '../ports.ts';
import type { Programme } from '../programme/programme.ts';
import { segmentsOf } from '../segment/definition.ts';
import { segmentsTask, segmentsTaskId } from '../segment/judge.ts';
import type { TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';

export async function wakeSegments(
  store: Pick<WorkStore, 'loadTask'>,
  programme: Pick<Programme, 'segments'>,
  id: CustomerId,
  now: Instant,
): Promise<TaskWrite[]> {
  if (!segmentsOf(programme).needs.loyalty) return [];
  const expectedVersion = (await store.loadTask(segmentsTaskId(id)))?.version ?? 0;
  return [{ task: segmentsTask(id, { version: expectedVersion + 1, dueAt: now }), expectedVersion }];
}
