/** The two state machines of the system, run on this machine over a container in memory. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { runEvaluation } from '../../../local/machines/runEvaluation.ts';
import { runWave } from '../../../local/machines/runWave.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aDecision, aJourney, anOrder, at, granted, NOW } from '../../support/builders.ts';
import { decide, know, stored } from '../../support/sendWorld.ts';
import { importHistory } from '../../support/shops.ts';

const TODAY = at('2026-03-10');
const GONE = aJourney({
  id: 'win-back',
  entry: [{ on: 'stage', to: 'decline' }],
  nodes: { hello: { type: 'send', template: 'hello', next: 'done' }, done: { type: 'end' } },
});

async function aShop() {
  const world = aContainer();
  const { store } = world;
  await know(store, {}, [granted('offers')]);
  await store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, NOW - DAY_MS);
  await store.publishJourney(GONE, NOW - DAY_MS);
  await importHistory(
    store,
    [140, 130, 120, 110].map((day) => anOrder({ id: `o-${day}`, at: TODAY - day * DAY_MS })),
  );
  return world;
}

describe('runEvaluation', () => {
  it('answers what it found, with the day as people write it', async () => {
    const { container } = await aShop();
    expect(await runEvaluation(container, { at: TODAY, force: true })).toEqual({
      kind: 'done',
      report: {
        at: '2026-03-10',
        stored: true,
        customers: 1,
        stages: { identification: 0, development: 0, stability: 0, decline: 1 },
        grades: expect.objectContaining({ C: 1 }),
        model: expect.objectContaining({ name: 'mbg-nbd', logLikelihood: expect.any(Number) }),
        margin: null,
        trial: null,
        proposal: null,
        activity: { horizonDays: 91, area: null, recencyArea: null, customers: 1 },
        written: 1,
        transitions: 0,
      },
    });
  });

  it('and a wave after it bring a customer who lapsed overnight the first letter', async () => {
    const { container, store, provider, clock } = await aShop();
    // The last order was on day −110; the limit from three gaps of 10 days and the fallback of 90 is 30 days.
    const late = TODAY - 78 * DAY_MS;
    clock.now = late - DAY_MS;
    const before = await runEvaluation(container, { at: clock.now, force: true });
    clock.now = late;
    const night = await runEvaluation(container, { at: late, force: false });
    expect([before, night].map((one) => one.kind === 'done' && one.report.stages['decline'])).toEqual([0, 1]);
    clock.now = late + 11 * 3_600_000;
    const { tally, failures } = await runWave(container);
    expect(failures).toEqual([]);
    expect(tally).toMatchObject({ steps: 1, sent: 1 });
    expect(provider.sent).toBe(1);
    expect(await store.countAccepted()).toBe(1);
  });

  it('that fails says why, keeps a record of it, and may be run again', async () => {
    const world = await aShop();
    let failing = true;
    const store: Store = {
      ...world.store,
      commitLifecycles: (writes) =>
        failing ? Promise.reject(new RangeError('disk full')) : world.store.commitLifecycles(writes),
    };
    const { container } = aContainer({ store });
    const ending = await runEvaluation(container, { at: TODAY, force: true });
    expect(ending).toMatchObject({ kind: 'failed', detail: expect.stringContaining('disk full') });
    expect(JSON.parse((await store.getValue('evaluation-failure')) ?? '{}')).toMatchObject({
      run: `evaluation-${TODAY}`,
      error: 'RangeError',
    });
    expect(await store.lastEvaluation()).toBeNull();
    failing = false;
    expect(await runEvaluation(container, { at: TODAY, force: false })).toMatchObject({
      kind: 'done',
      report: { written: 1 },
    });
  });
});

describe('runWave', () => {
  it('does nothing where nothing is due', async () => {
    const { container } = aContainer();
    const { tally, failures } = await runWave(container);
    expect([tally.records, failures]).toEqual([0, []]);
  });

  it('names a worker that failed, and the next wave finds its records', async () => {
    const world = await aShop();
    await decide(world.store, aDecision());
    let failing = true;
    const store: Store = {
      ...world.store,
      duePage: (query) => (failing ? Promise.reject(new Error('locked')) : world.store.duePage(query)),
    };
    const { container } = aContainer({ store });
    const first = await runWave(container);
    expect(first.failures).toEqual([expect.stringContaining('locked')]);
    failing = false;
    expect((await runWave(container)).tally.sent).toBe(1);
    expect((await stored(store, aDecision())).outcome).toBe('sent');
  });
});
