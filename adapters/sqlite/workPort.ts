/** Journeys on the wave, in a store file. */
import { type Lane, LANES } from '../../core/message/decision.ts';
import type { CommitResult, DueRecord, StepChange, WorkStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { compareWaiting, STEP_LANE, toDueRecord, type Waiting, waitingOf } from '../records/dueOrder.ts';
import { isSameWork, pushedBack, type PushBack } from '../records/pushBack.ts';
import { requireSoundEnrolments } from '../records/soundChange.ts';
import { compareText } from '../records/textOrder.ts';
import { number, numberOrNull, type Row, text } from './columns.ts';
import { readDecision } from './decisionRows.ts';
import { readEnrolment } from './enrolmentRows.ts';
import type { StoreTables } from './storeTables.ts';

export function sqliteWork(tables: StoreTables): WorkStore {
  const { file, shards } = tables;
  const sql = {
    decisions: file.prepare(
      `SELECT * FROM decisions WHERE due_lane = ? AND shard = ? AND due_at <= ? AND due_at IS NOT NULL
      ORDER BY due_at, priority DESC, id LIMIT ?`,
    ),
    steps: file.prepare(
      `SELECT * FROM enrolments WHERE shard = ? AND due_at <= ? AND due_at IS NOT NULL
      ORDER BY due_at, id LIMIT ?`,
    ),
    countDecisions: file.prepare(
      `SELECT count(*) AS due FROM (SELECT 1 FROM decisions
      WHERE due_lane = ? AND shard = ? AND due_at <= ? AND due_at IS NOT NULL LIMIT ?)`,
    ),
    countSteps: file.prepare(
      `SELECT count(*) AS due FROM (SELECT 1 FROM enrolments
      WHERE shard = ? AND due_at <= ? AND due_at IS NOT NULL LIMIT ?)`,
    ),
    nextDecision: file.prepare(
      'SELECT min(due_at) AS next FROM decisions WHERE due_lane = ? AND shard = ? AND due_at IS NOT NULL',
    ),
    nextStep: file.prepare(
      'SELECT min(due_at) AS next FROM enrolments WHERE shard = ? AND due_at IS NOT NULL',
    ),
    parkedDecisions: file.prepare(
      'SELECT * FROM decisions WHERE error IS NOT NULL AND due_at IS NULL ORDER BY id LIMIT ?',
    ),
    parkedSteps: file.prepare(
      'SELECT * FROM enrolments WHERE error IS NOT NULL AND due_at IS NULL ORDER BY id LIMIT ?',
    ),
  };

  function duePage(lane: Lane, shard: number, until: Instant, limit: number): DueRecord[] {
    const waiting: Waiting[] = sql.decisions.all(lane, shard, until, limit).map(readDecision);
    if (lane === STEP_LANE) {
      waiting.push(...sql.steps.all(shard, until, limit).map(readEnrolment));
      waiting.sort(compareWaiting);
    }
    return waiting.slice(0, limit).map(toDueRecord);
  }

  function countDue(lanes: readonly Lane[], until: Instant, most: number): number {
    let due = 0;
    for (const lane of lanes) {
      for (let shard = 0; shard < shards; shard += 1) {
        due += countOf(sql.countDecisions.get(lane, shard, until, most - due));
        if (lane === STEP_LANE) due += countOf(sql.countSteps.get(shard, until, most - due));
      }
    }
    return due;
  }

  function nextDueAt(): Instant | null {
    const found: number[] = [];
    for (let shard = 0; shard < shards; shard += 1) {
      const rows = LANES.map((lane) => sql.nextDecision.get(lane, shard));
      for (const row of [...rows, sql.nextStep.get(shard)]) {
        const next = row === undefined ? null : numberOrNull(row, 'next');
        if (next !== null) found.push(next);
      }
    }
    return found.length === 0 ? null : Math.min(...found);
  }

  function commitStep(change: StepChange): CommitResult {
    requireSoundEnrolments(change);
    if (!tables.enrolmentsAsExpected(change.enrolments)) return 'conflict';
    for (const decision of change.decisions) tables.addDecision(decision);
    tables.writeConsequences(change);
    return 'committed';
  }

  function defer(record: DueRecord, to: PushBack): CommitResult {
    const read = waitingOf(record);
    const now = 'enrolmentId' in read ? tables.decision(read.id) : tables.enrolment(read);
    if (now === null || !isSameWork(read, now)) return 'conflict';
    const after = pushedBack(now, to);
    if ('enrolmentId' in after) tables.changeDecision(after, to.error);
    else tables.putEnrolment(after, to.error);
    return 'committed';
  }

  function parked(limit: number): { record: DueRecord; error: string }[] {
    const found = [
      ...sql.parkedDecisions.all(limit).map((row) => withError(readDecision(row), row)),
      ...sql.parkedSteps.all(limit).map((row) => withError(readEnrolment(row), row)),
    ];
    return found
      .sort((a, b) => compareText(a.waiting.id, b.waiting.id))
      .slice(0, limit)
      .map(({ waiting, error }) => ({ record: toDueRecord(waiting), error }));
  }

  return {
    shards,
    duePage: ({ lane, shard, until, limit }) => file.read(() => duePage(lane, shard, until, limit)),
    countDue: ({ lanes, until, most }) => file.read(() => countDue(lanes, until, most)),
    nextDueAt: () => file.read(nextDueAt),
    commitStep: (change) => file.write(() => commitStep(change)),
    defer: (record, to) => file.write(() => defer(record, to)),
    parked: (limit) => file.read(() => parked(limit)),
  };
}

function countOf(row: Row | undefined): number {
  return row === undefined ? 0 : number(row, 'due');
}

function withError(waiting: Waiting, row: Row): { waiting: Waiting; error: string } {
  return { waiting, error: text(row, 'error') };
}
