/** What closed cases teach, in worlds whose effect was planted. */
import { describe, expect, it } from 'vitest';
import { chance } from '../../../core/chance.ts';
import { NOTHING } from '../../../core/offer/definition.ts';
import { beliefsOf, movedBy } from '../../../core/winback/beliefs.ts';
import { sufficientRung } from '../../../core/winback/decide.ts';
import { LEFT_ALONE, type Learned, NOTHING_LEARNED } from '../../../core/winback/learned.ts';
import { Learner } from '../../../core/winback/learn.ts';
import { winBackSum } from '../../../core/winback/sum.ts';
import {
  aLadder,
  aPolicy,
  aProspect,
  learnedOfPair,
  type Planted,
  plantedCases,
} from '../../support/winBack.ts';

const policy = aPolicy();

function learn(planted: Planted): Learned {
  const learner = new Learner();
  for (const one of plantedCases(planted)) learner.add(one);
  return learner.learned(1);
}

/** The rung chosen for a usual customer, after what was learned. */
function chosen(learned: Learned, faces = { ten: 40 }): string | undefined {
  const beliefs = beliefsOf(learned, policy);
  const prospect = aProspect({ pModel: 0.15 });
  return sufficientRung(winBackSum(prospect, aLadder(faces), policy, beliefs), policy, beliefs)?.rung;
}

/** Lots drawn in many worlds: of an arm each the share that came back, of people whose chance is 2 % to 26 %. */
const WORLDS = 400;

function cameBack(world: number, arm: string, people: number, effect: number): number {
  let came = 0;
  for (let n = 0; n < people; n += 1)
    if (chance(world, arm, String(n)) < movedBy(0.02 + 0.0024 * (n % 100), effect)) came += 1;
  return came / people;
}

/** What one world teaches of a rung that does so much, from so many people in each arm. */
function lesson(world: number, people: number, effect: number): Learned {
  const returned = cameBack(world, 'ten', people, effect);
  return learnedOfPair('ten', NOTHING, {
    people,
    returned,
    againstReturned: cameBack(world, NOTHING, people, 0),
  });
}

const worlds = (people: number, effect: number) =>
  Array.from({ length: WORLDS }, (_, world) => lesson(world, people, effect));
const shareOf = (lessons: readonly Learned[], holds: (learned: Learned) => boolean) =>
  lessons.filter(holds).length / lessons.length;

describe('what is believed before anything was learned', () => {
  const { contact, step, calibration } = beliefsOf(NOTHING_LEARNED, policy);

  it('messages do next to nothing, offers nothing beyond them, and neither for sure', () => {
    expect(contact.mean).toBeCloseTo(0.1, 10);
    expect(contact.people).toBe(0);
    expect(step('ten', NOTHING)).toMatchObject({ mean: 0, people: 0 });
    expect(step('ten', NOTHING).interval[0]).toBeLessThan(0);
    expect(step('ten', NOTHING).interval[1]).toBeGreaterThan(0);
  });

  it('the model is taken at its word', () => {
    expect(calibration.factor).toBe(1);
  });

  it('an offer is chosen for nobody', () => {
    expect(chosen(NOTHING_LEARNED)).toBe(NOTHING);
  });
});

describe('a planted effect', () => {
  const effect = { [NOTHING]: 0.2, ten: 0.9 };

  it('is found: from 1,000 people by lot in each arm, in 98 worlds of 100', () => {
    const found = shareOf(worlds(1_000, 0.9), (learned) => chosen(learned) === 'ten');
    expect(found).toBeGreaterThanOrEqual(0.98);
  });

  it('is believed the more, the more people there were', () => {
    const at = (people: number) => beliefsOf(lesson(7, people, 0.9), policy).step('ten', NOTHING);
    const [few, many] = [at(100), at(20_000)];
    expect(Math.abs(few.mean)).toBeLessThan(many.mean);
    expect(many.mean).toBeGreaterThan(0.7);
    expect(many.sd).toBeLessThan(few.sd);
  });

  it('is read from cases as the policy opens and closes them', () => {
    const learned = learn({ seed: 2, people: 12_000, effect });
    expect(chosen(learned)).toBe('ten');
    expect(beliefsOf(learned, policy).contact.mean).toBeGreaterThan(0);
  });

  it('does not show in who was chosen: only chance decided what is compared', () => {
    const cases = plantedCases({ seed: 3, people: 4_000, effect });
    const learner = new Learner();
    for (const one of cases) learner.add(one);
    const { pairs, byChance, cases: closed } = learner.learned(1);
    const [pair] = pairs.filter(({ rung, against }) => rung === 'ten' && against === NOTHING);
    const lot = cases.filter(({ arm }) => arm === 'randomised');
    expect(pair?.people).toBe(lot.filter(({ rung }) => rung === 'ten').length);
    expect(pair?.againstPeople).toBe(lot.filter(({ rung }) => rung === NOTHING).length);
    expect(byChance).toBeLessThan(closed / 4);
  });
});

describe('no effect', () => {
  const none = worlds(900, 0);

  it('is taken for one in 1 world of 40 at most', () => {
    expect(shareOf(none, (learned) => chosen(learned) === 'ten')).toBeLessThanOrEqual(0.025);
  });

  it('is taken for one in 3 of 100 at most where it was looked at five times on the way', () => {
    let taken = 0;
    for (let world = 0; world < WORLDS; world += 1)
      if ([100, 200, 400, 700, 1_000].some((people) => chosen(lesson(world, people, 0)) === 'ten'))
        taken += 1;
    expect(taken / WORLDS).toBeLessThanOrEqual(0.03);
  });

  it('lies within the interval in at least 95 worlds of 100', () => {
    const covers = shareOf(none, (learned) => {
      const [low, high] = beliefsOf(learned, policy).step('ten', NOTHING).interval;
      return low <= 0 && high >= 0;
    });
    expect(covers).toBeGreaterThanOrEqual(0.95);
  });

  it('nor does an effect within the prior leave the interval in more than 8 of 100', () => {
    const covers = shareOf(worlds(900, 0.2), (learned) => {
      const [low, high] = beliefsOf(learned, policy).step('ten', NOTHING).interval;
      return low <= 0.2 && high >= 0.2;
    });
    expect(covers).toBeGreaterThanOrEqual(0.92);
  });
});

describe('who comes back alone', () => {
  it('corrects a model that foretells twice as many', () => {
    const untreated = (n: number) => (n % 2 === 0 ? 0.2 : 0.1);
    const cases = plantedCases({ seed: 5, people: 8_000, effect: {}, untreated });
    const learner = new Learner();
    for (const one of cases)
      learner.add(
        one.sum === null ? one : { ...one, sum: { ...one.sum, pModel: 2 * (one.sum.pModel ?? 0) } },
      );
    const { calibration } = beliefsOf(learner.learned(1), policy);
    expect(calibration.factor).toBeGreaterThan(0.42);
    expect(calibration.factor).toBeLessThan(0.6);
    expect(calibration.interval[0]).toBeLessThan(0.5);
    expect(calibration.interval[1]).toBeGreaterThan(0.5);
  });

  it('is counted, with who ordered once more', () => {
    const { alone } = learn({ seed: 9, people: 5_000, effect: {} });
    expect(alone.people).toBeGreaterThan(400);
    expect(alone.returned / alone.people).toBeCloseTo(0.14, 1);
  });
});

describe('weights', () => {
  it('even out a lot whose odds changed: the rung of half the odds counts double', () => {
    const early = plantedCases({ seed: 11, people: 6_000, effect: { ten: 0.5 } });
    const generous = aPolicy({ randomisedShare: 0.4 });
    const late = plantedCases({ seed: 12, people: 6_000, effect: { ten: 0.5 }, policy: generous });
    const learner = new Learner();
    for (const one of [...early, ...late]) learner.add(one);
    const pair = learner
      .learned(1)
      .pairs.find(({ rung, against }) => rung === 'ten' && against === LEFT_ALONE);
    expect(pair?.effective).toBeLessThan(pair?.people ?? 0);
    const expected = Array.from({ length: 100 }, (_, n) => movedBy(0.02 + 0.0024 * n, 0.5));
    const mean = expected.reduce((sum, one) => sum + one, 0) / 100;
    expect(Math.abs((pair?.returned ?? 0) - mean)).toBeLessThan(0.05);
  });

  it('a case that could not have had a rung is not held against it', () => {
    const cases = plantedCases({
      seed: 13,
      people: 8_000,
      effect: {},
      untreated: (n) => (n % 2 === 0 ? 0.5 : 0.1),
    });
    const learner = new Learner();
    for (const one of cases) learner.add(one);
    const { pairs } = learner.learned(1);
    const ten = pairs.find(({ rung, against }) => rung === 'ten' && against === LEFT_ALONE);
    const nothing = pairs.find(({ rung, against }) => rung === NOTHING && against === LEFT_ALONE);
    expect(ten?.againstPeople).toBeLessThan(nothing?.againstPeople ?? 0);
    expect(ten?.againstReturned).toBeLessThan(0.2);
  });
});
