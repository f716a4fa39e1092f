/**
 * The sum of one lost customer, rung by rung, line by line. All money is expected, in minor units, against leaving the customer
 * alone:
 *
 *   net = (treated − untreated)·(value back − value away) − offer to those won − offer to those who come anyway − contacts − annoyance
 *
 * `decide.ts` says what follows from it.
 */
import type { Interval } from '../experiment/interval.ts';
import { normalReach } from '../experiment/interval.ts';
import { type Beliefs, type Effects, movedBy } from './beliefs.ts';
import { NOTHING } from '../offer/definition.ts';
import type { WinBackPolicy } from './definition.ts';
import type { Rung } from './rungs.ts';
import type { Prospect } from './prospect.ts';

/** Why a rung is given to this customer neither by the sum nor by chance. */
export type RungRefusal = 'comes-anyway' | 'costs-more-than-return';

export interface RungSum {
  readonly rung: string;
  /** What one redemption costs. */
  readonly faceMinor: number;
  /** Change of the chance to come back, against being left alone, and where it lies. */
  readonly uplift: number;
  readonly upliftInterval: Interval;
  readonly pTreated: number;
  readonly gainMinor: number;
  readonly wonOfferMinor: number;
  /** Paid to those who would have come anyway. */
  readonly subsidyMinor: number;
  readonly contactMinor: number;
  readonly annoyanceMinor: number;
  readonly netMinor: number;
  readonly netInterval: Interval;
  readonly refused: RungRefusal | null;
}

export interface WinBackSum extends Prospect {
  /** Chance to come back untreated: the model's, calibrated by who did. */
  readonly pUntreated: number;
  /** What a return within the window brings that staying away does not. */
  readonly gainOfReturnMinor: number;
  /** Cheapest first; nothing is the first. */
  readonly rungs: readonly RungSum[];
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}

interface Terms {
  readonly prospect: Prospect;
  readonly pUntreated: number;
  readonly gainOfReturnMinor: number;
  readonly policy: WinBackPolicy;
  readonly effects: Effects;
}

/** Messages and what they lose, whatever is offered with them. */
export function contactTerms(
  { contacts }: WinBackPolicy,
  valueBackMinor: number,
): { contactMinor: number; annoyanceMinor: number } {
  const { messages, costMinor, optOutShare, optOutLoss } = contacts;
  return {
    contactMinor: messages * costMinor,
    annoyanceMinor: messages * optOutShare * optOutLoss * Math.max(0, valueBackMinor),
  };
}

/** The log factor on the odds of a rung, against being left alone. */
function upliftOf(rung: string, { contact, step }: Effects, confidence: number) {
  if (rung === NOTHING) return { mean: contact.mean, interval: contact.interval };
  const offer = step(rung, NOTHING);
  const mean = contact.mean + offer.mean;
  const reach = normalReach(confidence) * Math.hypot(contact.sd, offer.sd);
  return { mean, interval: [mean - reach, mean + reach] as const };
}

function refusalOf(rung: Rung, faceMinor: number, terms: Terms): RungRefusal | null {
  if (rung.id === NOTHING) return null;
  if (terms.pUntreated >= terms.policy.noOfferAbove) return 'comes-anyway';
  return faceMinor >= terms.gainOfReturnMinor ? 'costs-more-than-return' : null;
}

function rungSum(rung: Rung, terms: Terms): RungSum {
  const { prospect, pUntreated, gainOfReturnMinor, policy, effects } = terms;
  const faceMinor = rung.faceMinor(prospect.orderMinor);
  const moved = upliftOf(rung.id, effects, policy.confidence);
  const won = (logFactor: number) => movedBy(pUntreated, logFactor) - pUntreated;
  const uplift = won(moved.mean);
  const upliftInterval = [won(moved.interval[0]), won(moved.interval[1])] as const;
  const redeemed = policy.redemptionShare * faceMinor;
  const { contactMinor, annoyanceMinor } = contactTerms(policy, prospect.valueBackMinor);
  const subsidyMinor = redeemed * Math.min(pUntreated, pUntreated + uplift);
  const netOf = (more: number) =>
    more * gainOfReturnMinor - redeemed * (pUntreated + more) - contactMinor - annoyanceMinor;
  const ends = [netOf(upliftInterval[0]), netOf(upliftInterval[1])] as const;
  return {
    rung: rung.id,
    faceMinor,
    uplift,
    upliftInterval,
    pTreated: pUntreated + uplift,
    gainMinor: uplift * gainOfReturnMinor,
    wonOfferMinor: redeemed * Math.max(0, uplift),
    subsidyMinor,
    contactMinor,
    annoyanceMinor,
    netMinor: netOf(uplift),
    netInterval: [Math.min(...ends), Math.max(...ends)],
    refused: refusalOf(rung, faceMinor, terms),
  };
}

/** The whole sum of a customer under a policy. O(rungs). */
export function winBackSum(
  prospect: Prospect,
  ladder: readonly Rung[],
  policy: WinBackPolicy,
  beliefs: Beliefs,
): WinBackSum {
  const { pModel, valueBackMinor, valueStayMinor, orderMinor } = prospect;
  const pUntreated = clamped(pModel === null ? beliefs.untold : pModel * beliefs.calibration.factor);
  const gainOfReturnMinor = valueBackMinor - valueStayMinor;
  const effects = beliefs.effectsOn(gainOfReturnMinor);
  const terms = { prospect, pUntreated, gainOfReturnMinor, policy, effects };
  const faces = new Map(ladder.map(({ id, faceMinor }) => [id, faceMinor(orderMinor)]));
  const byFace = ladder.toSorted((a, b) => (faces.get(a.id) ?? 0) - (faces.get(b.id) ?? 0));
  const rungs = byFace.map((rung) => rungSum(rung, terms));
  return { ...prospect, pUntreated, gainOfReturnMinor, rungs };
}
