/**
 * Judges everyone at once and says what came of it, in place of the task a publish left to the wave: what that was still to count
 * is counted here, and the task is put to rest. Done again it finds nothing more to write.
 */
import type { JourneyBook } from '../journey/book.ts';
import type { Instant } from '../time.ts';
import { segmentsOf } from './definition.ts';
import { type JudgeAllDeps, SEGMENTS_TASK, seriesIn } from './publish.ts';
import { addRecomputed, nothingRecomputed, type Recomputed, recomputeSegments } from './recompute.ts';
import type { WorkStore } from '../ports.ts';

export interface JudgeAllNowDeps extends JudgeAllDeps {
  readonly store: JudgeAllDeps['store'] & Pick<WorkStore, 'loadTask'>;
}

/** Where the wave took the task up meanwhile both judge everyone, which comes to the same. */
export async function judgeAllNow(
  deps: JudgeAllNowDeps,
  book: JourneyBook,
  now: Instant,
  onPart: (part: number, of: number) => void = () => {},
): Promise<Recomputed> {
  const { store } = deps;
  const task = await store.loadTask(SEGMENTS_TASK);
  const open = task !== null && task.dueAt !== null ? task : null;
  const wanted = new Set(open === null ? [] : seriesIn(open));
  const backfill = segmentsOf(book.programme).series.filter(({ key }) => wanted.has(key));
  let done = nothingRecomputed();
  for (let segment = 0; segment < store.segments; segment += 1) {
    done = addRecomputed(done, await recomputeSegments(deps, book, { segment, now, backfill }));
    onPart(segment + 1, store.segments);
  }
  if (open !== null)
    await store.putTask({
      task: { ...open, version: open.version + 1, dueAt: null, attempts: 0 },
      expectedVersion: open.version,
    });
  return done;
}
