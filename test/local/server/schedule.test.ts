import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { type Schedule, type ScheduleOptions, startSchedule } from '../../../local/server/schedule.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aDecision, at, NOW } from '../../support/builders.ts';
import { decide, know, stored } from '../../support/sendWorld.ts';

const TODAY = at('2026-03-10');
const NOBODY = {
  customers: 0,
  stages: { identification: 0, development: 0, stability: 0, decline: 0 },
  grades: { A: 0, B: 0, C: 0 },
};

const LATER = aDecision({ id: decisionId('later') });

let running: Schedule | null = null;
afterEach(async () => {
  await running?.stop();
});

/** A schedule that ticks when it starts and when it is asked to, and what it did. */
async function aSchedule(overrides: Partial<ScheduleOptions> & { readonly store?: Store } = {}) {
  const { store: given, ...options } = overrides;
  const world = aContainer(given === undefined ? {} : { store: given });
  const { store, container } = world;
  await know(store);
  await store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, NOW);
  const evaluated: number[] = [];
  const log: string[] = [];
  const start = (): Schedule => {
    running = startSchedule({
      workspace: async () => ({ store, container }),
      evaluate: async (day) => {
        evaluated.push(day);
      },
      log: (line) => log.push(line),
      everyMs: DAY_MS,
      ...options,
    });
    return running;
  };
  return { ...world, evaluated, log, start };
}

/** Waits for something that must come; gives up only where the suite's own time limit would. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(2);
}

function sent(store: Store, decision = aDecision()): Promise<void> {
  return until(async () => (await stored(store, decision)).outcome === 'sent');
}

describe('the clock', () => {
  it('runs a wave soon after events, and one for all that came together', async () => {
    const { store, container } = await aSchedule();
    let opened = 0;
    running = startSchedule({
      workspace: async () => {
        opened += 1;
        return { store, container };
      },
      evaluate: async () => {},
      log: () => {},
      everyMs: DAY_MS,
    });
    await until(() => opened === 1);
    for (let n = 0; n < 20; n += 1) running.soon();
    await until(() => opened > 1);
    await sleep(10);
    expect(opened).toBe(2);
  });

  it('runs a wave at once: what fell due while nothing ran is found', async () => {
    const { store, start, log } = await aSchedule();
    await decide(store, aDecision({ dueAt: NOW - DAY_MS }));
    start();
    await sent(store);
    expect(log).toEqual([]);
  });

  it('runs another when asked to, and none once it has stopped', async () => {
    const { store, start } = await aSchedule();
    const schedule = start();
    await decide(store, aDecision());
    schedule.kick();
    await sent(store);
    await schedule.stop();
    await decide(store, LATER);
    schedule.kick();
    await sleep(30);
    expect(await store.countDue({ lanes: ['journey'], until: NOW, most: 9 })).toBe(1);
  });

  it('ticks by itself', async () => {
    const { store, start, provider } = await aSchedule({ everyMs: 5 });
    await decide(store, aDecision());
    start();
    await sent(store);
    await decide(store, LATER);
    await sent(store, LATER);
    expect(provider.sent).toBe(2);
  });

  it('never runs two waves at once, and runs one more for all that were asked for meanwhile', async () => {
    const { store } = await aSchedule();
    let [now, most, waves] = [0, 0, 0];
    const counting: Store = {
      ...store,
      countDue: async ({ lanes }) => {
        if (lanes.includes('upkeep')) return 0;
        waves += 1;
        now += 1;
        most = Math.max(most, now);
        await sleep(20);
        now -= 1;
        return 0;
      },
    };
    const { start } = await aSchedule({ store: counting });
    const schedule = start();
    await until(() => waves === 1);
    for (let i = 0; i < 5; i += 1) schedule.kick();
    await until(() => waves === 2 && now === 0);
    await sleep(30);
    await schedule.stop();
    expect([most, waves]).toEqual([1, 2]);
  });
});

describe('the nightly evaluation', () => {
  it.each([
    ['has been yesterday: it is due', { at: TODAY - DAY_MS, current: true }, [TODAY]],
    ['has been today: it is not', { at: TODAY, current: true }, []],
    ['was one of the past, asked for: it is not', { at: TODAY - 90 * DAY_MS, current: false }, []],
    ['has never been: it is not', null, []],
  ])('%s', async (_, last, expected) => {
    const { store, evaluated, start } = await aSchedule();
    if (last !== null) await store.saveEvaluation({ ...last, modelVersion: 1, summary: NOBODY });
    await decide(store, aDecision());
    start();
    await sent(store);
    expect(evaluated).toEqual(expected);
  });

  it('that fails is logged, and the wave runs all the same', async () => {
    const { store, start, log } = await aSchedule({ evaluate: () => Promise.reject(new Error('no room')) });
    await store.saveEvaluation({ at: TODAY - DAY_MS, current: true, modelVersion: 1, summary: NOBODY });
    await decide(store, aDecision());
    start();
    await sent(store);
    expect(log).toEqual(['evaluation: no room; the next one tries again']);
  });
});

describe('a wave that fails', () => {
  it('is logged in words, and the next one tries again', async () => {
    const { start, log } = await aSchedule({
      workspace: () => Promise.reject(new Error('the folder is gone')),
    });
    const schedule = start();
    await until(() => log.length > 0);
    await schedule.stop();
    expect(log).toEqual(['wave: the folder is gone; the next one tries again']);
  });

  it('of one worker is logged too', async () => {
    const { store } = await aSchedule();
    const failing: Store = {
      ...store,
      countDue: async () => 1,
      duePage: () => Promise.reject(new Error('locked')),
    };
    const { start, log } = await aSchedule({ store: failing });
    const schedule = start();
    await until(() => log.length > 0);
    await schedule.stop();
    expect(log).toEqual([expect.stringMatching(/^wave: .*locked/)]);
  });
});
