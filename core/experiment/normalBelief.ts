/**
 * What is believed of an effect that was estimated with a normal error: its chance to be positive and what a wrong choice
 * would cost, after a normal prior or none (a flat one). The conjugate update (Gelman et al., Bayesian Data Analysis, §2.5).
 */
import { normalDensity, normalTail } from '../stats/normalCdf.ts';
import { around, CONFIDENCE, type Interval, normalReach } from './interval.ts';

export interface NormalBelief {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly interval: Interval;
  /** P(effect > 0). */
  readonly chance: number;
  /** Lost on average, in units of the effect, if the treatment is kept and is worse; and the other way round. */
  readonly lossIfTreated: number;
  readonly lossIfControl: number;
}

export interface NormalPrior {
  readonly mean: number;
  readonly variance: number;
}

/** Domain: standardError > 0, prior variance > 0; without a prior it is flat. */
export function normalBelief(
  estimate: number,
  standardError: number,
  prior: NormalPrior | null = null,
): NormalBelief {
  const weight = 1 / standardError ** 2;
  const before = prior === null ? 0 : 1 / prior.variance;
  const mean = (estimate * weight + (prior?.mean ?? 0) * before) / (weight + before);
  const standardDeviation = 1 / Math.sqrt(weight + before);
  const chance = normalTail(-mean / standardDeviation);
  const excess = standardDeviation * normalDensity(mean / standardDeviation);
  return {
    mean,
    standardDeviation,
    interval: around(mean, normalReach(CONFIDENCE) * standardDeviation),
    chance,
    lossIfTreated: Math.max(0, excess - mean * normalTail(mean / standardDeviation)),
    lossIfControl: Math.max(0, excess + mean * chance),
  };
}
