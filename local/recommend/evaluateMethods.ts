/**
 * Every method of recommendation trained on one file and judged by another: popularity, item-kNN (cosine, K = 100), EASE, personal
 * frequency, and `default`, the one this house would use, chosen on the training file alone. Each is timed on its own: `ease` with
 * the choice of its λ, `default` with all it takes to choose and to train.
 */
import { fastLinearAlgebra } from '../../adapters/compute/fastLinearAlgebra.ts';
import type { LinearAlgebra } from '../../core/linear/linearAlgebra.ts';
import {
  blendScorer,
  type Choice,
  chooseBlend,
  chooseLambda,
  trainNeighbours,
  voicesOf,
} from '../../core/recommend/chooseBlend.ts';
import { type Diversity, diversityMeter } from '../../core/recommend/diversity.ts';
import {
  evaluateRankings,
  type RankingQuality,
  rankingCases,
  type Scorer,
} from '../../core/recommend/evaluateRankings.ts';
import { addFrequency } from '../../core/recommend/frequency.ts';
import type { Interactions } from '../../core/recommend/interactions.ts';
import { addPopularity, popularityOf } from '../../core/recommend/popularity.ts';
import { TableMisuse } from '../tables/tableMisuse.ts';
import type { PurchaseTable } from './readPurchases.ts';

export const METHODS = ['popularity', 'itemknn', 'ease', 'frequency', 'default'] as const;
export type Method = (typeof METHODS)[number];

export interface MethodResult extends RankingQuality {
  readonly trainSeconds: number;
  readonly diversity: Diversity;
}

export interface MethodsReport {
  readonly users: number;
  readonly k: number;
  readonly methods: Readonly<Record<Method, MethodResult>>;
  /** What `default` is. */
  readonly choice: Choice;
  readonly train: { readonly rows: number; readonly customers: number; readonly items: number };
}

export interface MethodsRequest {
  readonly train: PurchaseTable;
  readonly test: PurchaseTable;
  /** 1 or more. */
  readonly k: number;
  readonly excludeSeen: boolean;
  readonly linear?: LinearAlgebra;
}

async function timed<Result>(
  work: () => Promise<Result> | Result,
): Promise<{ seconds: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

interface Trained {
  readonly score: Scorer;
  readonly seconds: number;
}

/** Every method but the default, with what that is made of. */
async function trainSingles(train: Interactions, how: MethodsRequest, linear: LinearAlgebra) {
  const popularity = await timed(() => popularityOf(train));
  const knn = await timed(() => trainNeighbours(train, 'item-knn', { linear, lambda: 0 }));
  const chosen = await timed(() => chooseLambda(train, { ...how, linear }));
  const lambda = chosen.result;
  const ease = await timed(() => trainNeighbours(train, 'ease', { linear, lambda }));
  const singles: Record<Exclude<Method, 'default'>, Trained> = {
    popularity: {
      score: (_, scores) => addPopularity(popularity.result, scores),
      seconds: popularity.seconds,
    },
    itemknn: { score: ({ items }, scores) => knn.result(items, scores), seconds: knn.seconds },
    ease: {
      score: ({ items }, scores) => ease.result(items, scores),
      seconds: chosen.seconds + ease.seconds,
    },
    frequency: { score: (history, scores) => addFrequency(history, scores), seconds: 0 },
  };
  return { singles, lambda, neighbours: { ease, 'item-knn': knn }, lambdaSeconds: chosen.seconds };
}

async function trainAll(train: Interactions, how: MethodsRequest) {
  const linear = how.linear ?? fastLinearAlgebra();
  const { singles, lambda, neighbours, lambdaSeconds } = await trainSingles(train, how, linear);
  const chosen = await timed(() => chooseBlend(train, { ...how, linear, lambda }));
  const choice = chosen.result;
  const heard = neighbours[choice.neighboursBy];
  const voices = await timed(() => voicesOf(train, choice.blend, heard.result));
  const standing: Trained = {
    score: blendScorer(voices.result, choice.blend, train.itemIds.length),
    seconds: lambdaSeconds + chosen.seconds + heard.seconds + voices.seconds,
  };
  return { trained: { ...singles, default: standing }, choice };
}

function judge(
  { score, seconds }: Trained,
  train: Interactions,
  test: Interactions,
  { k, excludeSeen }: MethodsRequest,
): MethodResult {
  const meter = diversityMeter(train);
  const options = {
    k,
    excludeSeen,
    items: train.itemIds.length,
    onList: (list: Int32Array) => meter.take(list),
  };
  const quality = evaluateRankings(rankingCases(train, test), score, options);
  return { ...quality, trainSeconds: seconds, diversity: meter.result() };
}

/** Throws `TableMisuse` where the test has nobody of the training file. */
export async function evaluateMethods(request: MethodsRequest): Promise<MethodsReport> {
  const { purchases: train, rows } = request.train;
  const { purchases: test } = request.test;
  if (rankingCases(train, test).next().done === true)
    throw new TableMisuse(
      'No customer of the test is in the training file: there is nobody to judge by.',
      'Give the same customers in both files: what they bought first in one, what they went on to buy in the other.',
      [{ path: 'customer', message: 'no customer is in both files', line: null }],
    );
  const { trained, choice } = await trainAll(train, request);
  const of = (method: Method) => judge(trained[method], train, test, request);
  const methods = {
    popularity: of('popularity'),
    itemknn: of('itemknn'),
    ease: of('ease'),
    frequency: of('frequency'),
    default: of('default'),
  };
  const { users } = methods.default;
  const counts = { rows, customers: train.customerIds.length, items: train.itemIds.length };
  return { users, k: request.k, methods, choice, train: counts };
}
