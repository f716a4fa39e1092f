/**
 * What waits in one lane and shard, found in due order. Records to come lie unsorted in buckets of a minute, as fine as
 * waves look, and are ordered only when their minute is asked for. A change of a record is a new object that waits anew:
 * the old one is taken out of its bucket, or, where it was ordered already, dropped when met.
 */
import type { Instant } from '../../core/time.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Work } from '../../core/journey/dueRecord.ts';
import { compareWaiting } from '../records/dueOrder.ts';
import { MinHeap } from './minHeap.ts';

function bucketOf(dueAt: Instant): number {
  return Math.floor(dueAt / MINUTE_MS);
}

const NOTHING: readonly Work[] = [];

export class DueQueue {
  /** Already found in order by an earlier page; comes before or among what the heap holds. */
  private front: readonly Work[] = NOTHING;
  /** Where `front` begins: what lies before was dropped. */
  private frontStart = 0;
  private readonly opened = new MinHeap<Work>(compareWaiting);
  /** Records in `front` or `opened` that changed since. */
  private readonly dropped = new Set<Work>();
  /** Of most minutes one record: then it is kept without a set around it. */
  private readonly later = new Map<number, Work | Set<Work>>();
  private readonly laterBuckets = new MinHeap<number>((a, b) => a - b);
  private openedUntil = Number.NEGATIVE_INFINITY;

  push(waiting: Work, dueAt: Instant): void {
    const bucket = bucketOf(dueAt);
    if (bucket <= this.openedUntil) {
      this.opened.push(waiting);
      return;
    }
    const known = this.later.get(bucket);
    if (known instanceof Set) known.add(waiting);
    else {
      this.later.set(bucket, known === undefined ? waiting : new Set([known, waiting]));
      if (known === undefined) this.laterBuckets.push(bucket);
    }
  }

  /** Forgets a record that changed, which was pushed with this `dueAt`. */
  drop(waiting: Work, dueAt: Instant): void {
    const bucket = bucketOf(dueAt);
    if (bucket <= this.openedUntil) {
      this.dropped.add(waiting);
      return;
    }
    const known = this.later.get(bucket);
    if (known instanceof Set) known.delete(waiting);
    else if (known === waiting) this.later.delete(bucket);
  }

  /** Records due at or before `until`, in due order, `limit` at most. They stay in the queue. */
  page(until: Instant, limit: number): readonly Work[] {
    this.openUntil(until);
    let first = this.first();
    if (first === undefined || isAfter(first, until)) return NOTHING;
    const found: Work[] = [];
    while (found.length < limit && first !== undefined && !isAfter(first, until)) {
      found.push(first);
      this.takeFirst(first);
      first = this.first();
    }
    const rest = this.front.slice(this.frontStart);
    this.front = rest.length === 0 ? found : found.concat(rest);
    this.frontStart = 0;
    return found;
  }

  /** Records due at or before `until`, counted up to `most`. */
  count(until: Instant, most: number): number {
    let counted = 0;
    for (const group of this.groups(bucketOf(until))) {
      for (const waiting of group) {
        if (counted >= most) return counted;
        if (!isAfter(waiting, until) && !this.dropped.has(waiting)) counted += 1;
      }
    }
    return counted;
  }

  /** The earliest `dueAt`; null where nothing waits. */
  next(): Instant | null {
    for (;;) {
      const first = this.first();
      if (first !== undefined) return first.dueAt;
      const bucket = this.laterBuckets.top();
      if (bucket === undefined) return null;
      this.openUntil(bucket * MINUTE_MS);
    }
  }

  /** The first of what was ordered; forgets what was dropped before it. */
  private first(): Work | undefined {
    let ahead = this.front[this.frontStart];
    while (ahead !== undefined && this.dropped.delete(ahead)) {
      this.frontStart += 1;
      ahead = this.front[this.frontStart];
    }
    let onTop = this.opened.top();
    while (onTop !== undefined && this.dropped.delete(onTop)) {
      this.opened.pop();
      onTop = this.opened.top();
    }
    if (ahead === undefined || onTop === undefined) return ahead ?? onTop;
    return compareWaiting(ahead, onTop) <= 0 ? ahead : onTop;
  }

  private takeFirst(first: Work): void {
    if (first === this.front[this.frontStart]) this.frontStart += 1;
    else this.opened.pop();
  }

  private *groups(lastBucket: number): Generator<Iterable<Work>> {
    yield this.front.slice(this.frontStart);
    yield this.opened.values();
    for (const [bucket, waiting] of this.later)
      if (bucket <= lastBucket) yield waiting instanceof Set ? waiting : [waiting];
  }

  private openUntil(until: Instant): void {
    for (;;) {
      const bucket = this.laterBuckets.top();
      if (bucket === undefined || bucket * MINUTE_MS > until) return;
      this.laterBuckets.pop();
      const waiting = this.later.get(bucket);
      this.later.delete(bucket);
      if (waiting === undefined || (waiting instanceof Set && waiting.size === 0)) continue;
      if (waiting instanceof Set) this.opened.pushAll([...waiting]);
      else this.opened.push(waiting);
      this.openedUntil = Math.max(this.openedUntil, bucket);
    }
  }
}

function isAfter({ dueAt }: Work, until: Instant): boolean {
  return dueAt !== null && dueAt > until;
}
