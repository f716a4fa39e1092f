/**
 * What is believed of returns, after the policy's cautious priors and what past cases taught. A rung moves the odds of coming
 * back, so whoever is surely gone is hardly moved by anything, and nobody beyond certainty: what is believed is the logarithm of
 * the factor on the odds, with a normal prior around nearly nothing and a normal error (the conjugate update; Gelman et al.,
 * Bayesian Data Analysis, §2.5). The estimate is the log odds ratio with a half added to each count (Gart 1966), so that no small
 * arm is ever certain. The chance to come back untreated is what the model says, times observed over foretold among those left
 * alone, drawn towards 1 by as many people as the policy trusts the model like.
 *
 * An effect may be another on customers a return of whom brings more. Those of each half of the cases are drawn towards the shop's
 * by how little they tell (Gelman et al., §5.4): with Z = τ²/(τ² + v), v being the variance of what the half shows by itself and τ
 * how far the policy thinks effects may differ, the mean is Z · own + (1 − Z) · shop's and the variance Z · v + (1 − Z)² · shop's.
 * So it lies between the two, and is never surer than both.
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

/** What treatments do. */
export interface Effects {
  /** What the messages alone change, against being left alone. */
  readonly contact: Uplift;
  /** What a rung changes against a lower one. */
  readonly step: (rung: string, against: string) => Uplift;
}

/** A half of the customers: those a return of whom brings less than this, or as much and more. */
export interface Band {
  readonly side: 'below' | 'above';
  readonly fromMinor: number;
}

/** Of the whole shop, as far as no half is asked for. */
export interface Beliefs extends Effects {
  /** Factor on the model's chance, with its interval. */
  readonly calibration: { readonly factor: number; readonly interval: Interval; readonly people: number };
  /** Chance to come back where the model tells none. */
  readonly untold: number;
  /** On a customer a return of whom brings so much; the shop's, where no halves are told apart. */
  readonly effectsOn: (gainOfReturnMinor: number) => Effects & { readonly band: Band | null };
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

/** People of a pair that tells something. */
function peopleOf(pair: LearnedPair | undefined): number {
  return estimateOf(pair) === null || pair === undefined ? 0 : pair.people + pair.againstPeople;
}

function upliftOf({ mean, sd }: Prior, people: number, confidence: number): Uplift {
  const reach = normalReach(confidence) * sd;
  return { mean, sd, interval: [mean - reach, mean + reach], people };
}

export function upliftAfter(pair: LearnedPair | undefined, prior: Prior, confidence: number): Uplift {
  const before = 1 / prior.sd ** 2;
  const found = estimateOf(pair);
  const weight = found === null ? 0 : 1 / found.variance;
  const mean = ((found?.logOdds ?? 0) * weight + prior.mean * before) / (weight + before);
  return upliftOf({ mean, sd: 1 / Math.sqrt(weight + before) }, peopleOf(pair), confidence);
}

/** The effect on a half that shows this pair, `bandSd` being how far halves may lie from the shop's. */
export function upliftInBand(
  pair: LearnedPair | undefined,
  shop: Uplift,
  { bandSd, confidence }: { readonly bandSd: number; readonly confidence: number },
): Uplift {
  const found = estimateOf(pair);
  if (found === null) return upliftOf({ mean: shop.mean, sd: Math.hypot(shop.sd, bandSd) }, 0, confidence);
  const own = bandSd ** 2 / (bandSd ** 2 + found.variance);
  const sd = Math.sqrt(own * found.variance + (1 - own) ** 2 * shop.sd ** 2);
  return upliftOf({ mean: own * found.logOdds + (1 - own) * shop.mean, sd }, peopleOf(pair), confidence);
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

type Pairs = ReadonlyMap<string, LearnedPair>;

function pairsByName(pairs: readonly LearnedPair[]): Pairs {
  return new Map(pairs.map((pair) => [`${pair.rung}/${pair.against}`, pair]));
}

function effectsOf(
  pairs: Pairs,
  {
    contact,
    step,
  }: {
    readonly contact: (pair: LearnedPair | undefined) => Uplift;
    readonly step: (pair: LearnedPair | undefined, rung: string, against: string) => Uplift;
  },
): Effects {
  return {
    contact: contact(pairs.get(`${NOTHING}/${LEFT_ALONE}`)),
    step: (rung, against) => step(pairOf(pairs, rung, against), rung, against),
  };
}

/** Both halves, each made once. */
function halvesOf({ bands }: Learned, shop: Effects, { prior, confidence }: WinBackPolicy) {
  if (bands === undefined) return () => ({ ...shop, band: null });
  const { fromMinor } = bands;
  const caution = { bandSd: prior.bandSd, confidence };
  const half = (side: Band['side']) => {
    const effects = effectsOf(pairsByName(bands[side]), {
      contact: (pair) => upliftInBand(pair, shop.contact, caution),
      step: (pair, rung, against) => upliftInBand(pair, shop.step(rung, against), caution),
    });
    return { ...effects, band: { side, fromMinor } };
  };
  const [below, above] = [half('below'), half('above')];
  return (gainOfReturnMinor: number) => (gainOfReturnMinor < fromMinor ? below : above);
}

export function beliefsOf(learned: Learned, policy: WinBackPolicy): Beliefs {
  const { prior, confidence } = policy;
  const { alone } = learned;
  const shop = effectsOf(pairsByName(learned.pairs), {
    contact: (pair) => upliftAfter(pair, prior.contact, confidence),
    step: (pair) => upliftAfter(pair, prior.offer, confidence),
  });
  const untoldPeople = alone.people - alone.foretoldPeople;
  const untoldReturned = alone.returned - alone.foretoldReturned;
  return {
    calibration: calibrationOf(learned, policy),
    untold:
      (untoldReturned + prior.untreatedShare * prior.untreatedPeople) /
      (untoldPeople + prior.untreatedPeople),
    ...shop,
    effectsOn: halvesOf(learned, shop, policy),
  };
}
