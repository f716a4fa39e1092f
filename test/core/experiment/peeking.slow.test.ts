/** Looking every day: A/A experiments of 20,000 people an arm with a look at every thousand, seeded. */
import { describe, expect, it } from 'vitest';
import { confidenceSequence } from '../../../core/experiment/confidenceSequence.ts';
import { judge, type PairState } from '../../../core/experiment/judge.ts';
import type { Arms, Conversions } from '../../../core/experiment/interval.ts';
import { momentsOfShare } from '../../../core/experiment/moments.ts';
import { msprtLook } from '../../../core/experiment/msprt.ts';
import { pooledZ } from '../../../core/experiment/pooledZ.ts';
import { welch } from '../../../core/experiment/welch.ts';
import { uniforms } from '../../support/valueCohorts.ts';

const RUNS = 2_000;
const LOOKS = 20;
const PEOPLE_BETWEEN = 1_000;
const SHARE = 0.05;
const ALPHA = 0.05;

type Test = (arms: Arms<Conversions>) => number;

const sequence: Test = ({ treated, control }) => {
  const moments = {
    treated: momentsOfShare(treated.converted, treated.people),
    control: momentsOfShare(control.converted, control.people),
  };
  const found = welch(moments);
  if (found === null) return 1;
  const people = treated.people + control.people;
  return confidenceSequence({ estimate: found.difference, standardError: found.standardError, people }).p;
};

const TESTS: Readonly<Record<string, Test>> = {
  fixed: (arms) => pooledZ(arms)?.p ?? 1,
  msprt: (arms) => msprtLook(arms)?.p ?? 1,
  sequence,
};

/** Share of experiments in which any look of a test fell below alpha. */
function anyLook(): Record<string, number> {
  const random = uniforms(20_240_601);
  const alarms: Record<string, number> = {};
  for (let run = 0; run < RUNS; run += 1) {
    const [treated, control] = [
      { converted: 0, people: 0 },
      { converted: 0, people: 0 },
    ];
    const below = new Set<string>();
    for (let look = 0; look < LOOKS; look += 1) {
      for (const arm of [treated, control]) {
        arm.people += PEOPLE_BETWEEN;
        for (let i = 0; i < PEOPLE_BETWEEN; i += 1) arm.converted += Number(random() < SHARE);
      }
      for (const [name, test] of Object.entries(TESTS))
        if (test({ treated, control }) < ALPHA) below.add(name);
    }
    for (const name of below) alarms[name] = (alarms[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.keys(TESTS).map((name) => [name, (alarms[name] ?? 0) / RUNS]));
}

/** Share of experiments of three arms, looked at twenty nights, that were ever decided. */
function anyNight(): number {
  const random = uniforms(7);
  let decided = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const arms = ['a', 'b', 'c'].map((id) => ({ id, converted: 0, people: 0 }));
    let pairs: readonly PairState[] = [];
    let winner: string | null = null;
    for (let night = 0; night < LOOKS && winner === null; night += 1) {
      for (const arm of arms) {
        arm.people += PEOPLE_BETWEEN / 2;
        for (let i = 0; i < PEOPLE_BETWEEN / 2; i += 1) arm.converted += Number(random() < SHARE);
      }
      ({ pairs, winner } = judge(arms, pairs, 100));
    }
    decided += Number(winner !== null);
  }
  return decided / RUNS;
}

describe('twenty nights of three arms that are the same', () => {
  it('choose a winner in less than one experiment in twenty', () => {
    expect(anyNight()).toBeLessThan(ALPHA);
  });
});

describe('twenty looks at experiments in which nothing was done', () => {
  it('alarm the test for one look in a quarter of them, and the always-valid ones in less than one in twenty', () => {
    const rates = anyLook();
    expect(rates['fixed']).toBeGreaterThan(0.2);
    expect(rates['msprt']).toBeLessThan(ALPHA);
    expect(rates['sequence']).toBeLessThan(ALPHA);
  });
});
