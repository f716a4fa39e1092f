/** Tasks in their table, and beside them the shard they are found through while due. */
import type { SQLInputValue } from 'node:sqlite';
import { customerId } from '../../core/ids.ts';
import { LANES } from '../../core/message/decision.ts';
import { type Task, TASK_KINDS } from '../../core/task.ts';
import { isJsonObject, json, number, numberOrNull, type Row, text, textOrNull, word } from './columns.ts';

/** Beside the id. */
export const TASK_VALUE_COLUMNS = [
  'kind',
  'customer_id',
  'lane',
  'due_at',
  'version',
  'attempts',
  'body',
  'shard',
  'error',
] as const;
export const TASK_COLUMNS = ['id', ...TASK_VALUE_COLUMNS] as const;

export function readTask(row: Row): Task {
  const customer = textOrNull(row, 'customer_id');
  return {
    id: text(row, 'id'),
    kind: word(row, 'kind', TASK_KINDS),
    customerId: customer === null ? null : customerId(customer),
    lane: word(row, 'lane', LANES),
    dueAt: numberOrNull(row, 'due_at'),
    version: number(row, 'version'),
    attempts: number(row, 'attempts'),
    body: json(row, 'body', isJsonObject),
  };
}

/** Values of `TASK_COLUMNS`. */
export function taskValues(task: Task, shard: number, error: string | null): SQLInputValue[] {
  return [
    task.id,
    task.kind,
    task.customerId,
    task.lane,
    task.dueAt,
    task.version,
    task.attempts,
    JSON.stringify(task.body),
    shard,
    error,
  ];
}
