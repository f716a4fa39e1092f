/** What 95 % and "any day" promise, counted over seeded simulations. */
import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { chance } from '../../../core/chance.ts';
import { type Arms, type Conversions, type Interval } from '../../../core/experiment/interval.ts';
import { aaCheck } from '../../../core/experiment/aaCheck.ts';
import { momentsOf } from '../../../core/experiment/moments.ts';
import { newcombe } from '../../../core/experiment/newcombe.ts';
import { sampleRatio } from '../../../core/experiment/sampleRatio.ts';
import { welch } from '../../../core/experiment/welch.ts';
import { pickArm, pickHoldout } from '../../../core/journey/pick.ts';
import { uniforms } from '../../support/valueCohorts.ts';

const RUNS = 1_000;

function coverage(draw: (random: () => number) => Interval | undefined, truth: number): number {
  const random = uniforms(7);
  let covered = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const [low, high] = draw(random) ?? [0, 0];
    covered += Number(low <= truth && truth <= high);
  }
  return covered / RUNS;
}

function convert(random: () => number, people: number, share: number): Conversions {
  let converted = 0;
  for (let i = 0; i < people; i += 1) converted += Number(random() < share);
  return { converted, people };
}

describe('coverage of the 95 % intervals', () => {
  it('Newcombe, few conversions and uneven arms', () => {
    const draw = (random: () => number) => {
      const arms: Arms<Conversions> = {
        treated: convert(random, 300, 0.04),
        control: convert(random, 100, 0.02),
      };
      return newcombe(arms)?.interval;
    };
    const covered = coverage(draw, 0.02);
    expect(covered).toBeGreaterThan(0.935);
    expect(covered).toBeLessThan(0.985);
  });

  it('Welch, most people with 0 and the rest far apart', () => {
    const value = (random: () => number) => (random() < 0.3 ? -50 * Math.log(1 - random()) : 0);
    const draw = (random: () => number) => {
      const arm = (people: number) => momentsOf(Array.from({ length: people }, () => value(random)));
      return welch({ treated: arm(200), control: arm(80) })?.interval;
    };
    const covered = coverage(draw, 0);
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.97);
  });
});

describe('arms by hash', () => {
  const passage = (id: number) => ({ arms: {}, journeyId: 'win-back', customerId: customerId(`c${id}`) });
  const people = Array.from({ length: 20_000 }, (_, id) => passage(id));

  it('are the planned sizes, for any share and any journey', () => {
    for (const seed of [1, 2, 3])
      for (const share of [0.1, 0.5]) {
        const out = people.filter((one) => pickHoldout(seed, one, 'hold', share) === 'held-out').length;
        const ratio = sampleRatio([out, people.length - out], [share, 1 - share]);
        expect(ratio?.p).toBeGreaterThan(0.001);
      }
    const arms = [0.5, 0.3, 0.2].map((share, at) => ({ id: `arm${at}`, share, next: 'end' }));
    const given = people.map((one) => pickArm(1, one, 'test', arms).id);
    const counts = arms.map(({ id }) => given.filter((one) => one === id).length);
    expect(sampleRatio(counts, [0.5, 0.3, 0.2])?.p).toBeGreaterThan(0.001);
  });

  it('stay with a person, and say nothing of the person’s arm at another node', () => {
    const arms = [
      { id: 'a', share: 0.5, next: 'end' },
      { id: 'b', share: 0.5, next: 'end' },
    ];
    const first = people.map((one) => pickArm(1, one, 'first', arms).id);
    expect(people.map((one) => pickArm(1, one, 'first', arms).id)).toEqual(first);
    const second = people.map((one) => pickArm(1, one, 'second', arms).id);
    const both = [0, 1, 2, 3].map(
      (cell) =>
        people.filter(
          (_, at) => (first[at] === 'a') === cell < 2 && (second[at] === 'a') === (cell % 2 === 0),
        ).length,
    );
    expect(sampleRatio(both, [1, 1, 1, 1])?.p).toBeGreaterThan(0.001);
  });

  it('give the false alarms that were agreed to, and no more, when nothing is done (A/A)', () => {
    const outcomes = people.slice(0, 4_000).map(({ customerId: id }) => ({
      id,
      value: chance(99, id) < 0.1 ? 40 * chance(98, id) : 0,
    }));
    const check = aaCheck(outcomes, { runs: 300, share: 0.5, seed: 1 });
    expect(check.falseAlarms / check.runs).toBeGreaterThan(0.02);
    expect(check.sound).toBe(true);
    expect(check.interval[0]).toBeLessThan(0.05);
  });
});
