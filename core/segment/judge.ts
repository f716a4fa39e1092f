/**
 * One judgement of a person: which segments they are in by what is known now, what that changes of their standing, and which of
 * the changes came about by what happened. Who is found in a segment, or out of it, because its rule is new has not entered or
 * left it by anything they did: that is written down and starts nothing.
 */
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { Trigger } from '../journey/occasion.ts';
import type { Task } from '../task.ts';
import { HOUR_MS, type Instant } from '../time.ts';
import type { PublishedSegment, Segments } from './definition.ts';
import type { SegmentFacts } from './facts.ts';
import { membershipAt } from './membership.ts';
import { nextChangeAt } from './nextChange.ts';
import type { Since, Standing, Tallies, Timer } from './standing.ts';

/** Timers are set for what changes within this: two nights, so that a night without a pass leaves nobody late. */
export const TIMERS_AHEAD_MS = 48 * HOUR_MS;

/** What brought the judgement about, as its facts say. */
export type JudgedBy = 'event' | 'time' | 'night' | 'list' | 'merge';

export interface SegmentChange {
  readonly id: string;
  readonly change: 'entered' | 'left';
  /** True where only the rule is new. */
  readonly byRule: boolean;
}

export interface Judged {
  /** With memberships and the next change as of now. */
  readonly standing: Standing;
  readonly changes: readonly SegmentChange[];
}

export interface ToJudge {
  readonly segments: Segments;
  /** As stored, with the tallies and lists that `after` rests on. */
  readonly standing: Standing;
  /** What was known before; null of somebody new. The same as `after` where nothing but time came between. */
  readonly before: SegmentFacts | null;
  readonly after: SegmentFacts;
  readonly now: Instant;
}

function isIn({ segment }: PublishedSegment, facts: SegmentFacts, now: Instant): boolean {
  if (segment.kind === 'list') return facts.lists[segment.id] !== undefined;
  return membershipAt(segment.rule, facts, now);
}

/** Earliest instant after which somebody may be in another segment, as far as timers look. */
function nextOf({ segments }: ToJudge, after: SegmentFacts, now: Instant): Instant | null {
  const until = now + TIMERS_AHEAD_MS;
  let next: Instant | null = null;
  for (const { segment } of segments.all) {
    if (segment.kind !== 'live') continue;
    const at = nextChangeAt(segment.rule, after, now, until);
    if (at !== null && (next === null || at < next)) next = at;
  }
  return next;
}

/** Whether they were in it before, by its rule as it is now. */
function wasIn({ standing, before, now }: ToJudge, one: PublishedSegment): boolean {
  if (one.revision <= standing.rules) return standing.segments[one.segment.id] !== undefined;
  return before !== null && isIn(one, before, now);
}

/** Tallies no rule in force asks for are let go of once the person is judged by a new version. */
function withoutUnused(standing: Standing, { version, series }: Segments): Standing {
  if (standing.rules === version) return standing;
  const used = new Set(series.map(({ key }) => key));
  const isUsed = (kept: Tallies) => Object.keys(kept).every((key) => used.has(key));
  if (Object.values(standing.tallies).every(isUsed)) return standing;
  const tallies: Record<string, Tallies> = {};
  for (const [origin, kept] of Object.entries(standing.tallies))
    tallies[origin] = Object.fromEntries(Object.entries(kept).filter(([key]) => used.has(key)));
  return { ...standing, tallies };
}

export function judge(asked: ToJudge): Judged {
  const { segments, after, now } = asked;
  const standing = withoutUnused(asked.standing, segments);
  const changes: SegmentChange[] = [];
  const memberships: Record<string, Instant> = {};
  for (const one of segments.all) {
    const { id } = one.segment;
    const since = standing.segments[id];
    const is = isIn(one, after, now);
    if (is) memberships[id] = since ?? now;
    if (is === (since !== undefined)) continue;
    changes.push({ id, change: is ? 'entered' : 'left', byRule: wasIn(asked, one) === is });
  }
  for (const id of Object.keys(standing.segments))
    if (!segments.byId.has(id)) changes.push({ id, change: 'left', byRule: true });
  const next = nextOf(asked, after, now);
  return {
    standing: { ...standing, rules: segments.version, segments: memberships, nextChangeAt: next },
    changes,
  };
}

function sameSince(a: Since, b: Since): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Whether a standing need not be written again: a next change that moved is looked at when it comes. */
export function sameStanding(before: Standing, after: Standing): boolean {
  return (
    before.tallies === after.tallies &&
    before.timer === after.timer &&
    sameSince(before.segments, after.segments) &&
    sameSince(before.lists, after.lists)
  );
}

export function segmentFacts(
  customerId: CustomerId,
  changes: readonly SegmentChange[],
  by: JudgedBy,
  now: Instant,
): Fact[] {
  return changes.map(({ id, change, byRule }) => ({
    customerId,
    at: now,
    kind: change === 'entered' ? 'segment-entered' : 'segment-left',
    journeyId: null,
    body: { segment: id, by: byRule ? 'rule' : by },
  }));
}

/** What journeys are told. */
export function segmentTriggers(changes: readonly SegmentChange[]): Trigger[] {
  return changes
    .filter(({ byRule }) => !byRule)
    .map(({ id, change }) => ({ kind: 'segment', segment: id, change }));
}

/** When the person has to be woken, where the timer that is set does not wake them in time; null where it does. */
export function timerDue({ timer, nextChangeAt: next }: Standing, now: Instant): Instant | null {
  if (next === null) return null;
  const set = timer?.dueAt ?? null;
  return set !== null && set > now && set <= next ? null : next;
}

export function segmentsTaskId(id: CustomerId): string {
  return `segments-${id}`;
}

/** The task that wakes a person, as it is to be from now on. */
export function segmentsTask(customerId: CustomerId, timer: Timer): Task {
  return {
    id: segmentsTaskId(customerId),
    kind: 'segments',
    customerId,
    lane: 'upkeep',
    dueAt: timer.dueAt,
    version: timer.version,
    attempts: 0,
    body: {},
  };
}
