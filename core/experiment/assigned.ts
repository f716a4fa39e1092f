/**
 * One person's part in an experiment of a journey: the arm they were given, and what they did within a window after entering
 * and, as long, before. Everybody given an arm counts, whoever was written to (intention to treat); but whom a holdout, the journey's or
 * the shop's, keeps from all messages is in no other arm. A person's windows begin with the earliest passage on record that was given the arm;
 * of passages under one key the newest alone is on record.
 */
import type { PersonRecord } from '../customer/person.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import { isShopHeldOut } from '../message/gates/holdout.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';

/** The arm a holdout gives to whom it holds out. */
export const HELD_OUT = 'held-out';

/** Whom to look at, and for how long. */
export interface Assignment {
  readonly journeyId: string;
  /** A holdout or an experiment. */
  readonly nodeId: string;
  /** Who entered from then on; null for all. */
  readonly since: Instant | null;
  /** Who entered before: from then on arms were no longer given by chance. Null where they still are. */
  readonly until: Instant | null;
  readonly windowMs: number;
  readonly now: Instant;
  /** Say whom the shop holds out of everything: they are in no arm, whatever they drew. */
  readonly settings: Settings;
  /** Contribution margin of a window [from, until), net of returns and offers; without it margins are 0. */
  readonly netOf?: NetOf;
}

export type NetOf = (
  record: PersonRecord,
  window: { readonly from: Instant; readonly until: Instant },
) => number;

export interface Doings {
  readonly orders: number;
  /** Minor units, refunds taken away. */
  readonly revenueMinor: number;
  readonly netMinor: number;
}

export interface Assigned {
  readonly arm: string;
  readonly journeyVersion: number;
  readonly enteredAt: Instant;
  /** Their window is over: what they did in it stands. */
  readonly isOver: boolean;
  readonly reachedGoal: boolean;
  readonly after: Doings;
  readonly before: Doings;
}

/** What was done after `above` and up to `upTo`. */
function doings(record: PersonRecord, above: Instant, upTo: Instant, netOf: NetOf | undefined): Doings {
  let [count, revenueMinor] = [0, 0];
  for (const { at, amountMinor } of record.orders) {
    if (at <= above || at > upTo) continue;
    revenueMinor += amountMinor;
    if (amountMinor >= 0) count += 1;
  }
  const netMinor = netOf?.(record, { from: above + 1, until: upTo + 1 }) ?? 0;
  return { orders: count, revenueMinor, netMinor };
}

function reachedGoal(passages: readonly Enrolment[], upTo: Instant): boolean {
  return passages.some(
    ({ endReason, endedAt }) => endReason === 'goal' && endedAt !== null && endedAt <= upTo,
  );
}

/** Null for somebody who was given no arm there, or not in the time asked for. */
export function assignedIn(record: PersonRecord, asked: Assignment): Assigned | null {
  const { person, enrolments } = record;
  const { journeyId, nodeId, since, until, windowMs, now, settings, netOf } = asked;
  const given = enrolments
    .filter((one) => one.journeyId === journeyId && one.arms[nodeId] !== undefined)
    .sort((left, right) => left.enteredAt - right.enteredAt);
  const [first] = given;
  const arm = first?.arms[nodeId];
  if (first === undefined || arm === undefined) return null;
  if (arm !== HELD_OUT && given.some(({ heldOut }) => heldOut)) return null;
  const { enteredAt, journeyVersion } = first;
  if ((since !== null && enteredAt < since) || (until !== null && enteredAt >= until)) return null;
  if (isShopHeldOut(settings, person.id, enteredAt)) return null;
  const end = enteredAt + windowMs;
  return {
    arm,
    journeyVersion,
    enteredAt,
    isOver: end <= now,
    reachedGoal: reachedGoal(given, end),
    after: doings(record, enteredAt, end, netOf),
    before: doings(record, enteredAt - windowMs, enteredAt, netOf),
  };
}
