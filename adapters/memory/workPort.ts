/** Journeys on the wave, in memory. */
import { LANES } from '../../core/message/decision.ts';
import type { Instant } from '../../core/time.ts';
import type { CommitResult, DueRecord, StepChange, WorkStore } from '../../core/ports.ts';
import { compareText } from '../records/textOrder.ts';
import { isSameWork, type PushBack } from '../records/pushBack.ts';
import { toDueRecord, waitingOf } from '../records/dueOrder.ts';
import { requireSoundEnrolments } from '../records/soundChange.ts';
import type { MemoryState } from './memoryState.ts';

function commitStep(state: MemoryState, change: StepChange): CommitResult {
  requireSoundEnrolments(change);
  if (!state.enrolmentsAsExpected(change.enrolments)) return 'conflict';
  for (const decision of change.decisions) state.addDecision(decision);
  state.writeConsequences(change);
  return 'committed';
}

function defer(state: MemoryState, record: DueRecord, to: PushBack): CommitResult {
  const read = waitingOf(record);
  const now = state.currentOf(read);
  if (now === undefined || !isSameWork(read, now)) return 'conflict';
  state.pushBack(now, to);
  return 'committed';
}

function parked(state: MemoryState, limit: number): { record: DueRecord; error: string }[] {
  return [...state.errors]
    .filter(([waiting]) => waiting.dueAt === null)
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
    defer: async (record, to) => defer(state, record, to),
    parked: async (limit) => parked(state, limit),
  };
}
