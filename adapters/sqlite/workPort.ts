/** Journeys on the wave, in a store file. */
import { type Lane, LANES } from '../../core/message/decision.ts';
import type { CommitResult, DueRecord, StepChange, WorkStore } from '../../core/ports.ts';
import type { TaskWrite } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import { type Work, workOf } from '../../core/journey/dueRecord.ts';
import { compareWaiting, isDecision, isTask, STEP_LANE, toDueRecord } from '../records/dueOrder.ts';
import { isSameWork, pushedBack, type PushBack } from '../records/pushBack.ts';
import { requireSoundConsequences, requireSoundTask } from '../records/soundChange.ts';
import { compareText } from '../records/textOrder.ts';
import { number, numberOrNull, type Row, text } from './columns.ts';
import { readDecision } from './decisionRows.ts';
import { readEnrolment } from './enrolmentRows.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { SliceTable } from './sliceTable.ts';
import type { StoreTables } from './storeTables.ts';
import { readTask } from './taskRows.ts';

export function sqliteWork(tables: StoreTables, people: PeopleTable, slices: SliceTable): WorkStore {
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
    tasks: file.prepare(
      `SELECT * FROM tasks WHERE lane = ? AND shard = ? AND due_at <= ? AND due_at IS NOT NULL
      ORDER BY due_at, id LIMIT ?`,
    ),
    countTasks: file.prepare(
      `SELECT count(*) AS due FROM (SELECT 1 FROM tasks
      WHERE lane = ? AND shard = ? AND due_at <= ? AND due_at IS NOT NULL LIMIT ?)`,
    ),
    nextTask: file.prepare('SELECT min(due_at) AS next FROM tasks WHERE due_at IS NOT NULL'),
    parkedTasks: file.prepare(
      'SELECT * FROM tasks WHERE error IS NOT NULL AND due_at IS NULL AND id > ? ORDER BY id LIMIT ?',
    ),
    parkedDecisions: file.prepare(
      'SELECT * FROM decisions WHERE error IS NOT NULL AND due_at IS NULL AND id > ? ORDER BY id LIMIT ?',
    ),
    parkedSteps: file.prepare(
      'SELECT * FROM enrolments WHERE error IS NOT NULL AND due_at IS NULL AND id > ? ORDER BY id LIMIT ?',
    ),
  };

  function duePage(lane: Lane, shard: number, until: Instant, limit: number): DueRecord[] {
    const waiting: Work[] = sql.decisions.all(lane, shard, until, limit).map(readDecision);
    if (lane === STEP_LANE) {
      waiting.push(...sql.steps.all(shard, until, limit).map(readEnrolment));
    }
    const tasks = sql.tasks.all(lane, shard, until, limit).map(readTask);
    waiting.push(...tasks);
    if (lane === STEP_LANE || tasks.length > 0) waiting.sort(compareWaiting);
    return waiting.slice(0, limit).map(toDueRecord);
  }

  function countDue(lanes: readonly Lane[], until: Instant, most: number): number {
    let due = 0;
    for (const lane of lanes) {
      for (let shard = 0; shard < shards; shard += 1) {
        due += countOf(sql.countDecisions.get(lane, shard, until, most - due));
        due += countOf(sql.countTasks.get(lane, shard, until, most - due));
        if (lane === STEP_LANE) due += countOf(sql.countSteps.get(shard, until, most - due));
      }
    }
    return due;
  }

  function nextDueAt(): Instant | null {
    const found: number[] = [];
    const noteNext = (row: Row | undefined) => {
      const next = row === undefined ? null : numberOrNull(row, 'next');
      if (next !== null) found.push(next);
    };
    noteNext(sql.nextTask.get());
    for (let shard = 0; shard < shards; shard += 1) {
      for (const lane of LANES) noteNext(sql.nextDecision.get(lane, shard));
      noteNext(sql.nextStep.get(shard));
    }
    return found.length === 0 ? null : Math.min(...found);
  }

  function commitStep(change: StepChange): CommitResult {
    requireSoundConsequences(change);
    if (!tables.isAsExpected(change)) return 'conflict';
    const place = change.person === undefined ? null : people.place(change.person.person.id);
    if (place?.version !== change.person?.expectedVersion) return 'conflict';
    if (change.take != null && !slices.take(change.take)) return 'conflict';
    if (change.giveBack != null) slices.giveBack(change.giveBack);
    if (change.person !== undefined && place !== null)
      people.putPerson(change.person.person, place.versionsElsewhere);
    for (const decision of change.decisions) tables.addDecision(decision);
    tables.writeConsequences(change);
    return 'committed';
  }

  function putTask(write: TaskWrite): CommitResult {
    requireSoundTask(write);
    if (!tables.tasks.isAsExpected(write)) return 'conflict';
    tables.tasks.put(write.task);
    return 'committed';
  }

  function currentOf(read: Work): Work | null {
    if (isDecision(read)) return tables.decision(read.id);
    return isTask(read) ? tables.tasks.task(read.id) : tables.enrolment(read);
  }

  function defer(record: DueRecord, to: PushBack): CommitResult {
    const read = workOf(record);
    const now = currentOf(read);
    if (now === null || !isSameWork(read, now)) return 'conflict';
    const after = pushedBack(now, to);
    if (isDecision(after)) tables.changeDecision(after, to.error);
    else if (isTask(after)) tables.tasks.put(after, to.error);
    else tables.putEnrolment(after, to.error);
    return 'committed';
  }

  function parked(limit: number, after: string): { record: DueRecord; error: string }[] {
    const found = [
      ...sql.parkedDecisions.all(after, limit).map((row) => withError(readDecision(row), row)),
      ...sql.parkedTasks.all(after, limit).map((row) => withError(readTask(row), row)),
      ...sql.parkedSteps.all(after, limit).map((row) => withError(readEnrolment(row), row)),
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
    loadTask: (id) => file.read(() => tables.tasks.task(id)),
    putTask: (write) => file.write(() => putTask(write)),
    removeTask: (id, version) =>
      file.write(() => (tables.tasks.remove(id, version) ? 'committed' : 'conflict')),
    defer: (record, to) => file.write(() => defer(record, to)),
    parked: (limit, after = '') => file.read(() => parked(limit, after)),
  };
}

function countOf(row: Row | undefined): number {
  return row === undefined ? 0 : number(row, 'due');
}

function withError(waiting: Work, row: Row): { waiting: Work; error: string } {
  return { waiting, error: text(row, 'error') };
}
