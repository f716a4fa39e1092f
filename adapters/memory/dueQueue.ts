/**
 * What waits in one lane and shard, found in due order. Records far ahead lie unsorted in buckets of an hour and are
 * ordered only when their hour is asked for. A change of a record is a new object that waits anew: the old one is taken
 * out of its bucket, or, where it was ordered already, dropped when met, for whoever asks says what is still current.
 */
import type { Instant } from '../../core/time.ts';
import { HOUR_MS } from '../../core/time.ts';
import { compareWaiting, type Waiting } from '../records/dueOrder.ts';
import { MinHeap } from './minHeap.ts';

type IsCurrent = (waiting: Waiting) => boolean;

function bucketOf(dueAt: Instant): number {
  return Math.floor(dueAt / HOUR_MS);
}

export class DueQueue {
  private readonly isCurrent: IsCurrent;
  /** Already found in order by an earlier page; comes before or among what the heap holds. */
  private front: Waiting[] = [];
  private readonly opened = new MinHeap<Waiting>(compareWaiting);
  private readonly later = new Map<number, Set<Waiting>>();
  private readonly laterBuckets = new MinHeap<number>((a, b) => a - b);
  private openedUntil = Number.NEGATIVE_INFINITY;

  constructor(isCurrent: IsCurrent) {
    this.isCurrent = isCurrent;
  }

  push(waiting: Waiting, dueAt: Instant): void {
    const bucket = bucketOf(dueAt);
    if (bucket <= this.openedUntil) {
      this.opened.push(waiting);
      return;
    }
    const known = this.later.get(bucket);
    if (known !== undefined) known.add(waiting);
    else {
      this.later.set(bucket, new Set([waiting]));
      this.laterBuckets.push(bucket);
    }
  }

  /** Forgets a record that changed, where that is cheap. */
  drop(waiting: Waiting, dueAt: Instant): void {
    const bucket = bucketOf(dueAt);
    if (bucket > this.openedUntil) this.later.get(bucket)?.delete(waiting);
  }

  /** Current records due at or before `until`, in due order, `limit` at most. They stay in the queue. */
  page(until: Instant, limit: number): readonly Waiting[] {
    this.openUntil(until);
    return this.firstOpened(until, limit);
  }

  /** Current records due at or before `until`, counted up to `most`. */
  count(until: Instant, most: number): number {
    let counted = 0;
    for (const group of this.groups(bucketOf(until))) {
      for (const waiting of group) {
        if (counted >= most) return counted;
        if (waiting.dueAt !== null && waiting.dueAt <= until && this.isCurrent(waiting)) counted += 1;
      }
    }
    return counted;
  }

  /** The earliest `dueAt` of a current record; null where nothing waits. */
  next(): Instant | null {
    for (;;) {
      const [first] = this.firstOpened(Number.POSITIVE_INFINITY, 1);
      if (first !== undefined) return first.dueAt;
      const bucket = this.laterBuckets.top();
      if (bucket === undefined) return null;
      this.openUntil(bucket * HOUR_MS);
    }
  }

  /** Merges what earlier pages found with the heap, and drops what is no longer current. */
  private firstOpened(until: Instant, limit: number): readonly Waiting[] {
    const found: Waiting[] = [];
    let next = 0;
    while (found.length < limit) {
      const ahead = this.front[next];
      const onTop = this.opened.top();
      const fromFront = ahead !== undefined && (onTop === undefined || compareWaiting(ahead, onTop) <= 0);
      const first = fromFront ? ahead : onTop;
      if (first === undefined) break;
      const current = this.isCurrent(first);
      if (current && (first.dueAt ?? until) > until) break;
      if (fromFront) next += 1;
      else this.opened.pop();
      if (current) found.push(first);
    }
    this.front = next < this.front.length ? found.concat(this.front.slice(next)) : found;
    return found;
  }

  private *groups(lastBucket: number): Generator<Iterable<Waiting>> {
    yield this.front;
    yield this.opened.values();
    for (const [bucket, waiting] of this.later) if (bucket <= lastBucket) yield waiting;
  }

  private openUntil(until: Instant): void {
    for (;;) {
      const bucket = this.laterBuckets.top();
      if (bucket === undefined || bucket * HOUR_MS > until) return;
      this.laterBuckets.pop();
      this.opened.pushAll([...(this.later.get(bucket) ?? [])]);
      this.later.delete(bucket);
      this.openedUntil = Math.max(this.openedUntil, bucket);
    }
  }
}
