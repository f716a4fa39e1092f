/**
 * The order in which due records are handed out, the same in every store: earliest `dueAt`, then higher priority, then
 * id. Steps and tasks have no priority of their own and rank as 0, so that messages already decided leave first.
 */
import type { Work } from '../../core/journey/dueRecord.ts';
import type { Decision, Lane } from '../../core/message/decision.ts';
import type { DueRecord } from '../../core/ports.ts';
import type { Task } from '../../core/task.ts';
import { compareText } from './textOrder.ts';

export const STEP_LANE = 'journey' satisfies Lane;

export function isDecision(waiting: Work): waiting is Decision {
  return 'enrolmentId' in waiting;
}

export function isTask(waiting: Work): waiting is Task {
  return 'body' in waiting;
}

/** The lane a record waits in: a claimed decision waits in `upkeep` to be found unknown, any other in its own. */
export function dueLane(waiting: Work): Lane {
  if (isDecision(waiting)) return decisionLane(waiting);
  return isTask(waiting) ? waiting.lane : STEP_LANE;
}

export function decisionLane({ outcome, lane }: Pick<Decision, 'outcome' | 'lane'>): Lane {
  return outcome === 'claimed' ? 'upkeep' : lane;
}

export function toDueRecord(waiting: Work): DueRecord {
  if (isDecision(waiting)) return { kind: 'send', decision: waiting };
  return isTask(waiting) ? { kind: 'task', task: waiting } : { kind: 'step', enrolment: waiting };
}

function priorityOf(waiting: Work): number {
  return isDecision(waiting) ? waiting.priority : 0;
}

/** Below 0 where `a` is handed out first; a record that does not wait comes last. */
export function compareWaiting(a: Work, b: Work): number {
  const aDue = a.dueAt ?? Number.MAX_SAFE_INTEGER;
  const bDue = b.dueAt ?? Number.MAX_SAFE_INTEGER;
  if (aDue !== bDue) return aDue - bDue;
  return priorityOf(b) - priorityOf(a) || compareText(a.id, b.id);
}
