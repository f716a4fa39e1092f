import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { pickHoldout } from '../../../core/journey/pick.ts';
import { NOTHING } from '../../../core/offer/definition.ts';
import { beliefsOf } from '../../../core/winback/beliefs.ts';
import { decide, sufficientRung } from '../../../core/winback/decide.ts';
import { type Learned, NOTHING_LEARNED } from '../../../core/winback/learned.ts';
import { ANSWER_TO } from '../../../core/winback/loss.ts';
import { LOSS_KINDS, type LossKind } from '../../../core/winback/names.ts';
import type { Prospect } from '../../../core/winback/prospect.ts';
import { winBackSum } from '../../../core/winback/sum.ts';
import { aLadder, aPolicy, aProspect, learnedOfPair, UNKNOWN_LOSS } from '../../support/winBack.ts';

const policy = aPolicy();

interface Asked {
  readonly n?: number;
  readonly prospect?: Partial<Prospect>;
  readonly faces?: Readonly<Record<string, number>>;
  readonly learned?: Learned;
  readonly loss?: LossKind;
  readonly seed?: number;
}

function asked({
  n = 0,
  prospect = {},
  faces = { ten: 400 },
  learned = NOTHING_LEARNED,
  loss,
  seed = 1,
}: Asked) {
  const beliefs = beliefsOf(learned, policy);
  const kind = loss ?? 'unknown';
  return {
    loss: { ...UNKNOWN_LOSS, kind, answer: ANSWER_TO[kind] },
    sum: winBackSum(aProspect(prospect), aLadder(faces), policy, beliefs),
    policy,
    beliefs,
    seed,
    customerId: customerId(`c${n}`),
    caseId: '2026-03-10',
  };
}

const many = (over: Asked = {}, people = 8_000) =>
  Array.from({ length: people }, (_, n) => decide(asked({ ...over, n })));

describe('the kind of loss comes before any sum', () => {
  it.each([
    ['retaliatory', 'wait', 'loss'],
    ['malicious', 'end', 'loss'],
    ['natural', 'end', 'loss'],
    ['passive', 'wait', 'loss'],
  ] as const)('%s: %s', (loss, verdict, by) => {
    expect(decide(asked({ loss }))).toMatchObject({ verdict, by, arm: null, rung: null, eligible: [] });
  });

  it.each(['competitive', 'own-fault', 'unknown'] as const)('%s goes to the sum', (loss) => {
    expect(['sum', 'chance']).toContain(decide(asked({ loss })).by);
  });

  it('every kind has an answer of its own', () => {
    expect(new Set(LOSS_KINDS.map((kind) => ANSWER_TO[kind])).size).toBe(LOSS_KINDS.length);
  });

  it('who never ordered is let go', () => {
    expect(decide({ ...asked({}), sum: null })).toMatchObject({ verdict: 'let-go', arm: null });
  });
});

describe('chance', () => {
  const all = many();
  const share = (arm: string) => all.filter((one) => one.arm === arm).length / all.length;

  it('leaves a tenth alone, and gives a tenth of the others a rung by lot', () => {
    expect(Math.abs(share('holdout') - 0.1)).toBeLessThan(0.011);
    expect(Math.abs(share('randomised') - 0.09)).toBeLessThan(0.011);
  });

  it('gives each rung of the lot as often as it says', () => {
    const lot = all.filter(({ arm }) => arm === 'randomised');
    for (const rung of [NOTHING, 'ten']) {
      const drawn = lot.filter((one) => one.rung === rung);
      expect(Math.abs(drawn.length / all.length - (drawn[0]?.propensity ?? 0))).toBeLessThan(0.01);
      expect(drawn[0]?.propensity).toBeCloseTo(0.045, 10);
    }
  });

  it('probabilities of all that may happen to a customer sum to 1', () => {
    const of = (arm: string, rung: string | null) =>
      all.find((one) => one.arm === arm && (arm !== 'randomised' || one.rung === rung))?.propensity ?? 0;
    const parts = [
      of('holdout', null),
      of('chosen', null),
      of('randomised', NOTHING),
      of('randomised', 'ten'),
    ];
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 10);
  });

  it('leaves alone whom the holdout node of the journey leaves alone', () => {
    for (let n = 0; n < 2_000; n += 1) {
      const passage = { arms: {}, journeyId: 'win-back', customerId: customerId(`c${n}`) };
      const isOut = pickHoldout(1, passage, 'holdout', 0.1) === 'held-out';
      expect(decide(asked({ n })).arm === 'holdout').toBe(isOut);
    }
  });

  it('says the same whenever it is asked, and another seed says other things', () => {
    expect(many({}, 500)).toEqual(many({}, 500));
    expect(many({}, 500)).not.toEqual(many({ seed: 2 }, 500));
  });

  it('never draws a rung that could not pay for this customer', () => {
    for (const one of many({ faces: { ten: 400, ruinous: 9_000 } }, 2_000))
      expect(one.rung).not.toBe('ruinous');
    for (const one of many({ prospect: { pModel: 0.5 } }, 2_000)) expect([NOTHING, null]).toContain(one.rung);
  });
});

describe('the sum', () => {
  it('on its prior alone gives messages and no discount', () => {
    for (const one of many().filter(({ arm }) => arm === 'chosen'))
      expect(one).toMatchObject({ verdict: 'recover', rung: NOTHING });
  });

  it('lets go whoever is surely gone', () => {
    for (const one of many({ prospect: { pModel: 0.001 } }, 1_000).filter(({ arm }) => arm === 'chosen'))
      expect(one).toMatchObject({ verdict: 'let-go', rung: null });
  });

  it('a ladder of nothing but rungs dearer than a return is a ladder of nothing', () => {
    const faces = { dear: 9_000, dearer: 50_000 };
    const { sum, ...rest } = asked({ faces });
    expect(sum.rungs.map(({ refused }) => refused)).toEqual([
      null,
      'costs-more-than-return',
      'costs-more-than-return',
    ]);
    expect(sufficientRung(sum, rest.policy, rest.beliefs)?.rung).toBe(NOTHING);
    for (const one of many({ faces }, 1_000)) expect(one.eligible).toEqual([NOTHING]);
  });

  const proven = learnedOfPair('ten', NOTHING, { people: 20_000, returned: 0.2, againstReturned: 0.1 });

  it('takes a rung that was seen to beat the one below, and not one that costs more than it wins', () => {
    const cheap = asked({ learned: proven, faces: { ten: 400 } });
    expect(sufficientRung(cheap.sum, policy, cheap.beliefs)?.rung).toBe('ten');
    const dear = asked({ learned: proven, faces: { ten: 6_000 } });
    expect(sufficientRung(dear.sum, policy, dear.beliefs)?.rung).toBe(NOTHING);
  });

  it('gives no discount to who comes back anyway, however well it works', () => {
    const { sum, beliefs } = asked({ learned: proven, prospect: { pModel: 0.3 } });
    expect(sufficientRung(sum, policy, beliefs)?.rung).toBe(NOTHING);
  });

  it('a dearer ladder never leads to a higher rung', () => {
    const learned: Learned = {
      ...NOTHING_LEARNED,
      pairs: [
        ...learnedOfPair('one', NOTHING, { people: 3_000, returned: 0.16, againstReturned: 0.1 }).pairs,
        ...learnedOfPair('two', NOTHING, { people: 9_000, returned: 0.2, againstReturned: 0.1 }).pairs,
        ...learnedOfPair('two', 'one', { people: 9_000, returned: 0.2, againstReturned: 0.16 }).pairs,
      ],
    };
    const place = (pModel: number, one: number, two: number, times: number) => {
      const faces = { one: one * times, two: (one + two) * times };
      const { sum, beliefs } = asked({ learned, faces, prospect: { pModel } });
      const rung = sufficientRung(sum, policy, beliefs)?.rung;
      return ['nothing', 'one', 'two'].indexOf(rung ?? '');
    };
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.29, noNaN: true }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        (pModel, one, two, times) => {
          expect(place(pModel, one, two, times)).toBeLessThanOrEqual(place(pModel, one, two, 1));
        },
      ),
      { numRuns: 200 },
    );
  });
});
