/** What pushing back a failing record does to it, and when a record is still the work that failed. */
import type { WorkStore } from '../../core/ports.ts';
import type { Work } from '../../core/journey/dueRecord.ts';
import { isDecision, isTask } from './dueOrder.ts';

export type PushBack = Parameters<WorkStore['defer']>[1];

/** Nobody else failed on it (attempts), moved it on (version of a passage or a task) or sent it (outcome) since it was read. */
export function isSameWork(read: Work, now: Work): boolean {
  if (read.attempts !== now.attempts) return false;
  if (isDecision(read)) return isDecision(now) && isOpen(now.outcome) && read.outcome === now.outcome;
  if (isDecision(now) || read.version !== now.version) return false;
  return isTask(now) ? isTask(read) : now.status === 'active';
}

function isOpen(outcome: string): boolean {
  return outcome === 'pending' || outcome === 'claimed';
}

/** The version stays: a worker that did succeed on the record as it was may still commit. */
export function pushedBack<T extends Work>(waiting: T, { dueAt, attempts }: PushBack): T {
  return { ...waiting, dueAt, attempts };
}
