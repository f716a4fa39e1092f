/** Rejected events in memory, for tests and for programs that keep nothing. */
import type { KeptRejection, RejectedEvent, RejectStore } from '../../core/rejected.ts';

function sameRejection(a: RejectedEvent, b: RejectedEvent): boolean {
  return a.source === b.source && a.digest === b.digest && a.code === b.code && a.field === b.field;
}

export function memoryRejects(): RejectStore {
  let kept: KeptRejection[] = [];
  let seq = 0;
  return {
    keepRejected: async (rejected, keepFrom) => {
      for (const one of rejected) {
        if (kept.some((known) => sameRejection(known, one))) continue;
        seq += 1;
        kept.push({ ...one, seq });
      }
      kept = kept.filter(({ receivedAt }) => receivedAt >= keepFrom);
    },
    listRejected: async ({ before, limit }) =>
      kept
        .filter((one) => before === null || one.seq < before)
        .reverse()
        .slice(0, limit),
    countRejected: async () => kept.length,
  };
}
