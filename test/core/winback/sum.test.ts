import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beliefsOf } from '../../../core/winback/beliefs.ts';
import { NOTHING_LEARNED } from '../../../core/winback/learned.ts';
import { winBackSum } from '../../../core/winback/sum.ts';
import { aLadder, aPolicy, aProspect } from '../../support/winBack.ts';

const policy = aPolicy();
const beliefs = beliefsOf(NOTHING_LEARNED, policy);

describe('winBackSum, worked out by hand', () => {
  const sum = winBackSum(aProspect(), aLadder({ ten: 400 }), policy, beliefs);
  const [nothing, ten] = sum.rungs;

  it('a return brings the value back less what is expected of whoever stays away', () => {
    expect(sum.gainOfReturnMinor).toBe(9_000);
    expect(sum.pUntreated).toBe(0.1);
  });

  it('messages move the odds 1/9 by e^0.1: to a chance of 0.110517/1.010517', () => {
    expect(nothing?.pTreated).toBeCloseTo(0.110_517_09 / 1.010_517_09, 7);
    expect(nothing?.uplift).toBeCloseTo(0.009_366_89, 7);
  });

  it('four messages cost 0.4; annoyance is 4 · 0.2 % · 20 % of what they would be worth', () => {
    expect(nothing?.contactMinor).toBeCloseTo(0.4, 10);
    expect(nothing?.annoyanceMinor).toBeCloseTo(16, 10);
  });

  it('net of the messages alone is 0.00936689 · 9000 − 0.4 − 16', () => {
    expect(nothing?.netMinor).toBeCloseTo(67.902, 3);
  });

  it('an offer of 400 costs 40 to whoever comes anyway and 3.75 to whoever it wins', () => {
    expect(ten?.subsidyMinor).toBeCloseTo(40, 10);
    expect(ten?.wonOfferMinor).toBeCloseTo(3.746_75, 4);
    expect(ten?.netMinor).toBeCloseTo(67.902 - 43.747, 3);
  });

  it('the interval of the net holds the net, and is wider with an offer nobody has tried', () => {
    for (const { netInterval, netMinor } of sum.rungs) {
      expect(netInterval[0]).toBeLessThan(netMinor);
      expect(netInterval[1]).toBeGreaterThan(netMinor);
    }
    const width = (rung: typeof nothing) => (rung?.netInterval[1] ?? 0) - (rung?.netInterval[0] ?? 0);
    expect(width(ten)).toBeGreaterThan(width(nothing));
  });
});

describe('winBackSum', () => {
  it('half of the offers redeemed cost half', () => {
    const half = aPolicy({ redemptionShare: 0.5 });
    const [, ten] = winBackSum(
      aProspect(),
      aLadder({ ten: 400 }),
      half,
      beliefsOf(NOTHING_LEARNED, half),
    ).rungs;
    expect(ten?.subsidyMinor).toBeCloseTo(20, 10);
  });

  it('rungs stand by what they cost this customer, nothing first', () => {
    const ladder = aLadder({ dear: 900, cheap: 100, free: 0 });
    const { rungs } = winBackSum(aProspect(), ladder, policy, beliefs);
    expect(rungs.map(({ rung }) => rung)).toEqual(['nothing', 'free', 'cheap', 'dear']);
  });

  it.each([
    [{ pModel: 0.3 }, { ten: 400 }, 'comes-anyway'],
    [{ pModel: 0.29 }, { ten: 400 }, null],
    [{ pModel: 0.1 }, { ten: 9_000 }, 'costs-more-than-return'],
    [{ pModel: 0.1 }, { ten: 8_999 }, null],
  ])('of %j with %j the offer is refused: %s', (prospect, faces, refused) => {
    const [nothing, ten] = winBackSum(aProspect(prospect), aLadder(faces), policy, beliefs).rungs;
    expect(nothing?.refused).toBeNull();
    expect(ten?.refused).toBe(refused);
  });

  it('where the model tells no chance, the share of who came back alone does', () => {
    const sum = winBackSum(aProspect({ pModel: null }), aLadder({}), policy, beliefs);
    expect(sum.pUntreated).toBe(0.05);
  });

  it('chances stay chances and money stays finite, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (pModel, back, stay, face) => {
          const prospect = aProspect({ pModel, valueBackMinor: back, valueStayMinor: stay });
          for (const rung of winBackSum(prospect, aLadder({ ten: face }), policy, beliefs).rungs) {
            expect(rung.pTreated).toBeGreaterThanOrEqual(0);
            expect(rung.pTreated).toBeLessThanOrEqual(1);
            expect(Number.isFinite(rung.netMinor)).toBe(true);
            const lines = rung.gainMinor - rung.wonOfferMinor - rung.subsidyMinor;
            expect(rung.netMinor).toBeCloseTo(lines - rung.contactMinor - rung.annoyanceMinor, 4);
          }
        },
      ),
    );
  });
});
