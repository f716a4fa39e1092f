/** The tasks of the two state machines, called as Step Functions calls them. */
import { describe, expect, it } from 'vitest';
import { LANES } from '../../core/message/decision.ts';
import { DAY_MS, MINUTE_MS } from '../../core/time.ts';
import { journeyWaveDrain } from '../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../functions/journeyWavePlan/handler.ts';
import { lifecycleFinish } from '../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../functions/lifecyclePrepare/handler.ts';
import { lifecycleSummarise } from '../../functions/lifecycleSummarise/handler.ts';
import { aContainer, aContext } from '../support/aContainer.ts';
import { aDecision, anOrder, at, NOW } from '../support/builders.ts';
import { decide, know, stored } from '../support/sendWorld.ts';
import { importHistory } from '../support/shops.ts';

const TODAY = at('2026-03-10');

/** JSON there and back, as input and output of every task travel. */
function travelled(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function aWave() {
  const world = aContainer();
  await know(world.store);
  await decide(world.store, aDecision());
  await world.store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, NOW - DAY_MS);
  return world;
}

describe('journeyWavePlan', () => {
  it('answers no worker where nothing is due, one where little is', async () => {
    expect(await journeyWavePlan(aContainer().container)({}, aContext())).toEqual({ workers: [] });
    const { container } = await aWave();
    expect(await journeyWavePlan(container)({}, aContext())).toEqual({
      workers: [{ lanes: LANES.filter((lane) => lane !== 'upkeep'), share: 1, shards: [0, 1, 2, 3] }],
    });
  });
});

describe('journeyWaveDrain', () => {
  it('drains what the plan gave it and answers a tally', async () => {
    const { container, store, provider } = await aWave();
    const plan = await journeyWavePlan(container)({}, aContext());
    const tally = await journeyWaveDrain(container)(travelled(plan?.workers[0]), aContext());
    expect(tally).toMatchObject({ records: 1, sent: 1 });
    expect(provider.sent).toBe(1);
    expect(await stored(store, aDecision())).toMatchObject({
      outcome: 'sent',
      claimant: 'worker-1#1',
      templateVersion: 1,
    });
  });

  it('begins no page after its working time', async () => {
    const { container, store, clock } = await aWave();
    const slow = { ...container, now: () => (clock.now += 5 * MINUTE_MS) };
    const tally = await journeyWaveDrain(slow)({ lanes: ['journey'], shards: [0, 1, 2, 3] }, aContext());
    expect(tally?.records).toBe(0);
    expect((await stored(store, aDecision())).outcome).toBe('pending');
  });

  it.each([
    ['nothing', {}],
    ['no lanes', { lanes: [], shards: [0] }],
    ['a lane nobody knows', { lanes: ['fast'], shards: [0] }],
    ['no shards', { lanes: ['journey'], shards: [] }],
    ['a shard below 0', { lanes: ['journey'], shards: [-1] }],
  ])('refuses %s', async (_, input) => {
    const { container } = await aWave();
    await expect(journeyWaveDrain(container)(input, aContext())).rejects.toThrow(/Invalid|Too small/);
  });
});

async function aHistory() {
  const world = aContainer();
  await importHistory(
    world.store,
    [40, 30, 20, 10].map((day) => anOrder({ id: `o-${day}`, at: TODAY - day * DAY_MS })),
  );
  return world;
}

describe('the tasks of an evaluation', () => {
  it('hand the plan on from one to the next, and end in a record', async () => {
    const { container, store } = await aHistory();
    const plan = travelled(await lifecyclePrepare(container)({}, aContext()));
    expect(plan).toEqual({
      at: TODAY,
      run: `evaluation-${TODAY}`,
      refit: true,
      store: true,
      enrol: false,
      segments: [0],
      model: 'mbg-nbd',
      learns: true,
      margin: null,
    });
    const one = { plan, segment: 0 };
    expect(await lifecycleSummarise(container)(one, aContext())).toEqual({ segment: 0 });
    const fitted = await lifecycleFit(container)({ plan }, aContext());
    expect(fitted).toMatchObject({ modelVersion: 1, flags: expect.arrayContaining(['too-few-customers']) });
    const tally = await lifecycleMap(container)(one, aContext());
    expect(tally).toMatchObject({ customers: 1, written: 1, stages: { stability: 1 } });
    const counted = { plan, tallies: [travelled(tally)], entered: [] };
    const finished = await lifecycleFinish(container)(counted, aContext());
    expect(finished).toMatchObject({ at: TODAY, stored: true, written: 1, summary: { customers: 1 } });
    expect(await store.lastEvaluation()).toMatchObject({ at: TODAY, modelVersion: 1 });
  });

  it('are for the day and with the force that the input asks for', async () => {
    const { container } = await aHistory();
    const plan = await lifecyclePrepare(container)({ at: TODAY - 5 * DAY_MS, force: true }, aContext());
    expect(plan).toMatchObject({ at: TODAY - 5 * DAY_MS, enrol: false });
  });

  it.each([
    ['lifecyclePrepare', lifecyclePrepare, { at: 'today' }],
    ['lifecycleSummarise', lifecycleSummarise, { segment: 0 }],
    ['lifecycleFit', lifecycleFit, {}],
    ['lifecycleMap', lifecycleMap, { plan: {}, segment: 0 }],
    ['lifecycleFinish', lifecycleFinish, { tallies: [{ customers: 'many' }] }],
  ] as const)('refuse input of another shape: %s', async (_, task, input) => {
    const { container } = await aHistory();
    await expect(task(container)(input, aContext())).rejects.toThrow(/Invalid input/);
  });
});
