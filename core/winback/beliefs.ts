/**
 * What is believed of returns, after the policy's cautious priors and what past cases taught. A rung moves the odds of coming
 * back, so whoever is surely gone is hardly moved by anything, and nobody beyond certainty: what is believed is the logarithm of
 * the factor on the odds, with a normal prior around nearly nothing and a normal error (the conjugate update; Gelman et al.,
 * Bayesian Data Analysis, §2.5). The estimate is the log odds ratio with a half added to each count (Gart 1966), so that no small
 * arm is ever certain. The chance to come back untreated is what the model says, times observed over foretold among those left
 * alone, drawn towards 1 by as many people as the policy trusts the model like.
 */
import { type Interval, normalReach } from '../experiment/interval.ts';
import { NOTHING } from '../offer/definition.ts';
import type { WinBackPolicy } from './definition.ts';
import { LEFT_ALONE, type Learned, type LearnedPair } from './learned.ts';

/** The logarithm of a factor on the odds of coming back, as it is known. */
export interface Uplift {
  readonly mean: number;
  readonly sd: number;
  readonly interval: Interval;
  /** Cases it rests on; 0 for the prior alone. */
  readonly people: number;
}

/** A chance once its odds are moved by a log factor. */
export function movedBy(share: number, logFactor: number): number {
  const odds = Math.exp(logFactor) * share;
  return odds / (1 - share + odds);
}

export interface Beliefs {
  /** Factor on the model's chance, with its interval. */
  readonly calibration: { readonly factor: number; readonly interval: Interval; readonly people: number };
  /** Chance to come back where the model tells none. */
  readonly untold: number;
  /** What the messages alone change, against being left alone. */
  readonly contact: Uplift;
  /** What a rung changes against a lower one. */
  readonly step: (rung: string, against: string) => Uplift;
}

interface Prior {
  readonly mean: number;
  readonly sd: number;
}

const HALF = 0.5;

interface Estimate {
  readonly logOdds: number;
  readonly variance: number;
}

function logOdds(share: number, people: number): Estimate {
  const [came, stayed] = [share * people + HALF, (1 - share) * people + HALF];
  return { logOdds: Math.log(came / stayed), variance: 1 / came + 1 / stayed };
}

/** The log odds ratio of a pair; null where one of its arms is empty. */
function estimateOf(pair: LearnedPair | undefined): Estimate | null {
  if (pair === undefined || pair.people === 0 || pair.againstPeople === 0) return null;
  const upper = logOdds(pair.returned, pair.effective);
  const lower = logOdds(pair.againstReturned, pair.againstEffective);
  return { logOdds: upper.logOdds - lower.logOdds, variance: upper.variance + lower.variance };
}

export function upliftAfter(pair: LearnedPair | undefined, prior: Prior, confidence: number): Uplift {
  const reach = normalReach(confidence);
  const before = 1 / prior.sd ** 2;
  const found = estimateOf(pair);
  const weight = found === null ? 0 : 1 / found.variance;
  const mean = ((found?.logOdds ?? 0) * weight + prior.mean * before) / (weight + before);
  const sd = 1 / Math.sqrt(weight + before);
  return {
    mean,
    sd,
    interval: [mean - reach * sd, mean + reach * sd],
    people: found === null || pair === undefined ? 0 : pair.people + pair.againstPeople,
  };
}

function calibrationOf({ alone }: Learned, { prior, confidence }: WinBackPolicy): Beliefs['calibration'] {
  const { foretoldPeople: people, foretold, foretoldReturned } = alone;
  if (people === 0 || foretold <= 0) return { factor: 1, interval: [1, 1], people: 0 };
  const trust = (foretold / people) * prior.untreatedPeople;
  const returned = foretoldReturned + trust;
  const factor = returned / (foretold + trust);
  const reach = Math.exp(normalReach(confidence) / Math.sqrt(returned));
  return { factor, interval: [factor / reach, factor * reach], people };
}

/** A pair is kept one way round, and asked for either way. */
function pairOf(
  pairs: ReadonlyMap<string, LearnedPair>,
  rung: string,
  against: string,
): LearnedPair | undefined {
  const turned = pairs.get(`${against}/${rung}`);
  if (turned === undefined) return pairs.get(`${rung}/${against}`);
  return {
    rung,
    against,
    people: turned.againstPeople,
    againstPeople: turned.people,
    effective: turned.againstEffective,
    againstEffective: turned.effective,
    returned: turned.againstReturned,
    againstReturned: turned.returned,
  };
}

export function beliefsOf(learned: Learned, policy: WinBackPolicy): Beliefs {
  const { prior, confidence } = policy;
  const { alone } = learned;
  const pairs = new Map(learned.pairs.map((pair) => [`${pair.rung}/${pair.against}`, pair]));
  const untoldPeople = alone.people - alone.foretoldPeople;
  const untoldReturned = alone.returned - alone.foretoldReturned;
  return {
    calibration: calibrationOf(learned, policy),
    untold:
      (untoldReturned + prior.untreatedShare * prior.untreatedPeople) /
      (untoldPeople + prior.untreatedPeople),
    contact: upliftAfter(pairs.get(`${NOTHING}/${LEFT_ALONE}`), prior.contact, confidence),
    step: (rung, against) => upliftAfter(pairOf(pairs, rung, against), prior.offer, confidence),
  };
}
