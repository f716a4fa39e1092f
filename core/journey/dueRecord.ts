/** What a due record is about. Every kind of work has an id, its attempts, when it is due, and whose it is. */
import type { Decision } from '../message/decision.ts';
import type { DueRecord } from '../ports.ts';
import type { Task } from '../task.ts';
import type { Enrolment } from './enrolment.ts';

export type Work = Enrolment | Decision | Task;

export function workOf(record: DueRecord): Work {
  switch (record.kind) {
    case 'step':
      return record.enrolment;
    case 'send':
      return record.decision;
    case 'task':
      return record.task;
  }
}
