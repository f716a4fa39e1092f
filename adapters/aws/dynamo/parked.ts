/**
 * Pointers to parked records, which wait for nothing and so stand in no index. A pointer names its record and the revision it was
 * parked at: a record that moved on is parked no longer, whether or not somebody took its pointer away.
 */
import type { Work } from '../../../core/journey/dueRecord.ts';
import { isDecision, isTask } from '../../records/dueOrder.ts';
import type { ItemKey } from './itemKey.ts';
import { keyOf } from './keys.ts';
import type { ItemRead } from './tables.ts';
import type { Transaction } from './transaction.ts';

export interface Parked {
  readonly key: ItemKey;
  readonly rev: number;
  readonly error: string;
}

export function readParked({ body }: ItemRead): Parked {
  const parked: Parked = JSON.parse(body);
  return parked;
}

/** The item a record is kept in. */
export function keyOfWork(work: Work): ItemKey {
  if (isDecision(work)) return keyOf.decision(work.id);
  if (isTask(work)) return keyOf.task(work.id);
  return keyOf.enrolment(work.customerId, work.journeyId, work.key);
}

/** Whether the record may be parked: it failed, and waits for nothing though it is not done. */
function mayBeParked(work: Work): boolean {
  if (work.dueAt !== null || work.attempts === 0) return false;
  if (isDecision(work)) return work.outcome === 'pending' || work.outcome === 'claimed';
  return isTask(work) || work.status === 'active';
}

/** To be called wherever a record changes. Reads nothing for one that is not parked. */
export async function unpark(tx: Transaction, before: Work | null): Promise<void> {
  if (before === null || !mayBeParked(before)) return;
  const key = keyOf.parked(before.id);
  if ((await tx.get(key)) !== null) tx.remove(key);
}

/** `rev` is the one the record will have. */
export async function park(tx: Transaction, work: Work, rev: number, error: string): Promise<void> {
  const key = keyOf.parked(work.id);
  await tx.get(key);
  const parked: Parked = { key: keyOfWork(work), rev, error };
  tx.put(key, { body: parked, kind: 'parked' });
}
