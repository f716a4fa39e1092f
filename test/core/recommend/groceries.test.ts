/**
 * Methods of recommendation against reference results for completing the Groceries baskets; without the reference beside the
 * project these tests are skipped. Association rules against what is published for the same baskets.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plainLinearAlgebra as linear } from '../../../core/linear/plainLinearAlgebra.ts';
import { associationRules } from '../../../core/recommend/associationRules.ts';
import { blendScorer, chooseBlend, trainNeighbours, voicesOf } from '../../../core/recommend/chooseBlend.ts';
import { addEaseScores, easeTable, trainEase } from '../../../core/recommend/ease.ts';
import { evaluateRankings, type Scorer } from '../../../core/recommend/evaluateRankings.ts';
import { collectPurchases } from '../../../core/recommend/interactions.ts';
import { type ItemKnnOptions, trainItemKnn } from '../../../core/recommend/itemKnn.ts';
import { addNeighbourScores, type NeighbourTable } from '../../../core/recommend/neighbours.ts';
import { addPopularity, popularityOf } from '../../../core/recommend/popularity.ts';
import {
  type GrocerySplit,
  GROCERIES_GOLD,
  grocerySplit,
  groceryTable,
  HAS_GROCERIES,
  splitHash,
} from '../../support/groceries.ts';

const goldSchema = z.object({
  n_train_baskets: z.number(),
  n_test_baskets: z.number(),
  n_items: z.number(),
  hash_vectors: z.record(z.string(), z.number()),
  fixed: z.record(
    z.string(),
    z.object({
      recall_at_10: z.number(),
      ndcg_at_10: z.number(),
      hit_rate_at_10: z.number(),
      coverage_at_10: z.number(),
    }),
  ),
});

function goldOf(name: string) {
  const row = goldSchema.parse(JSON.parse(readFileSync(GROCERIES_GOLD, 'utf8'))).fixed[name];
  if (row === undefined) throw new Error(`no reference ${name}`);
  return {
    recallAtK: row.recall_at_10,
    ndcgAtK: row.ndcg_at_10,
    hitRateAtK: row.hit_rate_at_10,
    coverageAtK: row.coverage_at_10,
  };
}

function judge({ train, cases }: GrocerySplit, score: Scorer) {
  return evaluateRankings(cases, score, { k: 10, excludeSeen: true, items: train.itemIds.length });
}

function byTable(table: NeighbourTable): Scorer {
  return ({ items }, scores) => addNeighbourScores(table, items, scores);
}

/** The reference's figures, far inside its tolerance of 0.002: the same rankings. */
function reference(name: string) {
  const figures = Object.entries(goldOf(name)).map(([figure, value]) => [figure, expect.closeTo(value, 9)]);
  return { users: 1_557, ...Object.fromEntries(figures) };
}

describe.skipIf(!HAS_GROCERIES)(
  'completing Groceries baskets (skipped where the reference is absent)',
  () => {
    const split = HAS_GROCERIES ? grocerySplit() : { train: collectPurchases().finish(), cases: [] };

    it('starts from the reference’s split', () => {
      const gold = goldSchema.parse(JSON.parse(readFileSync(GROCERIES_GOLD, 'utf8')));
      expect(split.train.customerIds).toHaveLength(gold.n_train_baskets);
      expect(split.train.itemIds).toHaveLength(gold.n_items);
      expect(split.cases).toHaveLength(gold.n_test_baskets);
      for (const [call, value] of Object.entries(gold.hash_vectors)) {
        const [u, v] = (call.match(/\d+/g) ?? []).slice(1).map(Number);
        expect(splitHash(u ?? 0, v ?? 0)).toBe(value);
      }
    });

    it('by popularity is the reference’s', () => {
      const popularity = popularityOf(split.train);
      const quality = judge(split, (_, scores) => addPopularity(popularity, scores));
      expect(quality).toEqual(reference('popularity'));
    });

    it.each<[string, ItemKnnOptions]>([
      ['itemknn_cosine_all_s0', { neighbours: null }],
      ['itemknn_cosine_k100_s0', {}],
      ['itemknn_cosine_k100_s10', { shrink: 10 }],
      ['itemknn_jaccard_all_s0 (SAR-like)', { neighbours: null, similarity: 'jaccard' }],
      ['assoc_rule_confidence', { neighbours: null, similarity: 'confidence' }],
    ])('by %s is the reference’s', (name, options) => {
      expect(judge(split, byTable(trainItemKnn(split.train, options)))).toEqual(reference(name));
    });

    it.each([10, 100, 300, 500, 1_000])('by EASE with λ = %i is the reference’s', async (lambda) => {
      const ease = await trainEase(split.train, { lambda, linear });
      const quality = judge(split, ({ items }, scores) => addEaseScores(ease, items, scores));
      expect(quality).toEqual(reference(`ease_lam${lambda}`));
    });

    it('by EASE loses nothing when its weights are kept as bytes', async () => {
      const ease = await trainEase(split.train, { lambda: 1_000, linear });
      const quality = judge(split, byTable(easeTable(ease)));
      expect(Math.abs(quality.ndcgAtK - goldOf('ease_lam1000').ndcgAtK)).toBeLessThan(0.001);
    });

    it('by the method chosen on the training baskets is as good as the best single one', async () => {
      const { train } = split;
      const choice = await chooseBlend(train, { linear, excludeSeen: true });
      expect(choice).toMatchObject({ neighboursBy: 'ease', judgedOn: 2_000, blend: { habit: null } });
      const neighbours = await trainNeighbours(train, choice.neighboursBy, { linear, lambda: choice.lambda });
      const voices = voicesOf(train, choice.blend, neighbours);
      const quality = judge(split, blendScorer(voices, choice.blend, train.itemIds.length));
      const best = goldOf('ease_lam300');
      expect(quality.ndcgAtK).toBeGreaterThan(best.ndcgAtK - 0.002);
      expect(quality.recallAtK).toBeGreaterThan(best.recallAtK - 0.002);
    });
  },
);

describe.skipIf(!HAS_GROCERIES)('association rules of Groceries (skipped where the data is absent)', () => {
  it('are as many as published: 15 at support 0.01, confidence 0.5; 150 pairs and 297 threes at 0.006, 0.25', () => {
    const table = groceryTable();
    expect(associationRules(table, { minSupport: 0.01, minConfidence: 0.5 }).found).toBe(15);
    const { rules } = associationRules(table, { minSupport: 0.006, minConfidence: 0.25 });
    expect(rules.filter(({ antecedent }) => antecedent.length === 1)).toHaveLength(150);
    expect(rules.filter(({ antecedent }) => antecedent.length === 2)).toHaveLength(297);
  });

  it('begin with herbs → root vegetables, lift 3.96, as published', () => {
    const thresholds = { minSupport: 0.006, minConfidence: 0.25, top: 1 };
    expect(associationRules(groceryTable(), thresholds).rules).toEqual([
      {
        antecedent: ['herbs'],
        consequent: 'root vegetables',
        baskets: 69,
        support: expect.closeTo(0.0070158, 7),
        confidence: expect.closeTo(0.43125, 5),
        lift: expect.closeTo(3.956477, 6),
        leverage: expect.closeTo(0.0070158 - 0.0162684 * 0.1089985, 6),
      },
    ]);
  });
});
