/**
 * Who changes stage by time alone, found by when: people whose `nextChangeAt` falls on a day share a bucket, and people
 * who were never evaluated come before every day. Moving a person is O(1).
 */
import type { Person } from '../../core/customer/person.ts';
import { type Instant, utcDay } from '../../core/time.ts';
import type { CustomerRecord } from './customerRecord.ts';

const NEVER_EVALUATED = Number.NEGATIVE_INFINITY;

/** Null where only an order can change the person. */
function bucketOf(person: Person): number | null {
  if (person.lifecycle === null) return NEVER_EVALUATED;
  const { nextChangeAt } = person.lifecycle;
  return nextChangeAt === null ? null : utcDay(nextChangeAt);
}

/** True for people without a lifecycle or whose stage changes at or before `until`. */
function changesBy(person: Person, until: Instant): boolean {
  if (person.lifecycle === null) return true;
  const { nextChangeAt } = person.lifecycle;
  return nextChangeAt !== null && nextChangeAt <= until;
}

export class ChangeIndex {
  private readonly buckets = new Map<number, Set<CustomerRecord>>();

  /** Follows a customer's person from one value to the next. */
  move(customer: CustomerRecord, from: Person | null, to: Person | null): void {
    const before = from === null ? null : bucketOf(from);
    const after = to === null ? null : bucketOf(to);
    if (before === after) return;
    if (before !== null) this.leave(before, customer);
    if (after !== null) this.enter(after, customer);
  }

  /** In no particular order. */
  changingBy(until: Instant): CustomerRecord[] {
    const lastDay = utcDay(until);
    const found: CustomerRecord[] = [];
    for (const [bucket, customers] of this.buckets) {
      if (bucket > lastDay) continue;
      for (const customer of customers) {
        if (customer.person !== null && changesBy(customer.person, until)) found.push(customer);
      }
    }
    return found;
  }

  private enter(bucket: number, customer: CustomerRecord): void {
    const known = this.buckets.get(bucket);
    if (known === undefined) this.buckets.set(bucket, new Set([customer]));
    else known.add(customer);
  }

  private leave(bucket: number, customer: CustomerRecord): void {
    const known = this.buckets.get(bucket);
    known?.delete(customer);
    if (known?.size === 0) this.buckets.delete(bucket);
  }
}
