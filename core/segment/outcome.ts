/** What a judgement comes to: the standing it leaves, the timer that wakes it, the facts, and what journeys are told. */
import type { Dossier } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Trigger } from '../journey/occasion.ts';
import type { Consequences } from '../journey/consequences.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  type Judged,
  type JudgedBy,
  sameStanding,
  segmentFacts,
  segmentsTask,
  segmentsTaskId,
  segmentTriggers,
  timerDue,
} from './judge.ts';
import type { SegmentDeps } from './known.ts';
import { type Standing, standingWrite, type Timer } from './standing.ts';

/** What is committed, what journeys are told, and the memberships they may ask for. */
export interface SegmentOutcome {
  readonly followed: Pick<Consequences, 'facts' | 'dossiers' | 'tasks'>;
  readonly triggers: readonly Trigger[];
  readonly memberships: Standing['segments'];
}

/** A judgement of a person, with what they were read with. */
export interface Judgement {
  readonly id: CustomerId;
  readonly dossier: Dossier | null;
  /** As it was read. */
  readonly before: Standing;
  readonly judged: Judged;
  readonly by: JudgedBy;
  readonly now: Instant;
}

/** The timer a standing is kept with, and the version of its task before; null where the one that is set does. */
interface TimerChange {
  readonly timer: Timer;
  readonly expectedVersion: number;
}

/** The consequences of a judgement, given what becomes of its timer. */
export function outcomeWith(
  { id, dossier, before, judged, by, now }: Judgement,
  change: TimerChange | null,
): SegmentOutcome {
  const standing = change === null ? judged.standing : { ...judged.standing, timer: change.timer };
  const isSame = dossier !== null && sameStanding(before, standing);
  return {
    followed: {
      facts: segmentFacts(id, judged.changes, by, now),
      ...(isSame ? {} : { dossiers: [standingWrite(id, dossier, standing)] }),
      ...(change === null
        ? {}
        : { tasks: [{ task: segmentsTask(id, change.timer), expectedVersion: change.expectedVersion }] }),
    },
    triggers: segmentTriggers(judged.changes),
    memberships: standing.segments,
  };
}

function timerAt(dueAt: Instant | null, task: Pick<Task, 'version'> | null): TimerChange {
  const expectedVersion = task?.version ?? 0;
  return { timer: { version: expectedVersion + 1, dueAt }, expectedVersion };
}

/** The timer as a standing remembers it: for many people at once, whose tasks are not looked up. */
export function rememberedTimer({ standing }: Judged, now: Instant): TimerChange | null {
  const due = timerDue(standing, now);
  return due === null ? null : timerAt(due, standing.timer);
}

/** What a judgement comes to. Its task is looked up only where one has to be written; where `woken` asked, it moves on. */
export async function outcomeOf(
  { store }: { readonly store: Pick<SegmentDeps['store'], 'loadTask'> },
  judgement: Judgement,
  woken?: Task,
): Promise<SegmentOutcome> {
  const { id, judged, now } = judgement;
  if (woken !== undefined) return outcomeWith(judgement, timerAt(judged.standing.nextChangeAt, woken));
  const due = timerDue(judged.standing, now);
  const change = due === null ? null : timerAt(due, await store.loadTask(segmentsTaskId(id)));
  return outcomeWith(judgement, change);
}

/** Consequences with those of the judgement. */
export function withSegments(followed: Consequences, outcome: SegmentOutcome | null): Consequences {
  if (outcome === null) return followed;
  const { facts, dossiers = [], tasks = [] } = outcome.followed;
  return {
    ...followed,
    facts: [...facts, ...followed.facts],
    ...(dossiers.length === 0 ? {} : { dossiers: [...(followed.dossiers ?? []), ...dossiers] }),
    ...(tasks.length === 0 ? {} : { tasks: [...(followed.tasks ?? []), ...tasks] }),
  };
}
