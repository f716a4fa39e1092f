/**
 * Which method predicts this shop, found on its own past: part of what is known is hidden, every candidate is trained on the rest, and
 * the one that finds most of it again (recall plus NDCG) is chosen. First what goes together: EASE, item-kNN or nothing but
 * popularity; EASE's λ beforehand, over at most `LAMBDA_ITEMS` items, where five fits cost little. Then, where a customer may be
 * shown what they have, their habit beside the best of these, in several shares. The test of an evaluation is never looked at.
 *
 * With fewer than `FEWEST_JUDGED` customers to judge by, chance would choose: the rule of `withoutEvidence` holds instead.
 */
import type { LinearAlgebra } from '../linear/linearAlgebra.ts';
import { type Blend, blendScores, type Habit, habitVoice, type Voices } from './blend.ts';
import { addEaseScores, easeGram, MOST_EASE_ITEMS, trainEase } from './ease.ts';
import {
  evaluateRankings,
  type RankingOptions,
  type RankingQuality,
  type Scorer,
} from './evaluateRankings.ts';
import { reorderGaps } from './frequency.ts';
import { type InnerSplit, splitForAnything, splitToDiscover } from './innerSplit.ts';
import type { Interactions } from './interactions.ts';
import { trainItemKnn } from './itemKnn.ts';
import { addNeighbourScores } from './neighbours.ts';
import { popularityOf } from './popularity.ts';

/** Tried for EASE; from 100 to 1,000 the quality of most shops is flat. */
export const LAMBDAS: readonly number[] = [30, 100, 300, 1_000, 3_000];
/** Where nothing tells: the middle of what is flat. */
export const USUAL_LAMBDA = 300;
const LAMBDA_ITEMS = 1_000;
const FEWEST_JUDGED = 30;
const HABITS: readonly Habit[] = ['frequency', 'rhythm'];
const DISCOVER_SHARES: readonly number[] = [0.5, 0.2, 0.8, 0.05];
const USUAL_SHARE = 0.2;
/** What is hidden is a sample: a candidate that is better by less than a hundredth may be so by chance. */
const WORTHWHILE = 1.01;

export type NeighboursBy = 'ease' | 'item-knn';
export const NEIGHBOURS_BY: readonly NeighboursBy[] = ['ease', 'item-knn'];

export interface Tried {
  readonly neighboursBy: NeighboursBy;
  readonly blend: Blend;
  readonly quality: RankingQuality;
}

export interface Choice {
  readonly neighboursBy: NeighboursBy;
  /** Of EASE, chosen whether it is used or not. */
  readonly lambda: number;
  readonly blend: Blend;
  /** Every candidate, in the sequence it was tried; empty where the rule decided. */
  readonly tried: readonly Tried[];
  /** Customers the candidates were judged by. */
  readonly judgedOn: number;
  readonly hiddenBy: InnerSplit['by'];
}

export interface ChoiceOptions {
  readonly linear: LinearAlgebra;
  /** As long as the lists that will be made. Default 10. */
  readonly k?: number;
  /** True for a slot that discovers: what a customer has is never shown. */
  readonly excludeSeen: boolean;
  /** Default both. */
  readonly methods?: readonly NeighboursBy[];
  readonly mostEaseItems?: number;
  /** As `chooseLambda` found it, where that is done already. */
  readonly lambda?: number;
}

export const DISCOVERY: Blend = { habit: null, discover: 'neighbours', discoverShare: 1 };
const MOST_BOUGHT: Blend = { habit: null, discover: 'popularity', discoverShare: 1 };

type Neighbours = NonNullable<Voices['neighbours']>;

/** What goes with what a customer bought, by one of the two methods. */
export async function trainNeighbours(
  interactions: Interactions,
  by: NeighboursBy,
  {
    linear,
    lambda,
    mostItems = MOST_EASE_ITEMS,
  }: { linear: LinearAlgebra; lambda: number; mostItems?: number },
): Promise<Neighbours> {
  switch (by) {
    case 'item-knn': {
      const table = trainItemKnn(interactions);
      return (bought, scores) => addNeighbourScores(table, bought, scores);
    }
    case 'ease': {
      const ease = await trainEase(interactions, { linear, lambda, mostItems });
      return (bought, scores) => addEaseScores(ease, bought, scores);
    }
  }
}

/** The voices a blend listens to, over one shop's purchases. */
export function voicesOf(interactions: Interactions, blend: Blend, neighbours: Neighbours | null): Voices {
  const gapDays = blend.habit === 'rhythm' ? reorderGaps(interactions) : new Float64Array(0);
  return {
    habit: habitVoice(blend.habit, gapDays),
    neighbours: blend.discover === 'neighbours' ? neighbours : null,
    popularity: popularityOf(interactions),
  };
}

/** A blend as a ranking is judged by. */
export function blendScorer(voices: Voices, blend: Blend, items: number): Scorer {
  const habit = new Float64Array(items);
  return (history, scores, now) => {
    if (voices.habit !== null) habit.fill(0);
    blendScores(voices, blend, history, { now, scores, habit });
  };
}

function goodness({ recallAtK, ndcgAtK }: RankingQuality): number {
  return recallAtK + ndcgAtK;
}

/** The best candidate; a later one must beat those before it by `WORTHWHILE`. */
function best<Candidate>(
  candidates: readonly Candidate[],
  of: (candidate: Candidate) => number,
): Candidate | null {
  let found: Candidate | null = null;
  for (const candidate of candidates)
    if (found === null || of(candidate) > WORTHWHILE * of(found)) found = candidate;
  return found;
}

async function lambdaFor({ known, cases }: InnerSplit, options: RankingOptions, linear: LinearAlgebra) {
  const gram = easeGram(known, LAMBDA_ITEMS);
  const tried: { lambda: number; quality: RankingQuality }[] = [];
  for (const lambda of LAMBDAS) {
    const ease = await trainEase(known, { lambda, linear, mostItems: LAMBDA_ITEMS }, gram);
    const score: Scorer = ({ items }, scores) => addEaseScores(ease, items, scores);
    tried.push({ lambda, quality: evaluateRankings(cases, score, options) });
  }
  return best(tried, ({ quality }) => goodness(quality))?.lambda ?? USUAL_LAMBDA;
}

function splitFor(interactions: Interactions, excludeSeen: boolean): InnerSplit {
  return excludeSeen ? splitToDiscover(interactions) : splitForAnything(interactions);
}

/** The λ of EASE that finds most of what is hidden. */
export function chooseLambda(
  interactions: Interactions,
  { k = 10, excludeSeen, linear }: ChoiceOptions,
): Promise<number> {
  const split = splitFor(interactions, excludeSeen);
  if (split.cases.length < FEWEST_JUDGED) return Promise.resolve(USUAL_LAMBDA);
  return lambdaFor(split, { k, excludeSeen, items: interactions.itemIds.length }, linear);
}

/** Tells how well candidates do on what is hidden. */
class Trial {
  readonly tried: Tried[] = [];
  readonly #split: InnerSplit;
  readonly #options: RankingOptions;
  readonly #neighbours: ReadonlyMap<NeighboursBy, Neighbours>;

  constructor(split: InnerSplit, options: RankingOptions, neighbours: ReadonlyMap<NeighboursBy, Neighbours>) {
    this.#split = split;
    this.#options = options;
    this.#neighbours = neighbours;
  }

  run(neighboursBy: NeighboursBy, blend: Blend): void {
    const { known, cases } = this.#split;
    const voices = voicesOf(known, blend, this.#neighbours.get(neighboursBy) ?? null);
    const quality = evaluateRankings(cases, blendScorer(voices, blend, this.#options.items), this.#options);
    this.tried.push({ neighboursBy, blend, quality });
  }

  best(): Tried | null {
    return best(this.tried, ({ quality }) => goodness(quality));
  }
}

/** EASE by its usual λ; habit first where it is wanted and anybody bought anything twice. */
function withoutEvidence({ counts }: Interactions, excludeSeen: boolean): Pick<Choice, 'lambda' | 'blend'> {
  const isRepeated = counts.some((count) => count > 1);
  const blend: Blend =
    excludeSeen || !isRepeated ? DISCOVERY : { ...DISCOVERY, habit: 'frequency', discoverShare: USUAL_SHARE };
  return { lambda: USUAL_LAMBDA, blend };
}

/** Runs every candidate; the best of those without habit is what habit is mixed with. */
async function tryAll(split: InnerSplit, options: RankingOptions, how: Required<ChoiceOptions>) {
  const { linear, lambda, methods, mostEaseItems } = how;
  const neighbours = new Map<NeighboursBy, Neighbours>();
  for (const by of methods)
    neighbours.set(by, await trainNeighbours(split.known, by, { linear, lambda, mostItems: mostEaseItems }));
  const trial = new Trial(split, options, neighbours);
  const [first = 'item-knn'] = methods;
  for (const by of methods) trial.run(by, DISCOVERY);
  trial.run(first, MOST_BOUGHT);
  const without = trial.best();
  if (how.excludeSeen || without === null) return trial;
  const hasDates = split.known.days.some((days) => days > 0);
  for (const habit of HABITS.filter((one) => one === 'frequency' || hasDates))
    for (const discoverShare of DISCOVER_SHARES)
      trial.run(without.neighboursBy, { ...without.blend, habit, discoverShare });
  return trial;
}

/** Takes the same choice for the same purchases. Costs two fits of EASE and five over 1,000 items. */
export async function chooseBlend(interactions: Interactions, options: ChoiceOptions): Promise<Choice> {
  const { k = 10, excludeSeen, linear, methods = NEIGHBOURS_BY, mostEaseItems = MOST_EASE_ITEMS } = options;
  const split = splitFor(interactions, excludeSeen);
  const [first = 'item-knn'] = methods;
  const common = { judgedOn: split.cases.length, hiddenBy: split.by };
  if (split.cases.length < FEWEST_JUDGED)
    return { ...common, ...withoutEvidence(interactions, excludeSeen), neighboursBy: first, tried: [] };
  const ranking = { k, excludeSeen, items: interactions.itemIds.length };
  const chooses = options.lambda === undefined && methods.includes('ease');
  const lambda = chooses ? await lambdaFor(split, ranking, linear) : (options.lambda ?? USUAL_LAMBDA);
  const trial = await tryAll(split, ranking, { k, excludeSeen, linear, methods, mostEaseItems, lambda });
  const { neighboursBy, blend } = trial.best() ?? { neighboursBy: first, blend: DISCOVERY };
  return { ...common, neighboursBy, blend, lambda, tried: trial.tried };
}
