/** The weights against reference results that lie beside the project and are no part of it: without them these tests are skipped. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ahpWeights } from '../../../core/composite/ahpWeights.ts';
import { criticWeights } from '../../../core/composite/criticWeights.ts';
import { entropyWeights } from '../../../core/composite/entropyWeights.ts';
import { pcaWeights } from '../../../core/composite/pcaWeights.ts';
import { symmetricEigen } from '../../../core/linear/symmetricEigen.ts';
import { correlationOf } from '../../../core/composite/columns.ts';

const shared = new URL('../../../../shared/', import.meta.url);
const gold = new URL('gold/satisfaction.json', shared);
const arrests = new URL('data/usarrests.csv', shared);

const numbers = z.array(z.number());
const matrix = z.array(numbers);
const judged = z.object({
  matrix,
  weights_eigenvector: numbers,
  lambda_max: z.number(),
  CI: z.number(),
  CR_ri1980: z.number(),
  CR_ri2005: z.number(),
});
const goldSchema = z.object({
  entropy_weight: z.object({
    computed: z.array(z.object({ matrix, entropy: numbers, weights: numbers })),
  }),
  critic: z.object({ matrix, computed: numbers }),
  ahp: z.object({
    computed_drinks: judged,
    computed_cities: z.object({
      criteria_result: judged,
      alternatives_result: z.record(z.string(), judged),
    }),
  }),
  pca_weights: z.object({
    computed: z.object({
      eigenvalues: numbers,
      eigenvectors_by_column: matrix,
      components_kept: z.number(),
      squared_loading_weights: numbers,
    }),
  }),
});

function columnsOf(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] ?? Number.NaN));
}

function expectClose(ours: readonly number[], theirs: readonly number[], digits = 9): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, digits);
}

describe.skipIf(!existsSync(gold) || !existsSync(arrests))(
  'reference weights beside the project (skipped where absent)',
  () => {
    const read = () => goldSchema.parse(JSON.parse(readFileSync(gold, 'utf8')));

    it('has the weights by entropy', () => {
      const { computed } = read().entropy_weight;
      expect(computed).toHaveLength(4);
      for (const one of computed) {
        const ours = entropyWeights(columnsOf(one.matrix));
        expectClose(ours.entropies, one.entropy);
        expectClose(ours.weights, one.weights);
      }
    });

    it('has the weights by CRITIC', () => {
      const { critic } = read();
      const ours = criticWeights(columnsOf(critic.matrix));
      expect(ours).toHaveLength(3);
      expectClose(ours, critic.computed);
    });

    it('has the weights and consistency of AHP', () => {
      const { computed_drinks, computed_cities } = read().ahp;
      const all = [
        computed_drinks,
        computed_cities.criteria_result,
        ...Object.values(computed_cities.alternatives_result),
      ];
      expect(all).toHaveLength(7);
      for (const one of all) {
        const ours = ahpWeights(one.matrix);
        expectClose(ours.weights, one.weights_eigenvector);
        expect(ours.largestEigenvalue).toBeCloseTo(one.lambda_max, 8);
        expect(ours.consistencyIndex).toBeCloseTo(one.CI, 8);
        expect(ours.consistencyRatio).toBeCloseTo(one.CR_ri1980, 8);
        expect(ahpWeights(one.matrix, 'saaty-2005').consistencyRatio).toBeCloseTo(one.CR_ri2005, 8);
        expect(ours.isConsistent).toBe(true);
      }
    });

    it('has the principal components of the arrests in the United States, and the weights by them', () => {
      const { computed } = read().pca_weights;
      const lines = z
        .array(z.record(z.string(), z.string()))
        .parse(parse(readFileSync(arrests, 'utf8'), { columns: true }));
      const columns = ['Murder', 'Assault', 'UrbanPop', 'Rape'].map((name) =>
        lines.map((line) => Number(line[name])),
      );
      const ours = pcaWeights(columns);
      expectClose(ours.eigenvalues, computed.eigenvalues);
      expect(ours.kept).toBe(computed.components_kept);
      expectClose(ours.weights, computed.squared_loading_weights);
      const { vectors } = symmetricEigen(columns.map((a) => columns.map((b) => correlationOf(a, b) ?? 0)));
      for (const [k, vector] of vectors.entries())
        expectClose(
          vector,
          computed.eigenvectors_by_column.map((row) => row[k] ?? 0),
        );
    });
  },
);
