/** From a night over a shop to the lift and the winner that the API tells of. */
import { beforeAll, describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import { startOfDay, utcDay, DAY_MS } from '../../../../core/time.ts';
import { runEvaluation } from '../../../../local/machines/runEvaluation.ts';
import { aStep } from '../../../contract/given.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aJourney, anEnrolment, anOrder, NOW } from '../../../support/builders.ts';
import { importHistory } from '../../../support/shops.ts';
import { call } from '../call.ts';

interface Lift {
  readonly code: string;
  readonly detail: string;
  readonly field: string;
  readonly kind: string;
  readonly window: string;
  readonly outcome: string;
  readonly waiting: number;
  readonly winner: { readonly arm: string; readonly at: string } | null;
  readonly winners: readonly { readonly node: string; readonly arm: string }[];
  readonly comparisons: readonly {
    readonly arm: string;
    readonly base: string;
    readonly treated: { readonly people: number };
    readonly verdict: { readonly kind: string };
    readonly cost: number | null;
    readonly difference: number | null;
    readonly incrementalMargin: unknown;
    readonly incrementalRevenue: unknown;
  }[];
}

const JOURNEY = aJourney({
  id: 'hello',
  nodes: {
    hold: { type: 'holdout', share: 0.1, next: 'split' },
    split: {
      type: 'experiment',
      arms: [
        { id: 'plain', share: 0.5, next: 'done' },
        { id: 'warm', share: 0.5, next: 'done' },
      ],
      winner: { metric: 'order', minimum: 50 },
    },
    done: { type: 'end' },
  },
});
const PEOPLE = 660;
const ENTERED = NOW - 40 * DAY_MS;

const { container, store, clock } = aContainer();
const ask = (path: string, query: Record<string, string> = {}) => call<Lift>(container, path, { query });
const lift = (query: Record<string, string> = {}) => ask('/v1/journeys/hello/lift', query);
const night = () => runEvaluation(container, { at: startOfDay(utcDay(clock.now)), force: true });

/** Every eleventh is held out; of the others each second is in the arm after which four times as many order. */
beforeAll(async () => {
  await store.putValue('currency', JSON.stringify('USD'));
  await store.publishJourney(JOURNEY, ENTERED);
  const ids = Array.from({ length: PEOPLE }, (_, i) => customerId(`c${i}`));
  const ordered = (i: number) => i % 11 !== 0 && (i % 2 === 1 ? i % 5 < 2 : i % 20 === 0);
  await importHistory(store, [
    ...ids.map((id, i) => anOrder({ id: `first-${i}`, customerId: id, at: ENTERED - 30 * DAY_MS })),
    ...ids.flatMap((id, i) =>
      ordered(i) ? [anOrder({ id: `more-${i}`, customerId: id, at: ENTERED + 3 * DAY_MS })] : [],
    ),
  ]);
  for (const [i, id] of ids.entries()) {
    const held = i % 11 === 0;
    const arms = { hold: held ? 'held-out' : 'treated', split: i % 2 === 1 ? 'warm' : 'plain' };
    const enrolment = anEnrolment({
      customerId: id,
      journeyId: 'hello',
      enteredAt: ENTERED,
      status: 'ended',
      endReason: 'completed',
      endedAt: ENTERED,
      dueAt: null,
      heldOut: held,
      arms,
    });
    await store.commitStep(aStep({ enrolments: [{ enrolment, expectedVersion: 0 }] }));
  }
});

describe('GET /v1/journeys/{id}/lift', () => {
  it('compares with the holdout, by orders within 30 days unless asked otherwise', async () => {
    const { status, body } = await lift();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'holdout',
      outcome: 'orders',
      window: '30d',
      waiting: 0,
      winner: null,
    });
    expect(body.comparisons).toMatchObject([
      { arm: 'treated', base: 'held-out', treated: { people: 600 }, verdict: { kind: 'too-early' }, cost: 0 },
    ]);
    const { settings } = container;
    const full = await lift({ metric: 'revenue' });
    const whole = full.body.comparisons[0];
    expect(whole?.incrementalMargin).toEqual(whole?.incrementalRevenue);
    expect(settings.value.margin).toBe(1);
    const net = await lift({ metric: 'margin' });
    expect(net.body).toMatchObject({ outcome: 'margin' });
    expect(net.body.comparisons[0]?.difference).toBe(whole?.difference);
    const costly = await lift({ metric: 'revenue', cost: '12.5', since: '2020-01-01', window: '2w' });
    expect(costly.body.comparisons[0]?.cost).toBe(1_250);
  });

  it.each([
    [{ node: 'done' }, 'node'],
    [{ metric: 'clicks' }, 'metric'],
    [{ metric: 'goal' }, 'metric'],
    [{ window: 'long' }, 'window'],
    [{ since: 'lately' }, 'since'],
    [{ cost: 'much' }, 'cost'],
  ])('refuses %j and names the field', async (query, field) => {
    const { status, body } = await lift(query);
    expect([status, body.code, body.field]).toEqual([400, 'misuse', field]);
  });

  it('knows no journey that is not published', async () => {
    expect(await ask('/v1/journeys/nope/lift')).toMatchObject({
      status: 404,
      body: { code: 'unknown-journey' },
    });
  });
});

describe('a night', () => {
  it('chooses the arm that won, which lift, the journey and the book in force then tell of', async () => {
    const before = await lift({ node: 'split' });
    expect(before.body).toMatchObject({ kind: 'experiment', window: '14d', winner: null });
    // The first evaluation of a shop begins nothing.
    await night();
    expect((await lift({ node: 'split' })).body.winner).toBeNull();
    expect(await night()).toMatchObject({ kind: 'done' });
    const after = await lift({ node: 'split' });
    expect(after.body.winner).toEqual({ arm: 'warm', at: new Date(NOW).toISOString() });
    expect(after.body.comparisons).toMatchObject([{ arm: 'warm', base: 'plain', treated: { people: 300 } }]);
    expect((await ask('/v1/journeys/hello')).body.winners).toMatchObject([{ node: 'split', arm: 'warm' }]);
    expect((await container.inForce()).book.winners).toMatchObject({ 'hello/split': { arm: 'warm' } });
  });

  it('goes by where experiments cannot be judged', async () => {
    await store.putValue('experiment-looks', '"spoilt"');
    await store.putValue('experiment-winners', '{}');
    clock.now += DAY_MS;
    expect(await night()).toMatchObject({ kind: 'done' });
    expect(await store.getValue('experiments-failure')).toContain('evaluation-');
  });
});
