/** What a run over a segment counted; tallies of segments add up. */
import { GRADES, type Grade, type Lifecycle, STAGES, type Stage } from './lifecycle.ts';

/** Counts of people by stage and grade. */
export interface Tally {
  customers: number;
  readonly stages: Record<Stage, number>;
  readonly grades: Record<Grade, number>;
  /** Profiles written. */
  written: number;
  transitions: number;
}

/** Of one segment, with how many of its people are on their way into each stage: they are written by the task of the stage. */
export interface SegmentTally extends Tally {
  readonly segment: number;
  readonly entering: Record<Stage, number>;
}

export function emptySegmentTally(segment: number): SegmentTally {
  return {
    ...emptyTally(),
    segment,
    entering: { identification: 0, development: 0, stability: 0, decline: 0 },
  };
}

export function emptyTally(): Tally {
  return {
    customers: 0,
    stages: { identification: 0, development: 0, stability: 0, decline: 0 },
    grades: { A: 0, B: 0, C: 0 },
    written: 0,
    transitions: 0,
  };
}

/** Counts one person. */
export function countPerson(tally: Tally, lifecycle: Lifecycle): void {
  tally.customers += 1;
  tally.stages[lifecycle.stage] += 1;
  tally.grades[lifecycle.grade] += 1;
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    sum.customers += tally.customers;
    sum.written += tally.written;
    sum.transitions += tally.transitions;
    for (const stage of STAGES) {
      sum.stages[stage] += tally.stages[stage];
    }
    for (const grade of GRADES) sum.grades[grade] += tally.grades[grade];
  }
  return sum;
}
