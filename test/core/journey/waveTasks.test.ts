import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { drainWave, emptyWaveTally } from '../../../core/journey/wave.ts';
import type { Store } from '../../../core/ports.ts';
import { LANES } from '../../../core/message/decision.ts';
import type { Task, TaskRunner } from '../../../core/task.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { aDecision, aTask, NOW } from '../../support/builders.ts';
import { aSendWorld, decide, know } from '../../support/sendWorld.ts';

describe('a task', () => {
  /** A world whose tasks are run by `run`, with what it was handed. */
  async function aWorldWith(tasks: readonly Task[], run: (store: Store) => TaskRunner) {
    const world = aSendWorld({ store: createMemoryStore({ shards: 1 }) });
    const ran: string[] = [];
    await world.store.commitStep({
      enrolments: [],
      decisions: [],
      cancellations: [],
      facts: [],
      tasks: tasks.map((task) => ({ task, expectedVersion: 0 })),
    });
    const task: TaskRunner = (one, now) => {
      ran.push(one.id);
      return run(world.store)(one, now);
    };
    return {
      ...world,
      ran,
      drain: (now: number) => drainWave({ ...world.waveDeps(), task }, world.worker, now),
    };
  }

  const finish =
    (store: Store): TaskRunner =>
    async (task) => {
      const done = { ...task, version: task.version + 1, dueAt: null };
      const result = await store.putTask({ task: done, expectedVersion: task.version });
      return result === 'committed' ? 'done' : 'lost';
    };

  it('is run when it is due, in every lane, and counted', async () => {
    const tasks = LANES.map((lane) => aTask({ id: lane, lane, customerId: null }));
    const { drain, ran, store } = await aWorldWith(
      [...tasks, aTask({ id: 'later', dueAt: NOW + 1 })],
      finish,
    );
    expect(await drain(NOW)).toEqual({ ...emptyWaveTally(), records: 4, tasks: 4 });
    expect(ran).toEqual([...LANES]);
    expect(await drain(NOW + 1)).toEqual({ ...emptyWaveTally(), records: 1, tasks: 1 });
    expect(await store.nextDueAt()).toBeNull();
  });

  it('that has more to do is run again in the same wave, until it is done', async () => {
    const { drain, ran, store } = await aWorldWith([aTask()], (of) => async (task, now) => {
      const moved = Number(task.body.moved) + 1;
      const dueAt = moved < 3 ? now : null;
      const write = { ...task, version: task.version + 1, dueAt, body: { moved } };
      await of.putTask({ task: write, expectedVersion: task.version });
      return moved < 3 ? 'again' : 'done';
    });
    expect(await drain(NOW)).toMatchObject({ records: 3, tasks: 3 });
    expect(ran).toHaveLength(3);
    expect(await store.loadTask(aTask().id)).toMatchObject({ version: 4, dueAt: null, body: { moved: 3 } });
  });

  it('that another worker has moved on is lost, and the wave ends', async () => {
    const { drain } = await aWorldWith([aTask()], () => async () => 'lost');
    expect(await drain(NOW)).toEqual({ ...emptyWaveTally(), records: 1, lost: 1 });
  });

  it('of a person is run in the person’s turn, before what a cap may hold back', async () => {
    const { drain, store, attempts } = await aWorldWith(
      [aTask({ lane: 'journey', dueAt: NOW - 1 })],
      (of) => async (task, now) => {
        expect(attempts).toHaveLength(0);
        return finish(of)(task, now);
      },
    );
    await know(store);
    await decide(store, aDecision());
    expect(await drain(NOW)).toMatchObject({ tasks: 1, sent: 1, deferred: 0 });
    expect(attempts).toHaveLength(1);
  });

  it('that throws is pushed back, parked at the fifth attempt, and takes nobody along', async () => {
    const tasks = [aTask({ id: 'broken' }), aTask({ id: 'sound' })];
    const { drain, store } = await aWorldWith(tasks, (of) => async (task, now) => {
      if (task.id === 'broken') throw new RangeError('no such order');
      return finish(of)(task, now);
    });
    expect(await drain(NOW)).toEqual({ ...emptyWaveTally(), records: 2, tasks: 1, deferred: 1 });
    expect(await store.loadTask('broken')).toEqual(
      aTask({ id: 'broken', attempts: 1, dueAt: NOW + MINUTE_MS }),
    );
    for (const minutes of [1, 3, 7]) await drain(NOW + minutes * MINUTE_MS);
    expect(await drain(NOW + 15 * MINUTE_MS)).toMatchObject({ records: 1, parked: 1 });
    expect(await store.parked(9)).toEqual([
      {
        record: { kind: 'task', task: aTask({ id: 'broken', attempts: 5, dueAt: null }) },
        error: 'RangeError: no such order',
      },
    ]);
    expect((await drain(NOW + DAY_MS)).records).toBe(0);
  });

  it('of the whole shop waits for nobody', async () => {
    let open: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    let begun = 0;
    const { drain } = await aWorldWith(
      ['a', 'b'].map((id) => aTask({ id, customerId: null })),
      (of) => async (task, now) => {
        begun += 1;
        if (begun === 2) open();
        await both;
        return finish(of)(task, now);
      },
    );
    expect(await drain(NOW)).toMatchObject({ tasks: 2 });
  });
});
