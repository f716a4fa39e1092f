/** A passage as an item of `people`, in its customer's partition: one a journey and event key. */
import type { Enrolment } from '../../../../core/journey/enrolment.ts';
import { STEP_LANE } from '../../../records/dueOrder.ts';
import { dueEntry } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

const DEFAULTS = {
  key: '',
  endedAt: null,
  endReason: null,
  endDetail: null,
  resting: false,
  dueAt: null,
  attempts: 0,
  arms: {},
  heldOut: false,
  round: 0,
  visits: {},
  openDecisions: [],
} as const;

export function readEnrolment({ body }: ItemRead): Enrolment {
  const stored: Stored<Enrolment, typeof DEFAULTS> = JSON.parse(body);
  return { ...DEFAULTS, ...stored };
}

/** Null while it does not wait. */
export function dueOfEnrolment({ dueAt, id, customerId }: Enrolment, shards: number) {
  return dueAt === null ? null : dueEntry(STEP_LANE, customerId, { dueAt, id }, shards);
}

export function enrolmentWrite(enrolment: Enrolment, shards: number): ItemWrite {
  return {
    body: withoutDefaults(enrolment, DEFAULTS),
    kind: 'enrolment',
    due: dueOfEnrolment(enrolment, shards),
  };
}
