import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { type Entered, enterStage } from '../../../core/lifecycle/enterStage.ts';
import { prepareEvaluation } from '../../../core/lifecycle/evaluationPlan.ts';
import { finishEvaluation, mapSegment, modelOfRun } from '../../../core/lifecycle/evaluateShop.ts';
import type { Stage } from '../../../core/lifecycle/lifecycle.ts';
import type { SegmentTally } from '../../../core/lifecycle/tally.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anOrder, at, published } from '../../support/builders.ts';
import { aShop, evaluate, evaluationDeps, importHistory, personOf } from '../../support/shops.ts';

const START = at('2026-01-01');
/** Four orders 20 days apart each, so that everyone of the same number is late on the same day. */
const ORDERS = Array.from({ length: 12 }, (_, who) =>
  [0, 20, 40, 60].map((day) =>
    anOrder({
      id: `${who}-${day}`,
      customerId: customerId(`c${who}`),
      at: START + (day + (who % 2)) * DAY_MS,
    }),
  ),
).flat();
const LATE = START + 200 * DAY_MS;
const BOOK = bookOf([published(aJourney({ id: 'win-back', entry: [{ on: 'stage', to: 'decline' }] }))]);

/** A shop evaluated before anyone was late, mapped again when everyone is. */
async function mapped(store: Store) {
  await evaluate(store, { at: START + 62 * DAY_MS });
  const deps = evaluationDeps(store);
  const plan = await prepareEvaluation(deps, { at: LATE, now: LATE, force: false });
  const model = await modelOfRun(deps, plan);
  const tallies: SegmentTally[] = [];
  for (const segment of plan.segments) tallies.push(await mapSegment(deps, plan, { segment, model }));
  const enter = async (stage: Stage) => {
    const entered: Entered[] = [];
    for (const segment of plan.segments)
      entered.push(await enterStage(deps, plan, { stage, segment, model, book: BOOK, now: LATE }));
    return entered;
  };
  const finish = (entered: Awaited<ReturnType<typeof enter>>) =>
    finishEvaluation(deps, plan, model, { tallies, entered });
  return { tallies, enter, finish, deps, plan };
}

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);

async function inDecline(store: Store): Promise<number> {
  return store.countPeople({ stage: 'decline' });
}

describe('mapSegment', () => {
  it('notes who changes stage, by segment and stage, and leaves them as they are', async () => {
    const store = await aShop(ORDERS);
    const { tallies, deps, plan } = await mapped(store);
    expect(sum(tallies.map(({ entering }) => entering.decline))).toBe(12);
    expect(sum(tallies.map(({ written }) => written))).toBe(0);
    expect(sum(tallies.map(({ transitions }) => transitions))).toBe(12);
    expect(await inDecline(store)).toBe(0);
    for (const { segment, entering } of tallies)
      expect(await deps.scratch.entering(plan.run, segment, 'decline')).toHaveLength(entering.decline);
  });
});

describe('enterStage', () => {
  it('commits stage, fact and journey of everyone noted for it, and nobody else', async () => {
    const store = await aShop(ORDERS);
    const { enter } = await mapped(store);
    expect(sum((await enter('stability')).map(({ written }) => written))).toBe(0);
    expect(await inDecline(store)).toBe(0);
    expect(sum((await enter('decline')).map(({ written }) => written))).toBe(12);
    expect(await inDecline(store)).toBe(12);
    const record = await store.loadPerson(customerId('c3'));
    expect(record?.enrolments).toMatchObject([{ journeyId: 'win-back', trigger: { to: 'decline' } }]);
    expect(await store.factsOf(customerId('c3'), 2)).toMatchObject([
      { kind: 'journey-entered' },
      { kind: 'stage-changed', body: { to: 'decline' } },
    ]);
  });

  it('run again counts the same and enters nobody twice', async () => {
    const store = await aShop(ORDERS);
    const { enter } = await mapped(store);
    const first = await enter('decline');
    const facts = await store.factsOf(customerId('c3'), 20);
    expect(await enter('decline')).toEqual(first);
    expect(await store.factsOf(customerId('c3'), 20)).toEqual(facts);
  });

  it('goes on where an attempt was cut off, and the run counts everyone once', async () => {
    const store = await aShop(ORDERS);
    let cut = false;
    const cutOff: Store = {
      ...store,
      commitLifecycles: async (writes) => {
        if (!cut) return store.commitLifecycles(writes);
        cut = false;
        await store.commitLifecycles(writes.slice(0, 5));
        throw new Error('cut off');
      },
    };
    const { enter, finish } = await mapped(cutOff);
    cut = true;
    await expect(enter('decline')).rejects.toThrow('cut off');
    expect(await inDecline(store)).toBe(5);
    const entered = await enter('decline');
    expect(await finish(entered)).toMatchObject({ written: 12, transitions: 12 });
  });

  it('leaves whoever an order brought back meanwhile', async () => {
    const store = await aShop(ORDERS);
    const { enter } = await mapped(store);
    await importHistory(store, [anOrder({ id: 'back', customerId: customerId('c3'), at: LATE - 1 })]);
    expect(sum((await enter('decline')).map(({ written }) => written))).toBe(11);
    expect((await personOf(store, 'c3')).lifecycle?.stage).not.toBe('decline');
  });

  it('leaves whoever is gone meanwhile', async () => {
    const store = await aShop(ORDERS);
    const { enter } = await mapped(store);
    const without: Store = {
      ...store,
      loadPerson: async (id) => (id === 'c3' ? null : store.loadPerson(id)),
    };
    const again = await mapped(without);
    expect(sum((await again.enter('decline')).map(({ written }) => written))).toBe(11);
    expect(sum((await enter('decline')).map(({ written }) => written))).toBe(12);
  });
});
