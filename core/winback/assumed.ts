/**
 * What a way of treating lost customers comes to if treatment had an effect that is assumed: for experiments on recorded orders,
 * which do not react. Who came back untreated is known of each. Those came anyway, and an offer in their hands is given away;
 * of the others so many are won as the assumed change of the odds makes of who stayed away, each worth what a return brings.
 */
import { movedBy } from './beliefs.ts';

export interface Treated {
  /** Chance to come back untreated, as it was known when the treatment was given. */
  readonly pUntreated: number;
  /** What they really ordered on coming back by themselves; null where they stayed away. */
  readonly returnedMinor: number | null;
  readonly gainOfReturnMinor: number;
  readonly orderMinor: number;
  /** What one redemption costs on an order; null without an offer. */
  readonly faceMinor: ((orderMinor: number) => number) | null;
  readonly contactMinor: number;
  readonly annoyanceMinor: number;
}

/** Log factors on the odds of coming back. */
export interface AssumedEffect {
  readonly message: number;
  /** Of messages with an offer, whichever. */
  readonly offer: number;
}

export interface AssumedFigures {
  readonly treated: number;
  readonly withOffer: number;
  /** Came back by themselves with an offer in hand, and what it gave away. */
  readonly cameAnyway: number;
  readonly givenAwayMinor: number;
  /** Won, in expectation. */
  readonly won: number;
  readonly gainMinor: number;
  /** All offers, messages and annoyance. */
  readonly costMinor: number;
  readonly netMinor: number;
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** An effect that raises a chance of `share` by `points`; messages alone do `messageShare` of it on the scale of log odds. */
export function assumedEffect(share: number, points: number, messageShare: number): AssumedEffect {
  const offer = points === 0 ? 0 : logit(Math.min(0.999, share + points)) - logit(share);
  return { offer, message: messageShare * offer };
}

/** Of someone who stayed away untreated, the chance to be won. */
function chanceWon({ pUntreated, returnedMinor, faceMinor }: Treated, effect: AssumedEffect): number {
  if (returnedMinor !== null || pUntreated >= 1) return 0;
  const moved = movedBy(pUntreated, faceMinor === null ? effect.message : effect.offer);
  return (moved - pUntreated) / (1 - pUntreated);
}

export function assumedFigures(
  treated: readonly Treated[],
  effect: AssumedEffect,
  redemptionShare: number,
): AssumedFigures {
  const figures = { withOffer: 0, cameAnyway: 0, givenAwayMinor: 0, won: 0, gainMinor: 0, costMinor: 0 };
  for (const one of treated) {
    const won = chanceWon(one, effect);
    figures.won += won;
    figures.gainMinor += won * one.gainOfReturnMinor;
    figures.costMinor += one.contactMinor + one.annoyanceMinor;
    if (one.faceMinor === null) continue;
    figures.withOffer += 1;
    figures.costMinor += won * redemptionShare * one.faceMinor(one.orderMinor);
    if (one.returnedMinor === null) continue;
    const away = redemptionShare * one.faceMinor(one.returnedMinor);
    figures.cameAnyway += 1;
    figures.givenAwayMinor += away;
    figures.costMinor += away;
  }
  return { treated: treated.length, ...figures, netMinor: figures.gainMinor - figures.costMinor };
}
