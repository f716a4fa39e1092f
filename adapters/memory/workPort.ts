/** Journeys on the wave, in memory. */
import { LANES } from '../../core/message/decision.ts';
import type { Instant } from '../../core/time.ts';
import type { CommitResult, DueRecord, StepChange, WorkStore } from '../../core/ports.ts';
import type { TaskWrite } from '../../core/task.ts';
import { compareText } from '../records/textOrder.ts';
import { isSameWork, type PushBack } from '../records/pushBack.ts';
import { workOf } from '../../core/journey/dueRecord.ts';
import { toDueRecord } from '../records/dueOrder.ts';
import { requireSoundConsequences, requireSoundTask } from '../records/soundChange.ts';
import type { MemoryState } from './memoryState.ts';

function commitStep(state: MemoryState, change: StepChange): CommitResult {
  requireSoundConsequences(change);
  if (!state.isAsExpected(change)) return 'conflict';
  if (change.person !== undefined) {
    const { person, expectedVersion } = change.person;
    if (state.customers.get(person.id)?.person?.version !== expectedVersion) return 'conflict';
  }
  if (change.take != null && !state.slices.take(change.take)) return 'conflict';
  if (change.giveBack != null) state.slices.giveBack(change.giveBack);
  if (change.person !== undefined) {
    const { person } = change.person;
    state.putPerson(state.customer(person.id), person);
  }
  for (const decision of change.decisions) state.addDecision(decision);
  state.writeConsequences(change);
  return 'committed';
}

function putTask(state: MemoryState, write: TaskWrite): CommitResult {
  requireSoundTask(write);
  if (!state.isTaskAsExpected(write)) return 'conflict';
  state.putTask(write.task);
  return 'committed';
}

function removeTask(state: MemoryState, id: string, expectedVersion: number): CommitResult {
  if (state.tasks.get(id)?.version !== expectedVersion) return 'conflict';
  state.removeTask(id);
  return 'committed';
}

function defer(state: MemoryState, record: DueRecord, to: PushBack): CommitResult {
  const read = workOf(record);
  const now = state.currentOf(read);
  if (now === undefined || !isSameWork(read, now)) return 'conflict';
  state.pushBack(now, to);
  return 'committed';
}

function parked(state: MemoryState, limit: number, after: string): { record: DueRecord; error: string }[] {
  return [...state.errors]
    .filter(([{ dueAt, id }]) => dueAt === null && compareText(id, after) > 0)
    .sort(([a], [b]) => compareText(a.id, b.id))
    .slice(0, limit)
    .map(([waiting, error]) => ({ record: toDueRecord(waiting), error }));
}

function nextDueAt(state: MemoryState): Instant | null {
  let earliest: Instant | null = null;
  for (const lane of LANES) {
    for (const queue of state.queuesOf(lane)) {
      const next = queue.next();
      if (next !== null && (earliest === null || next < earliest)) earliest = next;
    }
  }
  return earliest;
}

export function memoryWork(state: MemoryState): WorkStore {
  return {
    shards: state.shards,
    duePage: ({ lane, shard, until, limit }) =>
      Promise.resolve((state.queue(lane, shard)?.page(until, limit) ?? []).map(toDueRecord)),
    countDue: async ({ lanes, until, most }) => {
      let counted = 0;
      for (const lane of lanes) {
        for (const queue of state.queuesOf(lane)) counted += queue.count(until, most - counted);
      }
      return counted;
    },
    nextDueAt: () => Promise.resolve(nextDueAt(state)),
    commitStep: async (change) => commitStep(state, change),
    loadTask: async (id) => state.tasks.get(id) ?? null,
    putTask: async (write) => putTask(state, write),
    removeTask: async (id, expectedVersion) => removeTask(state, id, expectedVersion),
    defer: async (record, to) => defer(state, record, to),
    parked: async (limit, after = '') => parked(state, limit, after),
  };
}
