/** The tasks of a store file, one by one. Conditions are the ports'. */
import type { StatementSync } from 'node:sqlite';
import { shardOf } from '../../core/chance.ts';
import type { Task, TaskWrite } from '../../core/task.ts';
import { insertInto, number, takeOver } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';
import { readTask, TASK_COLUMNS, TASK_VALUE_COLUMNS, taskValues } from './taskRows.ts';

function prepareTasks(file: SqliteFile) {
  return {
    task: file.prepare('SELECT * FROM tasks WHERE id = ?'),
    version: file.prepare('SELECT version FROM tasks WHERE id = ?'),
    put: file.prepare(
      `${insertInto('tasks', TASK_COLUMNS)} ON CONFLICT (id) DO UPDATE SET ${takeOver(TASK_VALUE_COLUMNS)}`,
    ),
    remove: file.prepare('DELETE FROM tasks WHERE id = ? AND version = ?'),
  } satisfies Record<string, StatementSync>;
}

export class TaskTable {
  private readonly shards: number;
  private readonly sql: ReturnType<typeof prepareTasks>;

  constructor(file: SqliteFile, shards: number) {
    this.shards = shards;
    this.sql = prepareTasks(file);
  }

  task(id: string): Task | null {
    const row = this.sql.task.get(id);
    return row === undefined ? null : readTask(row);
  }

  isAsExpected({ task, expectedVersion }: TaskWrite): boolean {
    const row = this.sql.version.get(task.id);
    return (row === undefined ? 0 : number(row, 'version')) === expectedVersion;
  }

  put(task: Task, error: string | null = null): void {
    this.sql.put.run(...taskValues(task, shardOf(task.customerId ?? task.id, this.shards), error));
  }

  /** False where the task is not at this version. */
  remove(id: string, version: number): boolean {
    return this.sql.remove.run(id, version).changes > 0;
  }
}
