import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaDropoutLogLikelihood } from '../../../core/value/betaDropoutLikelihood.ts';
import { fitModel, type ModelFit } from '../../../core/value/fitModel.ts';
import { MBG_NBD } from '../../../core/value/orderProcess.ts';
import {
  type FittedModel,
  type MbgNbdParams,
  PURCHASE_MODELS,
  type PurchaseModelName,
} from '../../../core/value/purchaseModel.ts';
import { DROPOUT_EVIDENCE } from '../../../core/value/purchaseFlags.ts';
import { nbdLogLikelihood } from '../../../core/value/nbd.ts';
import {
  type GroupedSummaries,
  groupSummaries,
  groupWeeklySummaries,
} from '../../../core/value/repeatSummary.ts';
import { drawHistories, drawPurchases } from '../../support/valueCohorts.ts';

type Row = readonly [x: number, txDays: number, TDays: number];

type MbgNbdFit = Extract<ModelFit, { model: 'mbg-nbd' }>;

function fitMbgNbd(grouped: GroupedSummaries, warm?: MbgNbdParams): MbgNbdFit {
  const warmStart: FittedModel | undefined = warm && { model: 'mbg-nbd', params: warm };
  const fit = fitModel({ model: 'mbg-nbd', grouped, ...(warmStart && { warmStart }) });
  if (fit.model !== 'mbg-nbd') throw new Error(`asked for mbg-nbd, given ${fit.model}`);
  return fit;
}

function fitRows(rows: readonly Row[]): MbgNbdFit {
  const grouped = groupSummaries({
    x: Int32Array.from(rows, ([x]) => x),
    txDays: Int32Array.from(rows, ([, tx]) => tx),
    TDays: Int32Array.from(rows, ([, , T]) => T),
  });
  return fitMbgNbd(grouped);
}

const truth: MbgNbdParams = { r: 0.6, alpha: 6, a: 0.8, b: 2.5 };
const large = groupSummaries(drawPurchases({ customers: 20_000, params: truth, days: 730, seed: 11 }));
const largeFit = fitMbgNbd(large);

/** The figures of a fit that no product could use. */
function unusable({ params, nbd, logLikelihood, gainOverNbd }: ModelFit): number[] {
  const figures = [...Object.values(params), ...Object.values(nbd)].filter(
    (value) => !(value > 0 && value < Infinity),
  );
  return [...figures, ...[logLikelihood, gainOverNbd].filter((value) => !Number.isFinite(value))];
}

describe('fitModel on a shop with dropout', () => {
  it('recovers the parameters the customers were drawn from', () => {
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(Math.log(largeFit.params[name] / truth[name]))).toBeLessThan(0.15);
    }
    expect(largeFit).toMatchObject({ model: 'mbg-nbd', converged: true, flags: [], customers: 20_000 });
  });

  it('stands at a top: the gradient has vanished and the log-likelihood is what it says', () => {
    const { value, gradient } = betaDropoutLogLikelihood(MBG_NBD, largeFit.params, large);
    expect(value).toBeCloseTo(largeFit.logLikelihood, 6);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(gradient[name] * largeFit.params[name])).toBeLessThan(0.1);
    }
  });

  it('fits NBD beside it and says what dropout adds', () => {
    const without = nbdLogLikelihood(largeFit.nbd, large);
    expect(largeFit.logLikelihood - without.value).toBeCloseTo(largeFit.gainOverNbd, 6);
    expect(largeFit.gainOverNbd).toBeGreaterThan(DROPOUT_EVIDENCE);
    expect(Math.abs(without.gradient.r)).toBeLessThan(0.1);
  });

  it('reaches the same top from last week’s parameters, in fewer steps', () => {
    const { r, alpha, a, b } = largeFit.params;
    const warm = fitMbgNbd(large, { r: r * 1.03, alpha: alpha * 0.98, a: a * 1.02, b: b * 0.97 });
    expect(warm.logLikelihood).toBeCloseTo(largeFit.logLikelihood, 5);
    expect(warm.iterations).toBeLessThan(largeFit.iterations);
    expect(warm.flags).toEqual([]);
  });

  it.each<MbgNbdParams>([
    { r: 0, alpha: 1, a: 1, b: 1 },
    { r: Number.NaN, alpha: 1, a: 1, b: 1 },
    { r: 1, alpha: Number.POSITIVE_INFINITY, a: 1, b: 1 },
  ])('takes no notice of a warm start of %j', (warmStart) => {
    expect(fitMbgNbd(large, warmStart)).toEqual(largeFit);
  });

  it('comes back from a warm start far away', () => {
    const warm = fitMbgNbd(large, { r: 1e5, alpha: 1e-4, a: 1e5, b: 1e-5 });
    expect(warm.logLikelihood).toBeCloseTo(largeFit.logLikelihood, 4);
  });

  it('finds the higher of two tops where most customers leave at once or never', () => {
    const params = { r: 0.137, alpha: 1.37, a: 0.116, b: 0.155 };
    const grouped = groupSummaries(drawPurchases({ customers: 4_000, params, days: 365, seed: 5 }));
    const fit = fitMbgNbd(grouped);
    expect(fit.logLikelihood).toBeGreaterThan(betaDropoutLogLikelihood(MBG_NBD, params, grouped).value);
    expect(fit.params.a + fit.params.b).toBeLessThan(1);
  });
});

describe('fitModel of customers who hardly differ', () => {
  it('reaches the top of the ridge, wherever along it the climb began', () => {
    const params = { k: 1, r: 40, alpha: 200, a: 60, b: 80 };
    const drawn = drawHistories({ customers: 800, params, weeks: [20, 60], horizon: 0, seed: 7 });
    const grouped = groupWeeklySummaries(drawn);
    const cold = fitMbgNbd(grouped);
    const starts: MbgNbdParams[] = [
      { r: 40, alpha: 200, a: 60, b: 80 },
      { r: 3_000, alpha: 15_000, a: 6_000, b: 8_000 },
      { r: 5, alpha: 25, a: 3, b: 4 },
    ];
    for (const start of starts)
      expect(Math.abs(fitMbgNbd(grouped, start).logLikelihood - cold.logLikelihood)).toBeLessThan(1e-3);
    expect(cold.logLikelihood).toBeGreaterThan(betaDropoutLogLikelihood(MBG_NBD, params, grouped).value);
  });
});

describe('fitModel where dropout cannot be told', () => {
  it('says so of customers who never leave, and gives the parameters without dropout', () => {
    const params = { r: 0.8, alpha: 8, a: 1e-9, b: 1 };
    const grouped = groupSummaries(drawPurchases({ customers: 3_000, params, days: 365, seed: 2 }));
    const fit = fitMbgNbd(grouped);
    expect(fit.flags).toContain('dropout-not-identified');
    expect(fit.gainOverNbd).toBeLessThan(DROPOUT_EVIDENCE);
    expect(Math.abs(Math.log(fit.nbd.r / 0.8))).toBeLessThan(0.15);
    expect(Math.abs(Math.log(fit.nbd.alpha / 8))).toBeLessThan(0.2);
  });

  it('answers NBD written as MBG/NBD where dropout adds nothing at all, warm or cold', () => {
    const params = { r: 2, alpha: 60, a: 1e-9, b: 1 };
    const grouped = groupSummaries(drawPurchases({ customers: 5_000, params, days: 1_095, seed: 3 }));
    const cold = fitMbgNbd(grouped);
    const warm = fitMbgNbd(grouped, cold.params);
    expect(cold).toMatchObject({ gainOverNbd: 0, converged: true, flags: ['dropout-not-identified'] });
    expect(cold.params).toEqual({ ...cold.nbd, a: 1e-6, b: 1e6 });
    expect(cold.logLikelihood).toBeCloseTo(nbdLogLikelihood(cold.nbd, grouped).value, 4);
    expect(warm.params).toEqual(cold.params);
    expect(warm.iterations).toBeLessThan(cold.iterations);
  });

  it('finds dropout again after a week in which there was none to find', () => {
    const warm = fitMbgNbd(large, { r: 0.4, alpha: 12, a: 1e-6, b: 1e6 });
    expect(warm.logLikelihood).toBeCloseTo(largeFit.logLikelihood, 5);
    expect(warm.flags).toEqual([]);
  });

  it('answers the fallback for one-time buyers only', () => {
    const rows = Array.from({ length: 100 }, (_, i): Row => [0, 0, 7 * (i + 1)]);
    const fit = fitRows(rows);
    expect(fit.flags).toEqual(['too-few-customers', 'no-repeat-orders', 'dropout-not-identified']);
    expect(fit).toMatchObject({
      converged: false,
      iterations: 0,
      params: { r: 1, alpha: (5_050 + 1) / 0.5, a: 1e-6, b: 1e6 },
    });
    expect(fit.nbd).toEqual({ r: 1, alpha: 10_102 });
  });

  it('answers the fallback for no customers', () => {
    const fit = fitRows([]);
    expect(fit.flags).toEqual(['too-few-customers', 'no-repeat-orders', 'dropout-not-identified']);
    expect(fit).toMatchObject({ customers: 0, nbd: { r: 1, alpha: 2 } });
    expect(Math.abs(fit.logLikelihood)).toBe(0);
  });

  it('says that rates are alike when all customers are identical', () => {
    const fit = fitRows(Array.from({ length: 500 }, (): Row => [5, 340, 350]));
    expect(fit.flags).toEqual(expect.arrayContaining(['dropout-not-identified', 'order-rates-alike']));
    expect(fit.nbd.r / fit.nbd.alpha).toBeCloseTo(5 / 50, 4);
    expect(unusable(fit)).toEqual([]);
  });

  it('counts impossible histories and fits the rest', () => {
    expect(
      fitRows([[1, 9, 7], ...Array.from({ length: 60 }, (_, i): Row => [i % 4, (i % 4) * 20, 100])]).flags,
    ).toContain('rows-rejected');
  });
});

describe('fitModel on odd data', () => {
  const odd: [string, readonly Row[]][] = [
    ['no customers', []],
    ['one customer who bought once', [[0, 0, 70]]],
    ['one customer who came back', [[3, 50, 70]]],
    ['only one-time buyers', Array.from({ length: 80 }, (_, i): Row => [0, 0, i])],
    ['identical customers', Array.from({ length: 80 }, (): Row => [5, 340, 350])],
    [
      'one customer with 100,000 orders',
      [
        [100_000, 690, 700],
        [0, 0, 700],
      ],
    ],
    ['customers who all left at once', Array.from({ length: 80 }, (_, i): Row => [1, 1, 300 + i])],
  ];

  it.each(PURCHASE_MODELS.flatMap((model) => odd.map(([name, rows]) => [model, name, rows] as const)))(
    '%s answers finite figures for %s',
    (model, _, rows) => {
      const grouped = groupSummaries({
        x: Int32Array.from(rows, ([x]) => x),
        txDays: Int32Array.from(rows, ([, tx]) => tx),
        TDays: Int32Array.from(rows, ([, , T]) => T),
      });
      const fit = fitModel({ model, grouped, littSum: 10 });
      expect(unusable(fit)).toEqual([]);
      expect(fit.model).toBe<PurchaseModelName>(model);
    },
  );

  const oddRow = fc.tuple(
    fc.oneof(fc.integer({ min: -1, max: 5 }), fc.integer({ min: 0, max: 2_000_000 })),
    fc.oneof(fc.integer({ min: -1, max: 40 }), fc.integer({ min: 0, max: 70_000 })),
    fc.oneof(fc.integer({ min: -1, max: 40 }), fc.integer({ min: 0, max: 70_000 })),
  );

  it('answers finite parameters for anything, and never throws', () => {
    fc.assert(
      fc.property(fc.array(oddRow, { maxLength: 40 }), (rows) => {
        expect(unusable(fitRows(rows))).toEqual([]);
      }),
    );
  });

  it('does so for fractions of a week at both ends of the scale', () => {
    const moment = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), moment, moment), { maxLength: 20 }), (rows) => {
        const grouped = groupWeeklySummaries({
          x: rows.map(([x]) => x),
          tx: rows.map(([x, tx]) => (x === 0 ? 0 : tx)),
          T: rows.map(([, tx, more]) => tx + more),
        });
        expect(unusable(fitMbgNbd(grouped))).toEqual([]);
      }),
    );
  });
});
