/** Evaluations of a real shop (CDNOW, beside the project) and of shops too small to say much of. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Order } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import type { EvaluationReport } from '../../../core/lifecycle/evaluateShop.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, aRhythm, at } from '../../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders, gold } from '../../support/cdnow.ts';
import { aShop, evaluate, personOf } from '../../support/shops.ts';

const goldSchema = z.object({
  n_customers: z.number(),
  models: z.object({ mbgnbd: z.object({ log_likelihood: z.number() }) }),
});

describe.skipIf(CDNOW_ABSENT)('CDNOW (skipped where the data is absent)', () => {
  let store: Store;
  let spring: EvaluationReport;
  let autumn: EvaluationReport;

  beforeAll(async () => {
    store = await aShop(cdnowOrders());
    spring = await evaluate(store, { at: at('1997-05-01') });
    autumn = await evaluate(store, { at: at('1997-10-01') });
  });

  it('has customers in all four stages on 1 May 1997', () => {
    for (const customers of Object.values(spring.summary.stages)) expect(customers).toBeGreaterThan(0);
  });

  it('is fitted to the reference’s log-likelihood on 1 October 1997', () => {
    const { models, n_customers: customers } = goldSchema.parse(gold('btyd_cdnow.json'));
    const { fit } = autumn.model;
    expect(Math.abs((fit.logLikelihood ?? 0) - models.mbgnbd.log_likelihood)).toBeLessThan(1e-3);
    expect(fit).toMatchObject({ name: 'mbg-nbd', converged: true, flags: [] });
    expect(autumn.summary.customers).toBe(customers);
  });

  it('has an A for at most a fifth by value and those who rank high twice, a B for at most three tenths', () => {
    const { A, B, C } = autumn.summary.grades;
    expect(A).toBeGreaterThan(0.15 * 2_357);
    expect(A).toBeLessThan(0.3 * 2_357);
    expect(B).toBeLessThan(0.35 * 2_357);
    expect(A + B + C).toBe(2_357);
  });

  it('evaluated again on the same day writes nothing', async () => {
    const again = await evaluate(store, { at: at('1997-10-01') });
    expect(again.written).toBe(0);
    expect(again.summary).toEqual(autumn.summary);
  });
});

/** Twenty customers: `repeaters` of them bought three times. */
function smallShop(repeaters: number): Order[] {
  return Array.from({ length: 20 }, (_, who) =>
    Array.from({ length: who < repeaters ? 3 : 1 }, (_unused, i) =>
      anOrder({
        id: `${who}-${i}`,
        customerId: customerId(`c${who}`),
        at: at('2026-01-01') + (who + 15 * i) * DAY_MS,
        amountMinor: 2_000 + 10 * who,
      }),
    ),
  ).flat();
}

describe('a shop of twenty customers', () => {
  it.each([
    [0, 'hiatus'],
    [1, 'hiatus'],
    [8, 'mbg-nbd'],
    [20, 'hiatus'],
  ])('with %i repeat buyers says how little it knows, and lives by the model %s', async (repeaters, kind) => {
    const store = await aShop(smallShop(repeaters));
    const day = at('2026-04-01');
    const { model, summary } = await evaluate(store, { at: day });
    expect(model.fit.flags).toContain('too-few-customers');
    expect(model.fit.flags.includes('dropout-not-identified')).toBe(kind === 'hiatus');
    expect(model.purchase.kind).toBe(kind);
    expect(summary.customers).toBe(20);
    const { lifecycle } = await personOf(store, 'c0');
    if (lifecycle === null) throw new Error('c0 was not evaluated');
    const value = customerValue(lifecycle.statistics, lifecycle.stage, day, model, DEFAULT_SETTINGS.value);
    expect(value.pAlive === null).toBe(kind === 'hiatus');
    expect(value.valueMinor > 0).toBe(kind !== 'hiatus' || lifecycle.stage !== 'decline');
  });

  it('falls back to the gap of the settings until there are enough gaps', async () => {
    const few = await evaluate(await aShop(smallShop(4)), { at: at('2026-04-01') });
    expect(few.model.rhythm).toEqual(aRhythm({ firstGapDays: 90, gapDays: 90, gaps: 8 }));
    const enough = await evaluate(await aShop(smallShop(5)), { at: at('2026-04-01') });
    const { p50Days, p80Days, firstP50Days, firstP80Days, ...limits } = enough.model.rhythm;
    expect(limits).toEqual({ firstGapDays: 15, gapDays: 15, gaps: 10 });
    expect([p50Days, p80Days, firstP50Days, firstP80Days]).toEqual([15, 15, 15, 15]);
  });
});

describe('a shop of any kind', () => {
  const rows = fc.array(
    fc.record({
      who: fc.nat(6),
      day: fc.integer({ min: -400, max: 420 }),
      amountMinor: fc.oneof(fc.constant(0), fc.integer({ min: -4_000, max: 90_000 })),
    }),
    { maxLength: 40 },
  );
  const DAY = at('2026-01-01');

  function ordersOf(drawn: readonly { who: number; day: number; amountMinor: number }[]): Order[] {
    return drawn.map(({ who, day, amountMinor }, i) =>
      anOrder({ id: `o${i}`, customerId: customerId(`c${who}`), at: DAY + day * DAY_MS, amountMinor }),
    );
  }

  it('is evaluated without a throw, everyone counted once, and the same again', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (drawn) => {
        const store = await aShop(ordersOf(drawn));
        const { summary, model } = await evaluate(store, { at: DAY + 400 * DAY_MS });
        const known = new Set(drawn.filter(({ day }) => day < 400).map(({ who }) => who));
        expect(summary.customers).toBe(known.size);
        const { kind: _, ...purchase } = model.purchase;
        const numbers = [
          ...Object.values(purchase),
          ...Object.values(model.rhythm),
          ...Object.values(model.spend),
        ];
        expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
        const night = await evaluate(store, { at: DAY + 401 * DAY_MS, force: false });
        expect(night.summary.customers).toBeGreaterThanOrEqual(known.size);
        expect((await evaluate(store, { at: DAY + 401 * DAY_MS, force: false })).written).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('says the same whatever the order in which its orders were imported', async () => {
    const shuffled = rows.chain((drawn) => {
      const orders = ordersOf(drawn);
      return fc.tuple(fc.constant(orders), fc.shuffledSubarray(orders, { minLength: orders.length }));
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([orders, otherwise]) => {
        const [one, other] = [await aShop(orders), await aShop(otherwise)];
        const request = { at: DAY + 400 * DAY_MS };
        const [said, again] = [await evaluate(one, request), await evaluate(other, request)];
        expect(again.summary).toEqual(said.summary);
        expect(again.model).toEqual(said.model);
      }),
      { numRuns: 30 },
    );
  });
});
