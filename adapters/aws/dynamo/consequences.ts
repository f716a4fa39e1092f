/**
 * What follows from something that happened to one person, in the transaction of what happened: passages, tasks, decisions taken
 * back with their facts, facts. The same three steps for every port: read, look whether all stands as expected, write.
 */
import type { Cancellation, Consequences } from '../../../core/ports.ts';
import { canceledDecision, canceledFact } from '../../records/decisionChange.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { ItemKey } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { dossierKey } from './records/dossierItem.ts';
import type { StoreRecords } from './storeRecords.ts';

/** Items that are looked at before consequences are written: to be read with whatever else the change reads. */
export function keysOfConsequences({
  enrolments,
  cancellations,
  tasks = [],
  dossiers = [],
}: Consequences): ItemKey[] {
  return [
    ...enrolments.map(({ enrolment: { customerId, journeyId, key } }) =>
      keyOf.enrolment(customerId, journeyId, key),
    ),
    ...cancellations.map(({ decisionId }) => keyOf.decision(decisionId)),
    ...tasks.map(({ task }) => keyOf.task(task.id)),
    ...dossiers.map(({ dossier }) => dossierKey(dossier)),
  ];
}

/** Enrolments, tasks and dossiers are at the versions their writes expect. */
export async function isAsExpected(
  records: StoreRecords,
  { enrolments, tasks = [], dossiers = [] }: Consequences,
): Promise<boolean> {
  for (const { enrolment, expectedVersion } of enrolments) {
    const known = await records.enrolment(enrolment);
    if ((known?.version ?? 0) !== expectedVersion) return false;
  }
  for (const { task, expectedVersion } of tasks) {
    const known = await records.task(task.id);
    if ((known?.version ?? 0) !== expectedVersion) return false;
  }
  for (const { dossier, expectedVersion } of dossiers) {
    const known = await records.dossier(dossier);
    if ((known?.version ?? 0) !== expectedVersion) return false;
  }
  return true;
}

/** `accepted`: decisions of the same change, whose accepting facts are kept as long as they are. */
export async function writeConsequences(
  records: StoreRecords,
  { enrolments, cancellations, facts, tasks = [], dossiers = [] }: Consequences,
  accepted: readonly Decision[] = [],
): Promise<void> {
  for (const { enrolment } of enrolments) await records.putEnrolment(enrolment);
  records.putFacts(facts, accepted);
  for (const cancellation of cancellations) await cancel(records, cancellation);
  for (const { task } of tasks) await records.putTask(task);
  for (const { dossier } of dossiers) records.putDossier(dossier);
}

/** One that is claimed or settled stays as it is. */
async function cancel(records: StoreRecords, cancellation: Cancellation): Promise<void> {
  const decision = await records.decision(cancellation.decisionId);
  if (decision?.outcome !== 'pending') return;
  records.putFacts([canceledFact(decision, cancellation)]);
  await records.changeDecision(decision, canceledDecision(decision, cancellation));
}
