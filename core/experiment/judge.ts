/**
 * Whether one arm of an experiment has won, looked at every night: each two arms by the always-valid test, at a level shared
 * out among all the pairs (Bonferroni), so that the chance ever to declare a difference where there is none, over all nights
 * and pairs together, is at most 5 %. An arm wins that is shown to be ahead of every other. What was once shown stays shown.
 */
import type { Conversions } from './interval.ts';
import { msprtLook } from './msprt.ts';

export const FAMILY_ALPHA = 0.05;

/** What two arms have shown so far. */
export interface PairState {
  readonly left: string;
  readonly right: string;
  /** The least of all looks. */
  readonly p: number;
  /** Who was ahead at that look. */
  readonly ahead: string | null;
}

export interface ArmCount extends Conversions {
  readonly id: string;
}

export interface Judgement {
  readonly pairs: readonly PairState[];
  readonly winner: string | null;
}

function lookAt(left: ArmCount, right: ArmCount, known: PairState | undefined, minimum: number): PairState {
  const before = known ?? { left: left.id, right: right.id, p: 1, ahead: null };
  if (Math.min(left.people, right.people) < Math.max(1, minimum)) return before;
  const look = msprtLook({ treated: left, control: right });
  if (look === null || look.p >= before.p) return before;
  return { ...before, p: look.p, ahead: look.difference > 0 ? left.id : right.id };
}

/** `before` is what the pairs showed at the last look; empty at the first. `minimum` is people an arm. */
export function judge(arms: readonly ArmCount[], before: readonly PairState[], minimum: number): Judgement {
  const pairs = arms.flatMap((left, at) =>
    arms.slice(at + 1).map((right) => {
      const known = before.find((pair) => pair.left === left.id && pair.right === right.id);
      return lookAt(left, right, known, minimum);
    }),
  );
  const shown = pairs.filter(({ p }) => p <= FAMILY_ALPHA / pairs.length);
  if (pairs.length === 0) return { pairs, winner: null };
  const winner = arms.find(({ id }) => shown.filter(({ ahead }) => ahead === id).length === arms.length - 1);
  return { pairs, winner: winner?.id ?? null };
}
