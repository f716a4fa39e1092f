/** Hands each task to the runner of its kind. A kind without one is pushed back with an error that says so, and parked. */
import type { TaskKind, TaskRunner } from '../../core/task.ts';

class NoTaskRunner extends Error {
  readonly code = 'no-task-runner';
  constructor(kind: TaskKind) {
    super(
      `there is no runner for tasks of kind ${kind}; a newer Perennial left this one behind, update Perennial`,
    );
    this.name = 'NoTaskRunner';
  }
}

export function dispatchTasks(runners: Readonly<Partial<Record<TaskKind, TaskRunner>>>): TaskRunner {
  return async (task, now) => {
    const run = runners[task.kind];
    if (run === undefined) throw new NoTaskRunner(task.kind);
    return run(task, now);
  };
}
