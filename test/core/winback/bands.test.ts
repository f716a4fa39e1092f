/** Effects by what a return brings: drawn towards the shop's, between the two, and no surer than both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chance } from '../../../core/chance.ts';
import { NOTHING } from '../../../core/offer/definition.ts';
import {
  type Beliefs,
  beliefsOf,
  movedBy,
  upliftAfter,
  upliftInBand,
} from '../../../core/winback/beliefs.ts';
import { sufficientRung } from '../../../core/winback/decide.ts';
import { LEAST_FOR_BANDS, Learner } from '../../../core/winback/learn.ts';
import type { Learned, LearnedPair } from '../../../core/winback/learned.ts';
import { winBackSum } from '../../../core/winback/sum.ts';
import type { WinBackCase } from '../../../core/winback/winBackCase.ts';
import {
  aLadder,
  aPolicy,
  aProspect,
  learnedOfPair,
  type Planted,
  plantedCases,
} from '../../support/winBack.ts';

const CONFIDENCE = 0.95;
const policy = aPolicy();

const share = fc.double({ min: 0, max: 1, noNaN: true });
const people = fc.integer({ min: 1, max: 1_000_000 });
const bandSd = fc.double({ min: 0.001, max: 2, noNaN: true });
const aPair = fc
  .record({ people, againstPeople: people, returned: share, againstReturned: share })
  .map((seen): LearnedPair => {
    const { people: effective, againstPeople: againstEffective } = seen;
    return { rung: 'ten', against: NOTHING, effective, againstEffective, ...seen };
  });
const aShop = fc
  .tuple(fc.option(aPair, { nil: undefined }), fc.double({ min: 0.001, max: 2, noNaN: true }))
  .map(([pair, sd]) => upliftAfter(pair, { mean: 0, sd }, CONFIDENCE));

/** What a pair shows by itself, a half added to each count. */
function ownOf({ effective, againstEffective, returned, againstReturned }: LearnedPair): number {
  const odds = (of: number, n: number) => (of * n + 0.5) / ((1 - of) * n + 0.5);
  return Math.log(odds(returned, effective) / odds(againstReturned, againstEffective));
}

describe('the effect on a half', () => {
  it('is the shop’s where the half shows nothing, and less sure', () => {
    fc.assert(
      fc.property(aShop, bandSd, (shop, sd) => {
        const found = upliftInBand(undefined, shop, { bandSd: sd, confidence: CONFIDENCE });
        expect(found.mean).toBe(shop.mean);
        expect(found.sd).toBeGreaterThanOrEqual(shop.sd);
        expect(found.people).toBe(0);
      }),
    );
  });

  it('lies between what the half shows and the shop’s, and no data make it less sure than none', () => {
    fc.assert(
      fc.property(aPair, aShop, bandSd, (pair, shop, sd) => {
        const found = upliftInBand(pair, shop, { bandSd: sd, confidence: CONFIDENCE });
        const [low, high] = [Math.min(ownOf(pair), shop.mean), Math.max(ownOf(pair), shop.mean)];
        expect(found.mean).toBeGreaterThanOrEqual(low - 1e-9 * (1 + Math.abs(low)));
        expect(found.mean).toBeLessThanOrEqual(high + 1e-9 * (1 + Math.abs(high)));
        expect(found.sd).toBeLessThanOrEqual(Math.hypot(shop.sd, sd) * (1 + 1e-9));
        expect(found.interval[0]).toBeLessThanOrEqual(found.mean);
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.mean);
      }),
    );
  });

  it('is its own with enough data', () => {
    const usual = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(aPair, usual, usual, aShop, (pair, returned, againstReturned, shop) => {
        const many = { effective: 1e10, againstEffective: 1e10, people: 1e10, againstPeople: 1e10 };
        const full = { ...pair, ...many, returned, againstReturned };
        const found = upliftInBand(full, shop, { bandSd: 0.1, confidence: CONFIDENCE });
        expect(Math.abs(found.mean - ownOf(full))).toBeLessThan(1e-4);
        expect(found.sd).toBeLessThan(1e-3);
      }),
    );
  });

  it('is the shop’s, as sure, where effects are thought not to differ', () => {
    fc.assert(
      fc.property(aPair, aShop, (pair, shop) => {
        const found = upliftInBand(pair, shop, { bandSd: 0, confidence: CONFIDENCE });
        expect(found.mean).toBeCloseTo(shop.mean, 9);
        expect(found.sd).toBeCloseTo(shop.sd, 9);
      }),
    );
  });
});

/** Cases a return of whom brings so much. */
function casesOf(gainOfReturnMinor: number, planted: Planted): WinBackCase[] {
  return plantedCases(planted).map((one) => ({
    ...one,
    sum: one.sum === null ? null : { ...one.sum, gainOfReturnMinor },
  }));
}

function learn(cases: readonly WinBackCase[]): Learned {
  const learner = new Learner();
  for (const one of cases) learner.add(one);
  return learner.learned(1);
}

describe('halves by what a return brings', () => {
  const little = casesOf(2_000, { seed: 3, people: 12_000, effect: { ten: 0 } });
  const much = casesOf(20_000, { seed: 4, people: 12_000, effect: { ten: 1.2 } });
  const learned = learn([...little, ...much]);

  it('are told apart from the value on that parts the cases by chance', () => {
    expect(learned.bands?.fromMinor).toBe(20_000);
    for (const pair of learned.pairs) {
      const of = (side: 'below' | 'above') =>
        learned.bands?.[side].find(({ rung, against }) => rung === pair.rung && against === pair.against);
      const [below, above] = [of('below'), of('above')];
      expect((below?.people ?? 0) + (above?.people ?? 0)).toBe(pair.people);
      expect((below?.againstPeople ?? 0) + (above?.againstPeople ?? 0)).toBe(pair.againstPeople);
    }
  });

  it('have each their own effect, the one above the shop’s and the other below it', () => {
    const beliefs = beliefsOf(learned, policy);
    const shop = beliefs.step('ten', NOTHING);
    const [below, above] = [beliefs.effectsOn(2_000), beliefs.effectsOn(20_000)];
    expect(below.band).toEqual({ side: 'below', fromMinor: 20_000 });
    expect(above.band).toEqual({ side: 'above', fromMinor: 20_000 });
    expect(above.step('ten', NOTHING).mean).toBeGreaterThan(shop.mean);
    expect(below.step('ten', NOTHING).mean).toBeLessThan(shop.mean);
    expect(above.step(NOTHING, 'ten').mean).toBeCloseTo(-above.step('ten', NOTHING).mean, 9);
  });

  it('are the same whatever the sequence of the cases', () => {
    const turned = learn([...much, ...little].reverse());
    const figures = ({ pairs, bands }: Learned) =>
      [...pairs, ...(bands?.below ?? []), ...(bands?.above ?? [])].map(({ returned }) => returned);
    expect(turned.bands?.fromMinor).toBe(20_000);
    for (const [n, one] of figures(turned).entries()) expect(one).toBeCloseTo(figures(learned)[n] ?? -1, 9);
  });

  it('there are none where few were drawn, or a return of everybody brings the same', () => {
    const few = learn([...little.slice(0, 900), ...much.slice(0, 900)]);
    expect(few.byChance).toBeLessThan(LEAST_FOR_BANDS);
    expect(few.bands).toBeUndefined();
    expect(learn(little).bands).toBeUndefined();
    const beliefs = beliefsOf(few, policy);
    const { band, contact, step } = beliefs.effectsOn(20_000);
    expect(band).toBeNull();
    expect(contact).toEqual(beliefs.contact);
    expect(step('ten', NOTHING)).toEqual(beliefs.step('ten', NOTHING));
  });
});

const WORLDS = 400;
const FROM = 10_000;

function cameBack(world: number, arm: string, of: number, effect: number): number {
  let came = 0;
  for (let n = 0; n < of; n += 1)
    if (chance(world, arm, String(n)) < movedBy(0.02 + 0.0024 * (n % 100), effect)) came += 1;
  return came / of;
}

/** What one world teaches of a rung, from so many people of each half in each arm. */
function lesson(world: number, half: number, effects: { below: number; above: number }): Learned {
  const seen = (side: 'below' | 'above') => ({
    people: half,
    returned: cameBack(world, `ten ${side}`, half, effects[side]),
    againstReturned: cameBack(world, `nothing ${side}`, half, 0),
  });
  const [below, above] = [seen('below'), seen('above')];
  const all = {
    people: 2 * half,
    returned: (below.returned + above.returned) / 2,
    againstReturned: (below.againstReturned + above.againstReturned) / 2,
  };
  const pairsOf = (one: typeof all) => learnedOfPair('ten', NOTHING, one).pairs;
  return {
    ...learnedOfPair('ten', NOTHING, all),
    bands: { fromMinor: FROM, below: pairsOf(below), above: pairsOf(above) },
  };
}

/** The rung for a customer of a half. */
function chosen(beliefs: Beliefs, gainMinor: number): string | undefined {
  const prospect = aProspect({ pModel: 0.15, valueBackMinor: 1_000 + gainMinor });
  return sufficientRung(winBackSum(prospect, aLadder({ ten: 40 }), policy, beliefs), policy, beliefs)?.rung;
}

/** Of the standard normal distribution (Box & Muller 1958). */
function normal(world: number, what: string): number {
  const [radius, angle] = [1 - chance(world, what, 'radius'), chance(world, what, 'angle')];
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
}

describe('in many worlds', () => {
  const beliefsIn = (half: number, effectsOf: (world: number) => { below: number; above: number }) =>
    Array.from({ length: WORLDS }, (_, world) => beliefsOf(lesson(world, half, effectsOf(world)), policy));
  const shareOf = (all: readonly Beliefs[], holds: (beliefs: Beliefs, world: number) => boolean) =>
    all.filter(holds).length / WORLDS;
  const given = (all: readonly Beliefs[], gainMinor: number) =>
    shareOf(all, (beliefs) => chosen(beliefs, gainMinor) === 'ten');
  const LOWER = FROM - 1;

  it('no effect is taken for one on a customer in 3 of 100 at most, and on either half in 1 of 20', () => {
    const none = beliefsIn(2_000, () => ({ below: 0, above: 0 }));
    expect(given(none, LOWER)).toBeLessThanOrEqual(0.03);
    expect(given(none, FROM)).toBeLessThanOrEqual(0.03);
    const either = shareOf(none, (one) => [LOWER, FROM].some((gain) => chosen(one, gain) === 'ten'));
    expect(either).toBeLessThanOrEqual(0.05);
  });

  it('an effect on everybody is found as often as by the average, from 1,000 of each half in each arm', () => {
    const alike = beliefsIn(1_000, () => ({ below: 0.4, above: 0.4 }));
    expect(given(alike, LOWER)).toBeGreaterThanOrEqual(0.95);
    expect(given(alike, FROM)).toBeGreaterThanOrEqual(0.95);
  });

  it('what wins the upper half and repels the lower is given to the upper alone', () => {
    const apart = beliefsIn(2_000, () => ({ below: -0.3, above: 0.5 }));
    expect(given(apart, FROM)).toBeGreaterThanOrEqual(0.98);
    expect(given(apart, LOWER)).toBeLessThanOrEqual(0.02);
    const byAverage = shareOf(apart, ({ step }) => step('ten', NOTHING).interval[0] > 0);
    expect(byAverage).toBeGreaterThan(0.3);
    expect(byAverage).toBeLessThan(0.8);
  });

  it('effects that differ as the policy thinks lie within the interval in at least 93 of 100', () => {
    const { offer, bandSd: apart } = policy.prior;
    const effectsOf = (world: number) => {
      const shop = offer.sd * normal(world, 'shop');
      const of = (side: string) => shop + apart * normal(world, side);
      return { below: of('below'), above: of('above') };
    };
    const drawn = beliefsIn(900, effectsOf);
    const covered = shareOf(drawn, (beliefs, world) => {
      const [low, high] = beliefs.effectsOn(FROM).step('ten', NOTHING).interval;
      const { above } = effectsOf(world);
      return low <= above && above <= high;
    });
    expect(covered).toBeGreaterThanOrEqual(0.93);
  });
});
