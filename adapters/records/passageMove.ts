/**
 * What becomes of a passage whose person turned out to be another. In each slot (journey and event key) there is one: the
 * older stays, the other ends as `merged` and what it decided is taken back. What has ended already goes along where its
 * slot is free, for the re-entry rule, and is history where it is not.
 */
import type { Fact } from '../../core/fact.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import { cancelOpen, ended, endFact } from '../../core/journey/passage.ts';
import type { Cancellation } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';

interface Undone {
  readonly cancellations: readonly Cancellation[];
  readonly facts: readonly Fact[];
}

export type PassageMove =
  | { readonly kind: 'stays' }
  /** Ended where it is. */
  | ({ readonly kind: 'ends'; readonly enrolment: Enrolment } & Undone)
  /** Goes into the slot, over an ended passage or over the younger one it ends. */
  | ({ readonly kind: 'goes'; readonly enrolment: Enrolment; readonly endsOther: boolean } & Undone);

function isOlder(a: Enrolment, b: Enrolment): boolean {
  return a.enteredAt < b.enteredAt || (a.enteredAt === b.enteredAt && a.id < b.id);
}

function endedAsMerged(enrolment: Enrolment, now: Instant): Undone & { readonly enrolment: Enrolment } {
  return {
    enrolment: ended(enrolment, now, 'merged', null),
    cancellations: cancelOpen(enrolment, now),
    facts: [endFact(enrolment, now, 'merged', null)],
  };
}

/** `there` is the passage in the slot it would go to. One that was parked is tried again. */
export function passageMove(
  moving: Enrolment,
  there: Enrolment | null,
  into: CustomerId,
  now: Instant,
): PassageMove {
  const nothing: Undone = { cancellations: [], facts: [] };
  const isParked = moving.dueAt === null && moving.attempts > 0;
  const enrolment: Enrolment = {
    ...moving,
    customerId: into,
    dueAt: isParked ? now : moving.dueAt,
    version: Math.max(moving.version, there?.version ?? 0) + 1,
    entry: Math.max(moving.entry, there?.entry ?? 0),
  };
  if (there === null) return { kind: 'goes', enrolment, endsOther: false, ...nothing };
  if (moving.status === 'ended') return { kind: 'stays' };
  if (there.status === 'ended') return { kind: 'goes', enrolment, endsOther: false, ...nothing };
  if (isOlder(there, moving)) return { kind: 'ends', ...endedAsMerged(moving, now) };
  const { cancellations, facts } = endedAsMerged(there, now);
  return { kind: 'goes', enrolment, endsOther: true, cancellations, facts };
}
