import { describe, expect, it } from 'vitest';
import { shardOf } from '../../core/chance.ts';
import { workOf } from '../../core/journey/dueRecord.ts';
import { LANES, type Lane } from '../../core/message/decision.ts';
import type { DueRecord, Store } from '../../core/ports.ts';
import { TASK_KINDS, type Task } from '../../core/task.ts';
import { DAY_MS, MINUTE_MS } from '../../core/time.ts';
import { aDecision, anEnrolment, aTask, MAYA, NOW } from '../support/builders.ts';
import { WRITERS } from './consequenceWriters.ts';
import { aStep, decide, freshStore, type MakeStore, NOTHING } from './given.ts';

async function dueIds(store: Store, lane: Lane, until = NOW, limit = 100): Promise<string[]> {
  const ids: string[] = [];
  for (let shard = 0; shard < store.shards; shard += 1) {
    ids.push(...(await store.duePage({ lane, shard, until, limit })).map((record) => workOf(record).id));
  }
  return ids;
}

export function taskContract(make: MakeStore): void {
  const store = freshStore(make);
  const put = (...tasks: Task[]) =>
    Promise.all(tasks.map((task) => store().putTask({ task, expectedVersion: task.version - 1 })));

  describe('a task', () => {
    it('is nothing before it is put, and then what was put', async () => {
      const task = aTask({ body: { orders: ['a', 'b'], from: { id: 'x', at: 1 }, none: null } });
      expect(await store().loadTask(task.id)).toBeNull();
      expect(await put(task)).toEqual(['committed']);
      expect(await store().loadTask(task.id)).toEqual(task);
    });

    it('of two over the same version takes one', async () => {
      await put(aTask());
      const moved = (n: number) => ({ task: aTask({ version: 2, body: { moved: n } }), expectedVersion: 1 });
      expect(await Promise.all([store().putTask(moved(1)), store().putTask(moved(2))])).toEqual([
        'committed',
        'conflict',
      ]);
      expect((await store().loadTask(aTask().id))?.body).toEqual({ moved: 1 });
    });

    it('that must not exist is refused where it does, and one that must where it does not', async () => {
      expect(await put(aTask({ version: 4 }))).toEqual(['conflict']);
      await put(aTask());
      expect(await put(aTask())).toEqual(['conflict']);
      expect(await store().loadTask(aTask().id)).toEqual(aTask());
    });

    it('must grow in version', async () => {
      const write = { task: aTask({ version: 1 }), expectedVersion: 1 };
      await expect(store().putTask(write)).rejects.toMatchObject({ code: 'unsound-change' });
      await expect(store().commitStep(aStep({ tasks: [write] }))).rejects.toMatchObject({
        code: 'unsound-change',
      });
      expect(await store().loadTask(aTask().id)).toBeNull();
    });

    it('is kept once it is done, waits for nothing, and is no failure', async () => {
      await put(aTask());
      await put(aTask({ version: 2, dueAt: null, body: { moved: 9 } }));
      expect(await store().loadTask(aTask().id)).toMatchObject({ dueAt: null, body: { moved: 9 } });
      expect(await store().nextDueAt()).toBeNull();
      expect(await store().parked(9)).toEqual([]);
    });

    it('is removed at its version alone, and by one of two', async () => {
      await put(aTask());
      expect(await store().removeTask(aTask().id, 2)).toBe('conflict');
      expect(await store().removeTask('nobody', 0)).toBe('conflict');
      const removed = await Promise.all([1, 2].map(() => store().removeTask(aTask().id, 1)));
      expect(removed).toEqual(['committed', 'conflict']);
      expect(await store().loadTask(aTask().id)).toBeNull();
      expect(await store().nextDueAt()).toBeNull();
      expect(await dueIds(store(), 'upkeep')).toEqual([]);
      expect(await put(aTask())).toEqual(['committed']);
    });

    it('is listed with those of its kind by id, in code point order', async () => {
      const ids = ['z', '\u{1F600}', '\uFFFD', 'a'];
      await put(...ids.map((id) => aTask({ id })), aTask({ id: 'b', kind: 'backlog', dueAt: null }));
      expect((await store().tasks('merge')).map(({ id }) => id)).toEqual(['a', 'z', '\uFFFD', '\u{1F600}']);
      expect(await store().tasks('backlog')).toEqual([aTask({ id: 'b', kind: 'backlog', dueAt: null })]);
      expect(await store().tasks('schedule')).toEqual([]);
    });

    it.each(TASK_KINDS)('may be of kind %s', async (kind) => {
      await put(aTask({ kind }));
      expect((await store().loadTask(aTask().id))?.kind).toBe(kind);
    });
  });

  describe('a task in consequences', () => {
    it.each(WRITERS)('is written with %s', async (_what, write) => {
      const tasks = [aTask(), aTask({ id: 'other', kind: 'backlog', customerId: null })];
      const result = await write(store(), {
        ...NOTHING,
        tasks: tasks.map((task) => ({ task, expectedVersion: 0 })),
      });
      expect(result).toBe('committed');
      expect(await Promise.all(tasks.map(({ id }) => store().loadTask(id)))).toEqual(tasks);
      expect(await dueIds(store(), 'upkeep')).toHaveLength(2);
    });

    it.each(WRITERS)('at another version refuses %s, of which nothing is written', async (_what, write) => {
      await put(aTask({ id: 'stale' }));
      const result = await write(store(), {
        ...NOTHING,
        enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
        facts: [{ customerId: MAYA, at: NOW, kind: 'message-accepted', journeyId: null, body: {} }],
        tasks: [
          { task: aTask(), expectedVersion: 0 },
          { task: aTask({ id: 'stale', version: 3 }), expectedVersion: 2 },
        ],
      });
      expect(result).toBe('conflict');
      expect(await store().loadTask(aTask().id)).toBeNull();
      expect((await store().loadTask('stale'))?.version).toBe(1);
      expect(await store().countAccepted()).toBe(0);
      expect(await dueIds(store(), 'journey')).not.toContain(anEnrolment().id);
    });

    it('is not written where the change conflicts elsewhere', async () => {
      const stale = { enrolment: anEnrolment({ version: 8 }), expectedVersion: 7 };
      const step = aStep({ enrolments: [stale], tasks: [{ task: aTask(), expectedVersion: 0 }] });
      expect(await store().commitStep(step)).toBe('conflict');
      expect(await store().loadTask(aTask().id)).toBeNull();
    });

    it('moves on with what it did, once', async () => {
      await put(aTask());
      const step = (key: string) =>
        aStep({
          enrolments: [{ enrolment: anEnrolment({ key }), expectedVersion: 0 }],
          tasks: [{ task: aTask({ version: 2, dueAt: NOW + 1, body: { key } }), expectedVersion: 1 }],
        });
      const results = await Promise.all([store().commitStep(step('a')), store().commitStep(step('b'))]);
      expect(results).toEqual(['committed', 'conflict']);
      expect(await dueIds(store(), 'upkeep')).toEqual([]);
      expect(await dueIds(store(), 'upkeep', NOW + 1)).toEqual([aTask().id]);
      const shard = shardOf(MAYA, store().shards);
      const due = await store().duePage({ lane: 'journey', shard, until: NOW, limit: 9 });
      expect(due).toEqual([{ kind: 'step', enrolment: anEnrolment({ key: 'a' }) }]);
    });
  });

  describe('a task that is due', () => {
    it.each(LANES)('waits in its own lane: %s', async (lane) => {
      await put(aTask({ lane }));
      for (const other of LANES) {
        expect(await dueIds(store(), other)).toEqual(other === lane ? [aTask().id] : []);
      }
      expect(await store().countDue({ lanes: [lane], until: NOW, most: 9 })).toBe(1);
      expect(await store().countDue({ lanes: LANES, until: NOW, most: 9 })).toBe(1);
      expect(await store().countDue({ lanes: LANES, until: NOW - 1, most: 9 })).toBe(0);
    });

    it('waits in the shard of its customer, and one of the whole shop in that of its id', async () => {
      const ids = Array.from({ length: 12 }, (_, n) => `task-${n}`);
      await put(...ids.map((id) => aTask({ id, customerId: null })), aTask());
      for (let shard = 0; shard < store().shards; shard += 1) {
        const due = await store().duePage({ lane: 'upkeep', shard, until: NOW, limit: 99 });
        const mine = ids.filter((id) => shardOf(id, store().shards) === shard);
        if (shardOf(MAYA, store().shards) === shard) mine.push(aTask().id);
        expect(due.map((record) => workOf(record).id)).toEqual(mine.sort());
      }
    });

    it('comes among steps and messages by due time, priority (as 0) and id', async () => {
      await put(
        aTask({ id: 'm', lane: 'journey' }),
        aTask({ id: 'early', lane: 'journey', dueAt: NOW - 1 }),
        aTask({ id: 'late', lane: 'journey', dueAt: NOW + 1 }),
      );
      await decide(store(), aDecision({ priority: 1 }));
      await store().commitStep(
        aStep({ enrolments: [{ enrolment: anEnrolment({ dueAt: NOW }), expectedVersion: 0 }] }),
      );
      const inOrder = ['early', aDecision().id, ...['m', anEnrolment().id].sort()];
      expect(await dueIds(store(), 'journey')).toEqual(inOrder);
      expect(await dueIds(store(), 'journey', NOW, 2)).toEqual(inOrder.slice(0, 2));
      expect(await dueIds(store(), 'journey', NOW + 1)).toEqual([...inOrder, 'late']);
      expect(await store().countDue({ lanes: LANES, until: NOW + 1, most: 4 })).toBe(4);
    });

    it('is next where it is the earliest', async () => {
      await decide(store(), aDecision({ dueAt: NOW + DAY_MS }));
      await put(aTask({ dueAt: NOW + MINUTE_MS }));
      expect(await store().nextDueAt()).toBe(NOW + MINUTE_MS);
      await put(aTask({ version: 2, dueAt: NOW + 2 * DAY_MS }));
      expect(await store().nextDueAt()).toBe(NOW + DAY_MS);
    });

    it('moves with its lane', async () => {
      await put(aTask());
      await put(aTask({ version: 2, lane: 'bulk' }));
      expect(await dueIds(store(), 'upkeep')).toEqual([]);
      expect(await dueIds(store(), 'bulk')).toEqual([aTask().id]);
    });
  });

  describe('a task that fails', () => {
    const record: DueRecord = { kind: 'task', task: aTask() };
    const later = { dueAt: NOW + MINUTE_MS, attempts: 1, error: 'merge failed' };
    const parkedNow = { dueAt: null, attempts: 5, error: 'gave up' };

    it('is pushed back by one of two who read the same attempt, and keeps its version', async () => {
      await put(aTask());
      expect(await Promise.all([store().defer(record, later), store().defer(record, later)])).toEqual([
        'committed',
        'conflict',
      ]);
      expect(await store().loadTask(aTask().id)).toEqual(aTask({ dueAt: later.dueAt, attempts: 1 }));
      expect(await dueIds(store(), 'upkeep')).toEqual([]);
      expect(await dueIds(store(), 'upkeep', later.dueAt)).toEqual([aTask().id]);
      expect(await store().parked(9)).toEqual([]);
    });

    it('is not pushed back where it moved on or is gone', async () => {
      expect(await store().defer(record, later)).toBe('conflict');
      await put(aTask());
      await put(aTask({ version: 2 }));
      expect(await store().defer(record, later)).toBe('conflict');
      await store().removeTask(aTask().id, 2);
      expect(await store().defer(record, later)).toBe('conflict');
    });

    it('is parked with its error, and no longer once it is put again', async () => {
      await put(aTask());
      await decide(store(), aDecision());
      await store().defer(record, parkedNow);
      await store().defer({ kind: 'send', decision: aDecision() }, parkedNow);
      const parked = { kind: 'task', task: aTask({ dueAt: null, attempts: 5 }) };
      expect((await store().parked(9)).map((one) => one.record.kind).sort()).toEqual(['send', 'task']);
      expect((await store().parked(9)).find((one) => one.record.kind === 'task')).toEqual({
        record: parked,
        error: 'gave up',
      });
      expect(await store().nextDueAt()).toBeNull();
      await put(aTask({ version: 2 }));
      expect((await store().parked(9)).map((one) => one.record.kind)).toEqual(['send']);
    });

    it('is parked no longer once it is removed', async () => {
      await put(aTask());
      await store().defer(record, parkedNow);
      await store().removeTask(aTask().id, 1);
      expect(await store().parked(9)).toEqual([]);
      await put(aTask({ dueAt: null }));
      expect(await store().parked(9)).toEqual([]);
    });

    it('is redriven by pushing the parked record to an instant', async () => {
      await put(aTask());
      await store().defer(record, parkedNow);
      const [found] = await store().parked(1);
      if (found === undefined) throw new Error('nothing is parked');
      const redriven = { dueAt: NOW, attempts: 0, error: 'redriven' };
      expect(await store().defer(found.record, redriven)).toBe('committed');
      expect(await dueIds(store(), 'upkeep')).toEqual([aTask().id]);
    });
  });
}
