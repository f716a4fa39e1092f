/** A task as an item of `work`: found by its id, by its kind (`list`), and while it waits by lane and shard (`due`). */
import type { Task, TaskKind } from '../../../../core/task.ts';
import { dueEntry, part } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';

export function readTask({ body }: ItemRead): Task {
  const task: Task = JSON.parse(body);
  return task;
}

/** Where tasks of a kind are listed, by id. */
export function tasksPk(kind: TaskKind): string {
  return `tasks#${kind}`;
}

/** Null while it does not wait. */
export function dueOfTask({ dueAt, id, customerId, lane }: Task, shards: number) {
  return dueAt === null ? null : dueEntry(lane, customerId ?? id, { dueAt, id }, shards);
}

export function taskWrite(task: Task, shards: number): ItemWrite {
  return {
    body: task,
    kind: 'task',
    due: dueOfTask(task, shards),
    list: { pk: tasksPk(task.kind), sk: part(task.id) },
  };
}
