/** Win-back in tests: a prospect, rungs that cost what they are said to, and cohorts of closed cases whose effect was planted. */
import { chance } from '../../core/chance.ts';
import { customerId } from '../../core/ids.ts';
import { NOTHING } from '../../core/offer/definition.ts';
import { DAY_MS } from '../../core/time.ts';
import { beliefsOf, movedBy } from '../../core/winback/beliefs.ts';
import { decide } from '../../core/winback/decide.ts';
import { type WinBackPolicy, winBackSchema } from '../../core/winback/definition.ts';
import { type Learned, NOTHING_LEARNED } from '../../core/winback/learned.ts';
import type { Loss } from '../../core/winback/loss.ts';
import type { Prospect } from '../../core/winback/prospect.ts';
import type { Rung } from '../../core/winback/rungs.ts';
import { winBackSum } from '../../core/winback/sum.ts';
import type { WinBackCase } from '../../core/winback/winBackCase.ts';
import { NOW } from './builders.ts';

/** Messages are believed to move the odds by e^0.1. */
export function aPolicy(overrides: Record<string, unknown> = {}): WinBackPolicy {
  return winBackSchema.parse({ prior: { contact: { mean: 0.1, sd: 0.2 } }, ...overrides });
}

/** Comes back with a chance of 10 %; a return brings 90.00, an order is 40.00. */
export function aProspect(overrides: Partial<Prospect> = {}): Prospect {
  return { pModel: 0.1, orderMinor: 4_000, valueBackMinor: 10_000, valueStayMinor: 1_000, ...overrides };
}

/** Rungs by what one redemption costs; nothing before them. */
export function aLadder(faces: Readonly<Record<string, number>>): Rung[] {
  const rungs = Object.entries(faces).map(([id, face]) => ({ id, faceMinor: () => face }));
  return [{ id: NOTHING, faceMinor: () => 0 }, ...rungs];
}

export const UNKNOWN_LOSS: Loss = { kind: 'unknown', answer: 'sum', because: null };

/** What a shop would learn of a pair seen in so many cases. */
export function learnedOfPair(
  rung: string,
  against: string,
  seen: { people: number; returned: number; againstReturned: number },
): Learned {
  const { people, returned, againstReturned } = seen;
  const pair = { rung, against, people, againstPeople: people, effective: people, againstEffective: people };
  return { ...NOTHING_LEARNED, pairs: [{ ...pair, returned, againstReturned }] };
}

export interface Planted {
  readonly seed: number;
  readonly people: number;
  /** Log factors on the odds of coming back, by rung; what is not named does nothing. */
  readonly effect: Readonly<Record<string, number>>;
  /** Chance to come back untreated of the n-th. Default: 2 % to 26 %, evenly. */
  readonly untreated?: (n: number) => number;
  readonly policy?: WinBackPolicy;
  readonly ladder?: readonly Rung[];
}

/** Cases as the policy opens them and a world with the planted effect closes them. */
export function plantedCases({
  seed,
  people,
  effect,
  untreated = (n) => 0.02 + 0.24 * ((n % 100) / 100),
  policy = aPolicy(),
  ladder = aLadder({ ten: 400 }),
}: Planted): WinBackCase[] {
  const beliefs = beliefsOf(NOTHING_LEARNED, policy);
  return Array.from({ length: people }, (_, n) => {
    const id = customerId(`p${n}`);
    const pModel = untreated(n);
    const sum = winBackSum(aProspect({ pModel }), ladder, policy, beliefs);
    const asked = { loss: UNKNOWN_LOSS, sum, policy, beliefs, seed, customerId: id, caseId: 'case' };
    const decided = decide(asked);
    const isTreated = decided.arm !== 'holdout' && decided.verdict === 'recover';
    const moved = isTreated ? (effect[decided.rung ?? NOTHING] ?? 0) : 0;
    const returned = chance(seed, 'returns', id) < movedBy(pModel, moved);
    return {
      id: 'case',
      customerId: id,
      version: 2,
      openedAt: NOW,
      endsAt: NOW + 90 * DAY_MS,
      status: 'closed',
      loss: UNKNOWN_LOSS,
      ...decided,
      eligible: [...decided.eligible],
      sum: {
        ...sum,
        rungs: sum.rungs.map((rung) => ({
          ...rung,
          upliftInterval: [rung.upliftInterval[0], rung.upliftInterval[1]],
          netInterval: [rung.netInterval[0], rung.netInterval[1]],
        })),
      },
      policyVersion: 1,
      modelVersion: 1,
      waitsFor: [],
      outcome: {
        returnedAt: returned ? NOW + DAY_MS : null,
        orders: returned ? 1 : 0,
        marginMinor: returned ? 4_000 : 0,
        offersMinor: 0,
        contacts: 0,
        contactMinor: 0,
        netMinor: returned ? 4_000 : 0,
      },
      closedAt: NOW + 90 * DAY_MS,
      closedBecause: 'window',
      blockedUntil: null,
    };
  });
}
