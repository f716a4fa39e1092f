/**
 * A passage as an item of `people`, in its customer's partition: one a journey and event key. While it is active it is listed,
 * by journey, customer and key, so that a journey's passages are found without reading everyone's.
 */
import { shardOf } from '../../../../core/chance.ts';
import type { Enrolment } from '../../../../core/journey/enrolment.ts';
import { STEP_LANE } from '../../../records/dueOrder.ts';
import { dueEntry, enclosed, LIST_SHARDS, part } from '../keys.ts';
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
  gifts: {},
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

/** Where active passages are listed. */
export function passagesPk(shard: number): string {
  return `passages#${shard}`;
}

/** What the list entries of a journey begin with. */
export function passagesPrefix(journeyId: string): string {
  return `${enclosed(journeyId)}#`;
}

/** A sort key holds 1,024 bytes; a journey's id takes up to 640. */
const LONGEST_PART_BYTES = 180;

/** Sorts as customers do, and then as keys. */
export function passageSk({
  journeyId,
  customerId,
  key,
}: Pick<Enrolment, 'journeyId' | 'customerId' | 'key'>): string {
  return `${passagesPrefix(journeyId)}${part(customerId, LONGEST_PART_BYTES)}\u0000${part(key, LONGEST_PART_BYTES)}`;
}

function listOf(enrolment: Enrolment) {
  if (enrolment.status !== 'active') return null;
  return { pk: passagesPk(shardOf(enrolment.customerId, LIST_SHARDS)), sk: passageSk(enrolment) };
}

export function enrolmentWrite(enrolment: Enrolment, shards: number): ItemWrite {
  return {
    body: withoutDefaults(enrolment, DEFAULTS),
    kind: 'enrolment',
    due: dueOfEnrolment(enrolment, shards),
    list: listOf(enrolment),
  };
}
