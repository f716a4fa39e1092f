/** What pushing back a failing record does to it, and when a record is still the work that failed. */
import type { WorkStore } from '../../core/ports.ts';
import type { Waiting } from './dueOrder.ts';

export type PushBack = Parameters<WorkStore['defer']>[1];

/** Nobody else failed on it (attempts), moved it on (version of a passage) or sent it (outcome) since it was read. */
export function isSameWork(read: Waiting, now: Waiting): boolean {
  if (read.attempts !== now.attempts) return false;
  if ('enrolmentId' in read)
    return 'enrolmentId' in now && isOpen(now.outcome) && read.outcome === now.outcome;
  return !('enrolmentId' in now) && now.status === 'active' && read.version === now.version;
}

function isOpen(outcome: string): boolean {
  return outcome === 'pending' || outcome === 'claimed';
}

/** The version stays: a worker that did succeed on the record as it was may still commit. */
export function pushedBack<T extends Waiting>(waiting: T, { dueAt, attempts }: PushBack): T {
  return { ...waiting, dueAt, attempts };
}
