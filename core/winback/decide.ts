/**
 * The verdict on a lost customer. The kind of loss is asked first: a complaint is settled, a failed card reminded of, who moved
 * is let alone, fraud is ended, each before any sum. Then chance takes its part: a share is held out, and of the others a share
 * gets a rung by lot among those that could ever pay for this customer, each with a known probability. For the rest the sum decides:
 * the smallest sufficient rung, and recover where its expected net is above the policy's least, let go where it is not.
 *
 * A rung is taken only where it beats every cheaper one even at the lower bound of the interval of the difference between the
 * two, after what it costs more. So a dearer ladder never leads to a higher rung, and what is not known is not paid for.
 */
import { chance } from '../chance.ts';
import type { CustomerId } from '../ids.ts';
import { type Beliefs, movedBy } from './beliefs.ts';
import { NOTHING } from '../offer/definition.ts';
import type { WinBackPolicy } from './definition.ts';
import type { Loss } from './loss.ts';
import type { CaseArm, Verdict } from './names.ts';
import type { RungSum, WinBackSum } from './sum.ts';

export interface Decided {
  readonly verdict: Verdict;
  /** Who decided: the kind of loss, the sum, or chance, which treats without asking the sum. */
  readonly by: 'loss' | 'sum' | 'chance';
  /** Null where the loss decided, and of whom the shop holds out of everything: nothing is learned of those. */
  readonly arm: CaseArm | null;
  /** The rung to grant; of a holdout the one it would have been. Null where nobody is won back. */
  readonly rung: string | null;
  /** Probability of this arm and rung, given who the customer is. */
  readonly propensity: number | null;
  /** Rungs this customer could have been given. */
  readonly eligible: readonly string[];
  /** What the sum alone says. */
  readonly sumVerdict: 'recover' | 'let-go' | null;
}

function costOf({ faceMinor }: RungSum, share: number, { redemptionShare }: WinBackPolicy): number {
  return redemptionShare * faceMinor * share;
}

/** Whether a rung beats a cheaper one at the lower bound of what is known of their difference. */
function beats(rung: RungSum, cheaper: RungSum, sum: WinBackSum, policy: WinBackPolicy, beliefs: Beliefs) {
  const { step } = beliefs.effectsOn(sum.gainOfReturnMinor);
  const low = step(rung.rung, cheaper.rung).interval[0];
  if (low <= 0) return false;
  const reached = movedBy(cheaper.pTreated, low);
  const more = costOf(rung, reached, policy) - costOf(cheaper, cheaper.pTreated, policy);
  return (reached - cheaper.pTreated) * sum.gainOfReturnMinor - more > 0;
}

/** The smallest sufficient rung: the highest that beats each below it. Nothing, where none does. */
export function sufficientRung(sum: WinBackSum, policy: WinBackPolicy, beliefs: Beliefs): RungSum | null {
  const able = sum.rungs.filter(({ refused }) => refused === null);
  const found = able.findLast((rung, place) =>
    able.slice(0, place).every((cheaper) => beats(rung, cheaper, sum, policy, beliefs)),
  );
  return found ?? null;
}

interface Drawn {
  readonly arm: CaseArm;
  readonly rung: string | null;
  readonly propensity: number;
}

/** The arm chance gives: the same wherever and whenever it is asked. */
function draw(
  policy: WinBackPolicy,
  eligible: readonly string[],
  { seed, customerId, caseId }: { seed: number; customerId: CustomerId; caseId: string },
): Drawn {
  const { holdout, randomisedShare } = policy;
  if (chance(seed, holdout.journey, holdout.node, customerId) < holdout.share)
    return { arm: 'holdout', rung: null, propensity: holdout.share };
  const open = 1 - holdout.share;
  if (chance(seed, 'win-back by lot', customerId, caseId) >= randomisedShare)
    return { arm: 'chosen', rung: null, propensity: open * (1 - randomisedShare) };
  const lot = Math.floor(chance(seed, 'win-back rung', customerId, caseId) * eligible.length);
  return {
    arm: 'randomised',
    rung: eligible[lot] ?? NOTHING,
    propensity: (open * randomisedShare) / eligible.length,
  };
}

/** Whether the expected net is above the policy's least. */
export function isWorthIt(
  { netMinor }: Pick<RungSum, 'netMinor'>,
  { leastNetMinor }: WinBackPolicy,
): boolean {
  return netMinor > leastNetMinor;
}

function byLoss(verdict: Verdict): Decided {
  return { verdict, by: 'loss', arm: null, rung: null, propensity: null, eligible: [], sumVerdict: null };
}

export interface Question {
  readonly loss: Loss;
  /** Null for who never ordered. */
  readonly sum: WinBackSum | null;
  readonly policy: WinBackPolicy;
  readonly beliefs: Beliefs;
  readonly seed: number;
  readonly customerId: CustomerId;
  readonly caseId: string;
}

function bySum(question: Question, sum: WinBackSum): Decided {
  const { policy, beliefs } = question;
  const best = sufficientRung(sum, policy, beliefs);
  const eligible = sum.rungs.filter(({ refused }) => refused === null).map(({ rung }) => rung);
  const sumVerdict = best !== null && isWorthIt(best, policy) ? 'recover' : 'let-go';
  const { arm, rung, propensity } = draw(policy, eligible, question);
  if (arm === 'randomised')
    return { verdict: 'recover', by: 'chance', arm, rung, propensity, eligible, sumVerdict };
  const chosen = sumVerdict === 'recover' ? (best?.rung ?? NOTHING) : null;
  return { verdict: sumVerdict, by: 'sum', arm, rung: chosen, propensity, eligible, sumVerdict };
}

export function decide(question: Question): Decided {
  const { loss, sum } = question;
  switch (loss.answer) {
    case 'settle':
    case 'remind':
      return byLoss('wait');
    case 'end':
    case 'close':
      return byLoss('end');
    case 'ask':
    case 'mend':
    case 'sum':
      return sum === null ? byLoss('let-go') : bySum(question, sum);
  }
}
