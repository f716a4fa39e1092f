/** The runner of tasks `segments`: the timer of one person, or everyone part by part after a publish. */
import type { JourneyBook } from '../journey/book.ts';
import type { WorkStore } from '../ports.ts';
import type { Task, TaskProgress, TaskRunner } from '../task.ts';
import type { Instant } from '../time.ts';
import { judgePerson } from './judgePerson.ts';
import { judgeAllStep, type JudgeAllDeps } from './publish.ts';

export interface RunSegmentsDeps extends JudgeAllDeps {
  readonly store: JudgeAllDeps['store'] & Pick<WorkStore, 'removeTask'>;
}

async function wake(
  deps: RunSegmentsDeps,
  book: JourneyBook,
  task: Task,
  now: Instant,
): Promise<TaskProgress> {
  const { customerId } = task;
  const isInForce = customerId !== null && book.programme.segments !== null;
  const judged = isInForce ? await judgePerson(deps, book, customerId, { by: 'time', now, task }) : 'unknown';
  if (judged !== 'unknown') return judged === 'judged' ? 'again' : 'lost';
  return (await deps.store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
}

export function runSegments(deps: RunSegmentsDeps, book: JourneyBook): TaskRunner {
  return (task, now) =>
    task.customerId === null ? judgeAllStep(deps, book, task, now) : wake(deps, book, task, now);
}
