/**
 * The order in which due records are handed out, the same in every store: earliest `dueAt`, then higher priority, then
 * id. A step has no priority of its own and ranks as 0, so that messages already decided leave first.
 */
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Decision, Lane } from '../../core/message/decision.ts';
import type { DueRecord } from '../../core/ports.ts';
import { compareText } from './textOrder.ts';

/** A record that may wait: both kinds carry `id`, `customerId` and `dueAt`. */
export type Waiting = Enrolment | Decision;

export const STEP_LANE = 'journey' satisfies Lane;

function isDecision(waiting: Waiting): waiting is Decision {
  return 'enrolmentId' in waiting;
}

/** The lane a record waits in: a claimed decision waits in `upkeep` to be found unknown, any other in its own. */
export function dueLane(waiting: Waiting): Lane {
  return isDecision(waiting) ? decisionLane(waiting) : STEP_LANE;
}

export function decisionLane({ outcome, lane }: Pick<Decision, 'outcome' | 'lane'>): Lane {
  return outcome === 'claimed' ? 'upkeep' : lane;
}

export function toDueRecord(waiting: Waiting): DueRecord {
  return isDecision(waiting) ? { kind: 'send', decision: waiting } : { kind: 'step', enrolment: waiting };
}

export function waitingOf(record: DueRecord): Waiting {
  return record.kind === 'step' ? record.enrolment : record.decision;
}

function priorityOf(waiting: Waiting): number {
  return isDecision(waiting) ? waiting.priority : 0;
}

/** Below 0 where `a` is handed out first; a record that does not wait comes last. */
export function compareWaiting(a: Waiting, b: Waiting): number {
  const aDue = a.dueAt ?? Number.MAX_SAFE_INTEGER;
  const bDue = b.dueAt ?? Number.MAX_SAFE_INTEGER;
  if (aDue !== bDue) return aDue - bDue;
  return priorityOf(b) - priorityOf(a) || compareText(a.id, b.id);
}
