/**
 * The chance that one share is above another, and what a wrong choice would cost, exactly: with a uniform prior each share
 * is Beta(converted + 1, rest + 1), and P(treated > control) is the chance that a beta-negative-binomial count is below
 * converted + 1 (Miller 2014, "Formulas for Bayesian A/B Testing"). Its terms rise to one peak and fall, so they are added
 * from the peak outwards until nothing changes: O(√people), whatever the counts.
 */
import { betaQuantile } from '../stats/betaQuantile.ts';
import { logBeta } from '../stats/logBeta.ts';
import { type Arms, CONFIDENCE, type Conversions, type Interval } from './interval.ts';

/** A share as it is known: Beta(alpha, beta), alpha whole and positive. */
interface Belief {
  readonly alpha: number;
  readonly beta: number;
}

export interface ChanceToBeat {
  /** P(treated > control). */
  readonly chance: number;
  /** Share of people lost on average if the treatment is kept and the control is better; and the other way round. */
  readonly lossIfTreated: number;
  readonly lossIfControl: number;
}

const NEGLIGIBLE = 1e-18;

function beliefOf({ converted, people }: Conversions): Belief {
  return { alpha: converted + 1, beta: people - converted + 1 };
}

function meanOf({ alpha, beta }: Belief): number {
  return alpha / (alpha + beta);
}

/** Term i over term i − 1 of the sum, for i ≥ 1. */
function ratioAt(i: number, treated: Belief, control: Belief): number {
  const before = i - 1;
  return (
    ((control.alpha + before) * (treated.beta + before)) /
    ((control.alpha + before + treated.beta + control.beta) * i)
  );
}

/** The largest of the terms 0 … last. */
function peak(last: number, treated: Belief, control: Belief): number {
  const { alpha, beta } = control;
  const rising = (alpha * (treated.beta - 1) - treated.beta - beta) / (beta + 1);
  return Math.min(last, Math.max(0, Math.floor(rising) + 1));
}

function termAt(i: number, treated: Belief, control: Belief): number {
  const joint = logBeta(control.alpha + i, treated.beta + control.beta);
  const scale = logBeta(1 + i, treated.beta) + logBeta(control.alpha, control.beta);
  return Math.exp(joint - Math.log(treated.beta + i) - scale);
}

function chanceAbove(treated: Belief, control: Belief): number {
  const last = treated.alpha - 1;
  const top = peak(last, treated, control);
  let sum = 1;
  let term = 1;
  for (let i = top; i >= 1 && term > NEGLIGIBLE * sum; i -= 1) {
    term /= ratioAt(i, treated, control);
    sum += term;
  }
  term = 1;
  for (let i = top + 1; i <= last && term > NEGLIGIBLE * sum; i += 1) {
    term *= ratioAt(i, treated, control);
    sum += term;
  }
  return Math.min(1, termAt(top, treated, control) * sum);
}

/** E[max(upper − lower, 0)]: what is lost on average where `lower` is chosen. */
function expectedLoss(lower: Belief, upper: Belief): number {
  const ofUpper = meanOf(upper) * chanceAbove({ ...upper, alpha: upper.alpha + 1 }, lower);
  const ofLower = meanOf(lower) * chanceAbove(upper, { ...lower, alpha: lower.alpha + 1 });
  return Math.max(0, ofUpper - ofLower);
}

/** For any whole counts, none included: without data the chance is ½. */
export function chanceToBeat(arms: Arms<Conversions>): ChanceToBeat {
  const treated = beliefOf(arms.treated);
  const control = beliefOf(arms.control);
  return {
    chance: chanceAbove(treated, control),
    lossIfTreated: expectedLoss(treated, control),
    lossIfControl: expectedLoss(control, treated),
  };
}

/** Where the share of one arm lies, with equal chance to be beyond either end. */
export function credibleInterval(arm: Conversions, confidence: number = CONFIDENCE): Interval {
  const { alpha, beta } = beliefOf(arm);
  const tail = (1 - confidence) / 2;
  return [betaQuantile(tail, alpha, beta), betaQuantile(1 - tail, alpha, beta)];
}
