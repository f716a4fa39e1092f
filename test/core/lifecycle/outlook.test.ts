import { describe, expect, it } from 'vitest';
import type { PurchaseModel } from '../../../core/lifecycle/model.ts';
import { chanceToBuy, type Horizon, outlook } from '../../../core/lifecycle/outlook.ts';
import { fittedOf } from '../../../core/lifecycle/purchaseModelOf.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { clv, continuousRate } from '../../../core/value/clv.ts';
import { predict } from '../../../core/value/kernelOf.ts';
import { SOME_MODELS } from '../../support/someModels.ts';

const YEAR: Horizon = DEFAULT_SETTINGS.value;
const PEOPLE = [
  { x: 0, txDays: 0, TDays: 0 },
  { x: 0, txDays: 0, TDays: 300 },
  { x: 3, txDays: 120, TDays: 130 },
  { x: 3, txDays: 120, TDays: 420 },
  { x: 400, txDays: 3_000, TDays: 3_010 },
];

function historyOf({ x, txDays, TDays }: (typeof PEOPLE)[number]) {
  return { x, tx: txDays / 7, T: TDays / 7 };
}

/** A customer of whom the model says P(alive). */
function isTold({ kind }: PurchaseModel, x: number): boolean {
  return kind !== 'hiatus' && kind !== 'nbd' && (kind !== 'bg-nbd' || x > 0);
}

describe.each(SOME_MODELS)('by a model of the kind $kind', (purchase) => {
  const says = predict(fittedOf(purchase));

  it.each(PEOPLE)(
    'a customer of $x repeats within $TDays days is expected what the kernel says',
    (person) => {
      const { pAlive, expected, ifActive } = outlook(purchase, { ...person, lapsed: false }, YEAR);
      const history = historyOf(person);
      expect(expected.orders).toBeCloseTo(says.expectedOrders(history, 52), 8);
      expect(pAlive).toEqual(isTold(purchase, person.x) ? expect.closeTo(says.pAlive(history), 12) : null);
      expect(ifActive.orders).toBeCloseTo(says.expectedOrders(history, 52) / says.pAlive(history), 7);
      expect(chanceToBuy(purchase, person, 13)).toBeCloseTo(says.pActive(history, 13), 12);
    },
  );

  it('orders to come count less the later they are, and active weeks are counted where they cost', () => {
    const person = { x: 3, txDays: 120, TDays: 130 };
    const terms = { discountAnnual: 0.15, retentionCostMinor: 1 };
    const { expected } = outlook(purchase, { ...person, lapsed: false }, { ...YEAR, ...terms });
    const history = historyOf(person);
    const orders = { expectedOrders: (weeks: number) => says.expectedOrders(history, weeks) };
    const reference = clv({ ...orders, pAlive: says.pAlive(history) }, 1, {
      horizon: 52,
      rate: continuousRate(0.15, 52),
      retentionCost: 1,
    });
    expect(expected.discountedOrders).toBeCloseTo(reference.discountedOrders, 8);
    expect(expected.discountedOrders).toBeLessThan(expected.orders);
    expect(expected.activeWeeks).toBeCloseTo(reference.retentionCost, 6);
    expect(expected.activeWeeks).toBeLessThan(52);
  });
});

it('without discount or cost all orders count alike, and nobody asks for the weeks', () => {
  const { expected } = outlook(SOME_MODELS[2], { x: 3, txDays: 120, TDays: 130, lapsed: false }, YEAR);
  expect(expected).toMatchObject({ discountedOrders: expected.orders, activeWeeks: 0 });
});

it('of those in decline nothing is expected by the hiatus rule, and by it alone', () => {
  const person = { x: 3, txDays: 120, TDays: 130, lapsed: true };
  for (const purchase of SOME_MODELS) {
    const { expected, ifActive } = outlook(purchase, person, YEAR);
    expect(expected.orders > 0).toBe(purchase.kind !== 'hiatus');
    expect(ifActive.orders).toBeGreaterThan(0);
  }
});

it('the same model at another horizon is asked anew', () => {
  const person = { x: 3, txDays: 120, TDays: 130, lapsed: false };
  const [model] = SOME_MODELS;
  const half = outlook(model, person, { ...YEAR, horizonWeeks: 26 }).expected.orders;
  expect(outlook(model, person, YEAR).expected.orders).toBeCloseTo(2 * half, 10);
});
