import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { prepareEvaluation } from '../../../core/lifecycle/evaluationPlan.ts';
import { fitSegments, summariseSegment } from '../../../core/lifecycle/evaluateShop.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anOrder, at } from '../../support/builders.ts';
import { aShop, evaluate, evaluationDeps, importHistory, personOf } from '../../support/shops.ts';

const START = at('2026-01-01');
/** Everyone buys every 20 days from a day of their own on; `gone` stop after four orders. */
const ORDERS: Order[] = Array.from({ length: 30 }, (_, who) =>
  Array.from({ length: who % 3 === 0 ? 4 : 9 }, (_unused, i) =>
    anOrder({
      id: `${who}-${i}`,
      customerId: customerId(`c${who}`),
      at: START + (who + 20 * i) * DAY_MS,
      amountMinor: 1_000 + 100 * who,
    }),
  ),
).flat();
/** The last of those who stop, `c27`, bought on day 87 and is late from day 109 on. */
const LATE = START + 109 * DAY_MS;

const WIN_BACK = aJourney({ id: 'win-back', entry: [{ on: 'stage', to: 'decline' }] });

async function enrolled(store: Store): Promise<string[]> {
  const found: string[] = [];
  for await (const page of store.exportPeople())
    for (const { person, enrolments } of page) if (enrolments.length > 0) found.push(person.id);
  return found;
}

describe('an evaluation', () => {
  it('writes everyone once, and nothing the second time', async () => {
    const store = await aShop(ORDERS);
    const first = await evaluate(store, { at: LATE });
    const again = await evaluate(store, { at: LATE });
    expect([first.written, first.summary.customers]).toEqual([30, 30]);
    expect([again.written, again.transitions]).toEqual([0, 0]);
    expect(again.summary).toEqual(first.summary);
    expect((await store.model())?.version).toBe(2);
    const night = await evaluate(store, { at: LATE, force: false });
    expect([night.plan.refit, night.written]).toEqual([false, 0]);
  });

  it('counts everyone by stage and grade, and records that it ran', async () => {
    const store = await aShop(ORDERS);
    const { summary, model } = await evaluate(store, { at: LATE });
    const sum = (counts: object) =>
      Object.values(counts).reduce<number>((all, count) => all + Number(count), 0);
    expect([sum(summary.stages), sum(summary.grades)]).toEqual([30, 30]);
    expect(summary.stages).toMatchObject({ stability: 20, decline: 10 });
    expect(await store.lastEvaluation()).toMatchObject({ at: LATE, modelVersion: model.version, summary });
    expect(await store.model()).toEqual(model);
  });

  it('sees orders before its day only', async () => {
    const store = await aShop(ORDERS);
    const { summary } = await evaluate(store, { at: START + 5 * DAY_MS });
    expect(summary).toMatchObject({ customers: 5, stages: { identification: 5 } });
  });

  it('of a day before the last one stored reports and writes nothing', async () => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE });
    const [before, run, model] = [
      await personOf(store, 'c27'),
      await store.lastEvaluation(),
      await store.model(),
    ];
    for (const force of [true, false]) {
      const earlier = await evaluate(store, { at: START + 60 * DAY_MS, force });
      expect(earlier.plan.store).toBe(false);
      expect(earlier.summary.customers).toBe(30);
      expect(earlier.summary.stages.decline).toBe(0);
      expect(earlier.written).toBe(0);
    }
    expect(await personOf(store, 'c27')).toEqual(before);
    expect([await store.lastEvaluation(), await store.model()]).toEqual([run, model]);
  });

  it('tells why: a fact for each change of stage, dated when the stage began', async () => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE - DAY_MS });
    await evaluate(store, { at: LATE, force: false });
    const [fact] = await store.factsOf(customerId('c27'), 1);
    expect(fact).toMatchObject({
      kind: 'stage-changed',
      at: LATE,
      body: { from: 'stability', to: 'decline', rule: 'late', lastOrder: '2026-03-29' },
    });
  });
});

describe('between refits', () => {
  it('only people whose stage time alone changes are visited, and the counts stay whole', async () => {
    const store = await aShop(ORDERS);
    const first = await evaluate(store, { at: LATE - DAY_MS });
    const night = await evaluate(store, { at: LATE, force: false });
    expect(night.plan.refit).toBe(false);
    expect([night.written, night.transitions]).toEqual([1, 1]);
    expect(night.model).toEqual(first.model);
    const full = await evaluate(store, { at: LATE });
    expect(full.summary.stages).toEqual(night.summary.stages);
    expect(full.summary.customers).toBe(night.summary.customers);
  });

  it('the shop is fitted anew after the days the settings say', async () => {
    const store = await aShop(ORDERS);
    const refits: boolean[] = [];
    for (let day = 0; day < 9; day += 1) {
      const { plan } = await evaluate(store, { at: LATE + day * DAY_MS, force: false });
      refits.push(plan.refit);
    }
    expect(refits).toEqual([true, false, false, false, false, false, false, true, false]);
  });

  it('a refit that was cut off before it mapped everyone is done again', async () => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE });
    const deps = evaluationDeps(store);
    const request = { at: LATE + 7 * DAY_MS, now: LATE + 7 * DAY_MS, force: false };
    const plan = await prepareEvaluation(deps, request);
    for (const segment of plan.segments) await summariseSegment(deps, plan, segment);
    await fitSegments(deps, plan);
    const again = await evaluate(store, { at: request.at, force: false });
    expect(again.plan.refit).toBe(true);
    expect((await store.lastEvaluation())?.modelVersion).toBe((await store.model())?.version);
  });
});

describe('enrolment by an evaluation', () => {
  const journeys = [WIN_BACK];

  it('is none at the first, however many are in decline', async () => {
    const store = await aShop(ORDERS);
    const { summary } = await evaluate(store, { at: LATE, journeys });
    expect(summary.stages.decline).toBe(10);
    expect(await enrolled(store)).toEqual([]);
  });

  it.each([
    ['as the day begins', LATE],
    ['before it ends', LATE + DAY_MS - 1],
  ])('happens at a later one, %s, for whoever has just come into decline', async (_, now) => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE - DAY_MS, journeys });
    await evaluate(store, { at: LATE, now, force: false, journeys });
    expect(await enrolled(store)).toEqual(['c27']);
    const record = await store.loadPerson(customerId('c27'));
    expect(record?.enrolments).toMatchObject([
      { journeyId: 'win-back', dueAt: now, trigger: { from: 'stability', to: 'decline' } },
    ]);
  });

  it.each([
    ['yesterday', LATE + DAY_MS],
    ['a day to come', LATE - 1],
  ])('is none in an evaluation of %s', async (_, now) => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE - DAY_MS, journeys });
    const { transitions } = await evaluate(store, { at: LATE, now, force: false, journeys });
    expect(transitions).toBe(1);
    expect(await enrolled(store)).toEqual([]);
  });

  it('leaves people to the next run whose version moved meanwhile', async () => {
    const store = await aShop(ORDERS);
    await evaluate(store, { at: LATE - DAY_MS });
    const racing: Store = {
      ...store,
      commitLifecycles: async (writes) => {
        await importHistory(store, [anOrder({ id: 'late', customerId: customerId('c27'), at: LATE - 1 })]);
        return store.commitLifecycles(writes);
      },
    };
    const { written } = await evaluate(racing, { at: LATE, force: false, journeys });
    expect(written).toBe(0);
    expect(await enrolled(store)).toEqual([]);
    expect((await personOf(store, 'c27')).lifecycle?.stage).toBe('stability');
  });
});
