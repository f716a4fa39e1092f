import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../../adapters/sqlite/sqliteStore.ts';
import type { ErrandAnswer, ErrandDesk } from '../../../../core/journey/errand/errandDesk.ts';
import { ERRAND_PATIENCE_MS } from '../../../../core/journey/errand/errandTask.ts';
import { runErrand } from '../../../../core/journey/errand/runErrand.ts';
import type { Store } from '../../../../core/ports.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../core/time.ts';
import { allRunners } from '../../../../functions/shared/runners/allRunners.ts';
import { aJourney, anEvent, MAYA, NOW } from '../../../support/builders.ts';
import { aJourneyWorld, aTemplate, type JourneyWorld, knowTemplates } from '../../../support/journeyWorld.ts';
import { know } from '../../../support/sendWorld.ts';
import { END, type Nodes } from '../../../support/steps.ts';
import { memoryFolder, scratchFolder } from '../../../adapters/sqlite/scratchFolder.ts';

const TEN_OFF: ErrandAnswer = {
  kind: 'given',
  arm: 'ten-off',
  told: { offer: 'ten-off' },
  gift: { offer: { code: 'A1', text: { en: '10 off', 'zh-CN': '减10元' } } },
};

const NODES: Nodes = {
  gift: { type: 'offer', ladder: 'win-back', next: 'tell', otherwise: 'plain' },
  tell: { type: 'send', template: 'hello', next: 'done' },
  plain: { type: 'send', template: 'plain', next: 'done' },
  done: END,
};

/** A desk that gives once an operation, whoever asks; `crash` is told before and after each gift. */
function countingDesk(answer: ErrandAnswer, crash: (when: 'before' | 'after') => void = () => {}) {
  const granted = new Map<string, number>();
  const give = async ({ operation }: { readonly operation: string }) => {
    crash('before');
    granted.set(operation, (granted.get(operation) ?? 0) + 1);
    crash('after');
    return answer;
  };
  const takenBack: string[] = [];
  const takeBack = async ({ operation }: { readonly operation: string }) => void takenBack.push(operation);
  const desk: ErrandDesk = { offer: give, points: give, recommend: give, takeBack };
  return { desk, granted, takenBack };
}

interface ShopOptions {
  readonly nodes?: Nodes;
  readonly store?: Store;
}

async function aShop(desk: ErrandDesk, { nodes = NODES, store = createMemoryStore() }: ShopOptions = {}) {
  const world = aJourneyWorld({
    store,
    runners: {
      ...allRunners,
      tasks: (deps) => ({
        ...allRunners.tasks(deps),
        errand: runErrand({ store: deps.container.store, book: deps.book, desk }),
      }),
    },
  });
  await know(world.store);
  await knowTemplates(world.store, [aTemplate('hello'), aTemplate('plain')]);
  const exits = [{ on: 'event', event: 'Left' }] as const;
  await world.publish(aJourney({ nodes, start: Object.keys(nodes)[0] ?? '', exits: [...exits] }));
  await world.tell(anEvent());
  return world;
}

async function passage({ store }: JourneyWorld) {
  return (await store.loadPerson(MAYA))?.enrolments[0];
}

async function gave({ store }: JourneyWorld) {
  return (await store.factsOf(MAYA, 99))
    .filter(({ kind }) => kind === 'journey-gave')
    .map(({ body }) => body);
}

const folder = scratchFolder(memoryFolder());

describe('an errand', () => {
  it.each([
    ['memory', () => createMemoryStore()],
    ['SQLite', () => openSqliteStore({ file: folder.fresh() })],
  ])('rests, is run in the wave, and the message shows what was given: %s', async (_, make) => {
    const { desk, granted } = countingDesk(TEN_OFF);
    const world = await aShop(desk, { store: make() });
    await world.stepsOnly();
    expect(await passage(world)).toMatchObject({
      nodeId: 'gift',
      resting: true,
      dueAt: NOW + ERRAND_PATIENCE_MS,
    });
    expect(await world.store.tasks('errand')).toHaveLength(1);
    await world.drain();
    expect([...granted]).toEqual([['maya/test//1/gift/1', 1]]);
    expect(await passage(world)).toMatchObject({
      arms: { gift: 'ten-off' },
      status: 'ended',
    });
    expect(world.sent.map(({ template }) => template)).toEqual(['hello']);
    const [decision] = await world.store.decisionsOf(MAYA);
    expect(decision?.given).toEqual(TEN_OFF.gift);
    expect(await world.store.tasks('errand')).toEqual([]);
    expect(await gave(world)).toEqual([
      { enrolment: 'maya/test//1', node: 'gift', type: 'offer', arm: 'ten-off', offer: 'ten-off' },
    ]);
    await world.store.close();
  });

  it.each([
    ['refused', 'budget'],
    ['nothing', 'chosen'],
  ] as const)('that comes back with %s goes the other way, and shows nothing', async (arm, reason) => {
    const { desk } = countingDesk({ kind: 'empty', arm, reason });
    const world = await aShop(desk);
    await world.drain();
    expect(await passage(world)).toMatchObject({ arms: { gift: arm }, gifts: {} });
    expect(world.sent.map(({ template }) => template)).toEqual(['plain']);
    expect((await world.store.decisionsOf(MAYA)).map(({ given }) => given)).toEqual([null]);
    expect(await gave(world)).toMatchObject([{ arm, reason }]);
  });

  it.each(['before', 'after'] as const)(
    'that crashes %s the gift is asked again under the same id: one gift',
    async (moment) => {
      let crashes = 2;
      const { desk, granted } = countingDesk(TEN_OFF, (when) => {
        if (when === moment && crashes > 0) {
          crashes -= 1;
          throw new Error('the power went');
        }
      });
      const world = await aShop(desk);
      await world.runTo(NOW + HOUR_MS);
      expect([...granted.keys()]).toEqual(['maya/test//1/gift/1']);
      expect(world.sent.map(({ template }) => template)).toEqual(['hello']);
    },
  );

  it('that crashes after its commit finds the passage gone on, gives nothing more and takes nothing back', async () => {
    const { desk, granted, takenBack } = countingDesk(TEN_OFF);
    const store = createMemoryStore();
    let crashes = 1;
    const world = await aShop(desk, {
      store: {
        ...store,
        removeTask: async (id, version) => {
          if (id.startsWith('errand/') && crashes > 0) {
            crashes -= 1;
            throw new Error('the power went');
          }
          return store.removeTask(id, version);
        },
      },
    });
    await world.runTo(NOW + HOUR_MS);
    expect([...granted]).toEqual([['maya/test//1/gift/1', 1]]);
    expect(world.sent).toHaveLength(1);
    expect(takenBack).toEqual([]);
    expect(await world.store.tasks('errand')).toEqual([]);
  });

  it('takes back what was given to somebody who left before it was theirs', async () => {
    const { desk, granted, takenBack } = countingDesk(TEN_OFF);
    const leaving: { world?: JourneyWorld } = {};
    const offer: ErrandDesk['offer'] = async (asked, node) => {
      const answer = await desk.offer(asked, node);
      await leaving.world?.tell(anEvent({ name: 'Left', messageId: 'left' }));
      return answer;
    };
    leaving.world = await aShop({ ...desk, offer });
    await leaving.world.runTo(NOW + HOUR_MS);
    expect(await passage(leaving.world)).toMatchObject({ endReason: 'exit' });
    expect([...granted.keys()]).toEqual(['maya/test//1/gift/1']);
    expect(takenBack).toEqual(['maya/test//1/gift/1']);
    expect(await leaving.world.store.tasks('errand')).toEqual([]);
  });

  it('of somebody who left meanwhile is dropped', async () => {
    const { desk, granted } = countingDesk(TEN_OFF);
    const world = await aShop(desk);
    await world.stepsOnly();
    await world.tell(anEvent({ name: 'Left', messageId: 'left' }));
    await world.drain();
    expect([...granted]).toEqual([]);
    expect(await passage(world)).toMatchObject({ endReason: 'exit' });
    expect(await world.store.tasks('errand')).toEqual([]);
  });

  it('that fails five times sends the passage on empty-handed, with the reason', async () => {
    const failing = async (): Promise<ErrandAnswer> => {
      throw new RangeError('no such desk');
    };
    const takeBack = async () => {};
    const world = await aShop({ offer: failing, points: failing, recommend: failing, takeBack });
    await world.runTo(NOW + HOUR_MS);
    expect(await passage(world)).toMatchObject({ arms: { gift: 'failed' }, status: 'ended' });
    expect(world.sent.map(({ template, at }) => [template, at - NOW])).toEqual([['plain', 15 * MINUTE_MS]]);
    expect(await gave(world)).toMatchObject([{ arm: 'failed', reason: 'no such desk' }]);
    expect(await world.store.parked(9)).toEqual([]);
  });

  it('whose answer stays away for a day is not waited for, and changes nothing later', async () => {
    const { desk, granted } = countingDesk(TEN_OFF);
    const world = await aShop(desk);
    await world.stepsOnly();
    world.clock.now = NOW + ERRAND_PATIENCE_MS;
    await world.stepsOnly();
    expect(await passage(world)).toMatchObject({ arms: { gift: 'late' }, gifts: {}, status: 'ended' });
    await world.drain();
    expect([...granted]).toEqual([]);
    expect(world.sent.map(({ template }) => template)).toEqual(['plain']);
  });

  it('asks for nothing where the person is held out, and goes the way of the treated', async () => {
    const { desk, granted } = countingDesk(TEN_OFF);
    const world = await aShop(desk, {
      nodes: { hold: { type: 'holdout', share: 1, next: 'gift' }, ...NODES },
    });
    await world.drain();
    expect([...granted]).toEqual([]);
    expect(await passage(world)).toMatchObject({ arms: { gift: 'held-out' }, gifts: {} });
    expect(await world.store.decisionsOf(MAYA)).toMatchObject([{ template: 'hello', outcome: 'held-out' }]);
  });

  it('is run anew in each round, under an id of its own', async () => {
    const { desk, granted } = countingDesk(TEN_OFF);
    const nodes: Nodes = {
      gift: { type: 'points', points: 5, reason: { en: 'x', 'zh-CN': 'x' }, next: 'pause' },
      pause: { type: 'wait', for: '1h', next: 'again' },
      again: { type: 'jump', to: 'gift', times: 2, next: 'done' },
      done: END,
    };
    const world = await aShop(desk, { nodes });
    await world.runTo(NOW + 9 * HOUR_MS);
    expect([...granted.keys()]).toEqual([1, 2, 3].map((round) => `maya/test//1/gift/${round}`));
    expect(await passage(world)).toMatchObject({ status: 'ended', endReason: 'completed' });
  });
});
