import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { journeySchema } from '../../../core/journey/definition.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aJourney, anEvent, anIdentity, MAYA, NOW } from '../../support/builders.ts';
import { aJourneyWorld, aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { END, type Nodes } from '../../support/steps.ts';

type Journey = z.input<typeof journeySchema>;

const START = { type: 'start', journey: 'other', next: 'done' } as const;

/** A shop whose journey `test` begins with these nodes, and `other`, which rests nine days. */
async function aShop(nodes: Nodes, other: Partial<Journey> = {}, first: Partial<Journey> = {}) {
  const world = aJourneyWorld();
  await know(world.store);
  await knowTemplates(world.store, [aTemplate('hello')]);
  const rests = { rest: { type: 'wait', for: '9d', next: 'done' }, done: END } as const;
  await world.publish(aJourney({ id: 'other', entry: [{ on: 'api' }], nodes: rests, ...other }));
  await world.publish(aJourney({ reentry: 'always', nodes, ...first }));
  return {
    ...world,
    passages: async () =>
      ((await world.store.loadPerson(MAYA))?.enrolments ?? [])
        .map(({ id, status }) => `${id} ${status}`)
        .sort(),
    facts: async (kind: string) => (await world.store.factsOf(MAYA, 99)).filter((fact) => fact.kind === kind),
  };
}

describe('a start node', () => {
  it('lets the person into the other journey, under the same key, in the step’s own commit', async () => {
    const keyed = [{ on: 'event', event: 'Signed Up', key: 'cart' }] as const;
    const world = await aShop({ go: START, done: END }, {}, { entry: [...keyed] });
    await world.tell(anEvent({ properties: { cart: 'c1' } }));
    await world.stepsOnly();
    expect(await world.passages()).toEqual(['maya/other/c1/1 active', 'maya/test/c1/1 ended']);
    const entered = (await world.facts('journey-entered')).find(({ journeyId }) => journeyId === 'other');
    expect(entered?.body).toMatchObject({ journey: 'test', enrolment: 'maya/test/c1/1' });
  });

  it.each([
    ['never', 0, ['maya/other//1 ended']],
    ['always', 0, ['maya/other//2 active']],
    [{ times: 2 }, 0, ['maya/other//2 active']],
    [{ times: 1 }, 0, ['maya/other//1 ended']],
    [{ after: '2d' }, DAY_MS, ['maya/other//1 ended']],
    [{ after: '2d' }, 2 * DAY_MS, ['maya/other//2 active']],
  ] as const)(
    'keeps the other journey’s rule of re-entry: %j after %i ms',
    async (reentry, laterMs, wanted) => {
      const exits = [{ on: 'event', event: 'Left' }] as const;
      const world = await aShop({ go: START, done: END }, { reentry, exits: [...exits] });
      await world.tell(anEvent());
      await world.runTo(NOW);
      await world.tell(anEvent({ name: 'Left' }));
      await world.runTo(NOW + laterMs);
      await world.tell(anEvent({ at: NOW + laterMs }));
      await world.drain();
      expect((await world.passages()).filter((id) => id.includes('other'))).toEqual(wanted);
    },
  );

  it('into a journey the person is inside is refused, with a fact', async () => {
    const world = await aShop({ go: START, done: END }, { reentry: 'always' });
    await world.tell(anEvent());
    await world.drain();
    await world.tell(anEvent());
    await world.drain();
    expect(await world.passages()).toEqual(['maya/other//1 active', 'maya/test//2 ended']);
    expect(await world.facts('journey-refused')).toMatchObject([
      { journeyId: 'other', body: { reason: 'already-inside' } },
    ]);
  });

  it('twice in one step lets in once', async () => {
    const world = await aShop(
      { go: { ...START, next: 'again' }, again: START, done: END },
      { reentry: 'always' },
    );
    await world.tell(anEvent());
    await world.drain();
    expect(await world.passages()).toEqual(['maya/other//1 active', 'maya/test//1 ended']);
  });

  it('of its own journey is refused: the person is inside', async () => {
    const world = await aShop({ go: { ...START, journey: 'test' }, done: END });
    await world.tell(anEvent());
    await world.drain();
    expect(await world.passages()).toEqual(['maya/test//1 ended']);
  });

  it('of a journey that is not published starts nothing, and goes on', async () => {
    const world = await aShop({ go: { ...START, journey: 'gone' }, done: END });
    await world.tell(anEvent());
    await world.drain();
    expect(await world.passages()).toEqual(['maya/test//1 ended']);
    expect(await world.store.parked(9)).toEqual([]);
  });
});

describe('an update node', () => {
  const update = (set: Record<string, string | number | boolean | null>) =>
    ({ type: 'update', set, next: 'done' }) as const;
  const profile = async ({ store }: Awaited<ReturnType<typeof aShop>>) => store.loadProfile(MAYA);

  it('sets traits and empties them, and moves the person’s version by one', async () => {
    const world = await aShop({ set: update({ vip: true, tries: 2, nick: null }), done: END });
    await world.tell(anIdentity({ traits: { nick: 'Mo', city: 'Bonn' } }));
    await world.tell(anEvent());
    const before = (await profile(world))?.version ?? 0;
    await world.drain();
    expect(await profile(world)).toMatchObject({
      traits: { vip: true, tries: 2, city: 'Bonn' },
      version: before + 1,
    });
    expect((await profile(world))?.traits['nick'] ?? null).toBeNull();
  });

  it('twice in one step is one write, and the later branch sees it', async () => {
    const world = await aShop({
      set: { ...update({ score: 1 }), next: 'more' },
      more: { ...update({ score: 2 }), next: 'choose' },
      choose: {
        type: 'branch',
        cases: [{ when: { trait: 'score', equals: 2 }, next: 'saw' }],
        otherwise: 'done',
      },
      saw: { type: 'exit', reason: 'saw it' },
      done: END,
    });
    await world.tell(anEvent());
    const before = (await profile(world))?.version ?? 0;
    await world.drain();
    expect(await profile(world)).toMatchObject({ traits: { score: 2 }, version: before + 1 });
    expect((await world.facts('journey-ended'))[0]?.body).toMatchObject({ detail: 'saw it' });
  });

  it('leaves what was told later', async () => {
    const world = await aShop({ set: update({ plan: 'basic' }), done: END });
    await world.tell(anIdentity({ at: NOW + HOUR_MS, traits: { plan: 'gold' } }));
    await world.tell(anEvent());
    await world.drain();
    expect((await profile(world))?.traits).toMatchObject({ plan: 'gold' });
  });

  it('is outdone by what is told later, and not by what was told earlier and comes late', async () => {
    const world = await aShop({ set: update({ plan: 'basic' }), done: END });
    await world.tell(anEvent());
    await world.drain();
    await world.tell(anIdentity({ at: NOW - HOUR_MS, traits: { plan: 'none' } }));
    expect((await profile(world))?.traits).toMatchObject({ plan: 'basic' });
    await world.tell(anIdentity({ at: NOW + 1, traits: { plan: 'gold' } }));
    expect((await profile(world))?.traits).toMatchObject({ plan: 'gold' });
  });

  it('gives way to an event that changed the person meanwhile, and is made good by the next wave', async () => {
    const world = await aShop({ set: update({ vip: true }), done: END });
    await world.tell(anEvent());
    const { store } = world;
    const commitStep = store.commitStep.bind(store);
    let races = 0;
    store.commitStep = async (change) => {
      if (races === 0 && change.person !== undefined) {
        races += 1;
        await world.tell(anIdentity({ traits: { city: 'Bonn' } }));
      }
      return commitStep(change);
    };
    await world.drain();
    await world.drain();
    expect((await profile(world))?.traits).toEqual({ city: 'Bonn', vip: true });
    expect(races).toBe(1);
  });
});
