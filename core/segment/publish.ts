/**
 * Publishes the segments of a shop, and has everyone judged by them: at once where the caller does it, else by a task that goes
 * part by part through the store. Whoever is in a segment by its new rule is told of, and enters no journey by it; what events
 * new rules count is counted from those that are kept.
 */
import { canonicalJson } from '../canonicalJson.ts';
import { leavesOf } from '../composed.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Json } from '../json.ts';
import type { ConfigStore, EvaluationStore, WorkStore } from '../ports.ts';
import { publishedPart } from '../programme/programme.ts';
import type { Task, TaskProgress } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  NO_SEGMENTS,
  type PublishedSegment,
  type SegmentDefinition,
  type Segments,
  type SegmentsDocument,
  segmentsFrom,
  segmentsOf,
} from './definition.ts';
import { recomputeSegments, type RecomputeDeps } from './recompute.ts';
import { newSeries } from './series.ts';

/** What a segment asks, what it names asked along; equal exactly where membership means the same. */
function meaningOf(segment: SegmentDefinition, all: ReadonlyMap<string, SegmentDefinition>): Json {
  if (segment.kind === 'list') return { list: segment.id };
  const named = leavesOf(segment.rule).flatMap((leaf) => ('segment' in leaf ? [leaf.segment] : []));
  const meanings = named.map((id) => {
    const other = all.get(id);
    return other === undefined ? null : meaningOf(other, all);
  });
  return [canonicalJson(segment.rule), meanings];
}

function byId(segments: readonly SegmentDefinition[]): ReadonlyMap<string, SegmentDefinition> {
  return new Map(segments.map((segment) => [segment.id, segment]));
}

/** The segments with the version in which each last changed what it asks. */
export function withRevisions(
  before: Segments,
  { segments }: SegmentsDocument,
  version: number,
): PublishedSegment[] {
  const old = byId(before.all.map(({ segment }) => segment));
  const now = byId(segments);
  return segments.map((segment) => {
    const known = before.byId.get(segment.id);
    const isSame =
      known !== undefined &&
      canonicalJson(meaningOf(known.segment, old)) === canonicalJson(meaningOf(segment, now));
    return { segment, revision: isSame ? known.revision : version };
  });
}

function asJson(value: unknown): Json {
  const json: Json = JSON.parse(JSON.stringify(value));
  return json;
}

export interface SegmentsPublished {
  readonly version: number;
  readonly changed: boolean;
  /** True where everyone is to be judged anew: not where names alone changed. */
  readonly judges: boolean;
}

/** The one task that judges everyone; `next` is the part of the store it comes to, `backfill` the series to be counted again. */
export const SEGMENTS_TASK = 'segments';

function wholeTask(version: number, backfill: readonly string[], now: Instant): Task {
  return {
    id: SEGMENTS_TASK,
    kind: 'segments',
    customerId: null,
    lane: 'upkeep',
    dueAt: now,
    version,
    attempts: 0,
    body: { next: 0, backfill: [...new Set(backfill)] },
  };
}

/** Keys of the series a task that judges everyone is still to count. */
export function seriesIn({ body }: Pick<Task, 'body'>): string[] {
  const { backfill } = body;
  return Array.isArray(backfill) ? backfill.filter((key) => typeof key === 'string') : [];
}

/** Puts the task that judges everyone; what an unfinished one was still to count stays to be counted. */
async function askForAll(
  store: Pick<WorkStore, 'loadTask' | 'putTask'>,
  backfill: readonly string[],
  now: Instant,
): Promise<void> {
  for (;;) {
    const running = await store.loadTask(SEGMENTS_TASK);
    const open = running === null || running.dueAt === null ? [] : seriesIn(running);
    const expectedVersion = running?.version ?? 0;
    const task = wholeTask(expectedVersion + 1, [...open, ...backfill], now);
    if ((await store.putTask({ task, expectedVersion })) === 'committed') return;
  }
}

export type PublishStore = Pick<
  ConfigStore & WorkStore,
  'getValue' | 'replaceValue' | 'loadTask' | 'putTask'
>;

/** Publishes a document that `lintSegments` has no error of. Whoever publishes at the same moment tries again. */
export async function publishSegments(
  store: PublishStore,
  document: SegmentsDocument,
  now: Instant,
): Promise<SegmentsPublished> {
  for (;;) {
    const text = await store.getValue('segments');
    const known = publishedPart(text);
    const before = known === null ? NO_SEGMENTS : segmentsOf({ segments: known });
    const asked = document.segments;
    if (known !== null && canonicalJson(before.all.map(({ segment }) => segment)) === canonicalJson(asked))
      return { version: before.version, changed: false, judges: false };
    const version = before.version + 1;
    const after = segmentsFrom(version, withRevisions(before, document, version));
    const json = JSON.stringify({ version, at: now, definition: asJson({ segments: after.all }) });
    if (!(await store.replaceValue('segments', text, json))) continue;
    const isGone = before.all.some(({ segment }) => !after.byId.has(segment.id));
    const judges = isGone || after.all.some(({ revision }) => revision === version);
    if (judges) {
      const counted = newSeries(before.series, after.series).map(({ key }) => key);
      await askForAll(store, counted, now);
    }
    return { version, changed: true, judges };
  }
}

export interface JudgeAllDeps extends RecomputeDeps {
  readonly store: RecomputeDeps['store'] & Pick<WorkStore, 'putTask'> & Pick<EvaluationStore, 'segments'>;
}

/** One step of the task that judges everyone: one part of the store. */
export async function judgeAllStep(
  deps: JudgeAllDeps,
  book: JourneyBook,
  task: Task,
  now: Instant,
): Promise<TaskProgress> {
  const { next } = task.body;
  const segment = typeof next === 'number' ? next : 0;
  const wanted = new Set(seriesIn(task));
  const backfill = segmentsOf(book.programme).series.filter(({ key }) => wanted.has(key));
  await recomputeSegments(deps, book, { segment, now, backfill });
  const isOver = segment + 1 >= deps.store.segments;
  const after: Task = {
    ...task,
    version: task.version + 1,
    attempts: 0,
    dueAt: isOver ? null : now,
    body: { ...task.body, next: segment + 1 },
  };
  const put = await deps.store.putTask({ task: after, expectedVersion: task.version });
  if (put === 'conflict') return 'lost';
  return isOver ? 'done' : 'again';
}
