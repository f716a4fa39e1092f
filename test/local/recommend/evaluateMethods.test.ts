import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLinearAlgebra as linear } from '../../../core/linear/plainLinearAlgebra.ts';
import { evaluateMethods, METHODS } from '../../../local/recommend/evaluateMethods.ts';
import type { PurchaseTable } from '../../../local/recommend/readPurchases.ts';
import { anyPurchases, type Bought, purchaseTable } from '../../support/purchaseTables.ts';

function tableOf(bought: readonly Bought[]): PurchaseTable {
  return { rows: bought.length, purchases: purchaseTable(bought) };
}

function evaluate(train: readonly Bought[], test: readonly Bought[], k: number, excludeSeen: boolean) {
  return evaluateMethods({ train: tableOf(train), test: tableOf(test), k, excludeSeen, linear });
}

describe('methods over two files', () => {
  it('are all judged over the same customers, every figure a share, whatever the files hold', async () => {
    const files = fc.record({
      train: anyPurchases,
      test: anyPurchases,
      k: fc.integer({ min: 1, max: 12 }),
      excludeSeen: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(files, async ({ train, test, k, excludeSeen }) => {
        const known = new Set(train.map(([customer]) => customer));
        const both = new Set(test.map(([customer]) => customer).filter((customer) => known.has(customer)));
        fc.pre(both.size > 0);
        const { users, methods } = await evaluate(train, test, k, excludeSeen);
        expect(users).toBe(both.size);
        for (const method of METHODS) {
          const { recallAtK, ndcgAtK, hitRateAtK, coverageAtK, trainSeconds } = methods[method];
          for (const figure of [recallAtK, ndcgAtK, hitRateAtK, coverageAtK]) {
            expect(figure).toBeGreaterThanOrEqual(0);
            expect(figure).toBeLessThanOrEqual(1 + 1e-12);
          }
          expect(recallAtK).toBeLessThanOrEqual(hitRateAtK + 1e-12);
          expect(trainSeconds).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('all find what is bought again where nothing else is sold', async () => {
    const { methods } = await evaluate([['ann', 'tea', 1]], [['ann', 'tea', 9]], 10, false);
    for (const method of METHODS) expect(methods[method]).toMatchObject({ recallAtK: 1, coverageAtK: 1 });
  });

  it('find nothing where everything is left out or unknown', async () => {
    const seen = await evaluate([['ann', 'tea']], [['ann', 'tea']], 10, true);
    const unknown = await evaluate([['ann', 'tea']], [['ann', 'jam']], 10, false);
    for (const method of METHODS) {
      expect(seen.methods[method]).toMatchObject({ recallAtK: 0, coverageAtK: 0 });
      expect(unknown.methods[method]).toMatchObject({ recallAtK: 0, coverageAtK: 1 });
    }
  });

  it('cannot be judged without a customer in both', async () => {
    const evaluated = evaluate([['ann', 'tea']], [['bob', 'tea']], 10, false);
    await expect(evaluated).rejects.toMatchObject({
      code: 'file-not-table',
      problems: [{ path: 'customer', line: null }],
    });
  });
});
