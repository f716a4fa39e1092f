/**
 * The A/A check: people whom nobody treated are split again and again by the hash that splits experiments, and the halves
 * compared. Of sound machinery one comparison in twenty is below p = 0.05, and no more.
 */
import { chance } from '../chance.ts';
import { wilsonInterval } from '../stats/wilsonInterval.ts';
import type { Interval } from './interval.ts';
import { momentsOf } from './moments.ts';
import { welch } from './welch.ts';

export interface Outcome {
  readonly id: string;
  readonly value: number;
}

export interface AaCheck {
  readonly runs: number;
  /** Comparisons with p below 0.05. */
  readonly falseAlarms: number;
  /** 95 % interval of their share. */
  readonly interval: Interval;
  /** False where there are surely more than one in twenty. */
  readonly sound: boolean;
}

interface AaOptions {
  /** 1 and more. */
  readonly runs: number;
  /** Of the first half, 0 to 1. */
  readonly share: number;
  readonly seed: number;
}

const ALPHA = 0.05;

/** O(runs · people). */
export function aaCheck(outcomes: readonly Outcome[], { runs, share, seed }: AaOptions): AaCheck {
  let falseAlarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const treated: number[] = [];
    const control: number[] = [];
    for (const { id, value } of outcomes)
      (chance(seed, `aa-${run}`, id) < share ? treated : control).push(value);
    const found = welch({ treated: momentsOf(treated), control: momentsOf(control) });
    if (found !== null && found.p < ALPHA) falseAlarms += 1;
  }
  const interval = wilsonInterval(falseAlarms, runs);
  return { runs, falseAlarms, interval, sound: interval[0] <= ALPHA };
}
