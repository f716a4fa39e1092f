import { afterAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { customerId } from '../../../core/ids.ts';
import type { journeySchema } from '../../../core/journey/definition.ts';
import { LONGEST_KEY } from '../../../core/journey/react.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { memoryFolder, scratchFolder } from '../../adapters/sqlite/scratchFolder.ts';
import { aJourney, anEvent, anIdentity, at, MAYA, NOW, someSettings } from '../../support/builders.ts';
import {
  aJourneyWorld,
  aTemplate,
  type JourneyWorldOptions,
  knowTemplates,
} from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { END } from '../../support/steps.ts';

type Journey = z.input<typeof journeySchema>;

const folder = scratchFolder(memoryFolder());
const open: Store[] = [];
afterAll(() => Promise.all(open.map((store) => store.close())));

const STORES: [string, () => Store][] = [
  ['memory', () => createMemoryStore()],
  ['SQLite', () => openSqliteStore({ file: folder.fresh() })],
];

async function aShop(journey: Partial<Journey>, options: JourneyWorldOptions = {}) {
  const world = aJourneyWorld(options);
  open.push(world.store);
  await know(world.store);
  await world.publish(aJourney(journey));
  return world;
}

describe('a journey whose template vanished', () => {
  it('suppresses the message by that name, and goes on', async () => {
    const world = await aShop({
      nodes: {
        hello: { type: 'send', template: 'vanished', next: 'again' },
        again: { type: 'send', template: 'there', next: 'done' },
        done: END,
      },
    });
    await knowTemplates(world.store, [aTemplate('there')]);
    await world.tell(anEvent());
    await world.runTo(NOW);
    const decisions = await world.store.decisionsOf(MAYA);
    expect(
      decisions.map(({ template, outcome, reason }) => `${template} ${outcome} ${reason}`).sort(),
    ).toEqual(['there sent null', 'vanished suppressed unknown-template']);
    expect((await world.store.loadPerson(MAYA))?.enrolments).toMatchObject([{ endReason: 'completed' }]);
  });
});

describe('a person in a zone that does not exist', () => {
  it('waits and is written to by the shop’s clock', async () => {
    const settings = someSettings({
      shop: { zone: 'Asia/Tokyo' },
      messages: { unknownZoneWindow: { from: '10:00', until: '18:00' } },
    });
    const nodes = {
      rest: { type: 'wait', until: { time: '09:00' }, next: 'hello' },
      hello: { type: 'send', template: 'there', next: 'done' },
      done: END,
    } as const;
    const world = await aShop({ nodes }, { settings });
    await know(world.store, { id: customerId('lost'), zone: 'Mars/Olympus' });
    await knowTemplates(world.store, [aTemplate('there')]);
    await world.tell(anEvent({ customerId: customerId('lost') }));
    await world.runTo(NOW + 2 * DAY_MS);
    expect(world.sent.map((one) => one.at)).toEqual([at('2026-03-11T01:00:00Z')]);
  });
});

describe('an event', () => {
  const keyed: Partial<Journey> = {
    entry: [{ on: 'event', event: 'Checkout Started', key: 'cart_id' }],
    goal: { on: 'event', event: 'Order Completed', key: 'cart_id' },
    nodes: { rest: { type: 'wait', for: '9d', next: 'done' }, done: END },
  };
  const checkout = (cart: unknown) =>
    anEvent({ name: 'Checkout Started', properties: { cart_id: cart as string } });

  it.each<[string, unknown, string[], string[]]>([
    ['a key as long as may be', 'k'.repeat(LONGEST_KEY), ['k'.repeat(LONGEST_KEY)], []],
    ['a longer key is refused, with a fact', 'k'.repeat(LONGEST_KEY + 1), [], ['key-too-long']],
    ['an empty key is none', '', [], []],
    ['a number', 7, ['7'], []],
    ['an object is no key', { id: 7 }, [], []],
    ['null is no key', null, [], []],
    ['a key with a slash', 'a/b', ['a/b'], []],
    ['a key in Chinese', '购物车', ['购物车'], []],
    ['a key like a member of every object', '__proto__', ['__proto__'], []],
  ])('with %s', async (_, cart, keys, refusals) => {
    const world = await aShop(keyed);
    expect(await world.tell(checkout(cart))).toBe('applied');
    expect((await world.store.loadPerson(MAYA))?.enrolments.map(({ key }) => key)).toEqual(keys);
    const facts = await world.store.factsOf(MAYA, 99);
    expect(facts.flatMap(({ kind, body }) => (kind === 'journey-refused' ? [body['reason']] : []))).toEqual(
      refusals,
    );
  });

  it.each(STORES)(
    'whose key holds a null character or half a character is one passage on %s, which its own order ends',
    async (_, make) => {
      const world = await aShop(keyed, { store: make() });
      const carts = ['a\u0000b', 'a\u0000c', 'a', '\ud800'];
      for (const cart of carts) await world.tell(checkout(cart));
      const inside = async () =>
        (await world.store.loadPerson(MAYA))?.enrolments.filter(({ status }) => status === 'active').length;
      expect(await inside()).toBe(4);
      for (const [index, cart] of carts.entries()) {
        await world.tell(anEvent({ name: 'Order Completed', properties: { cart_id: cart } }));
        expect(await inside()).toBe(3 - index);
      }
    },
  );

  it.each([
    ['of tomorrow', DAY_MS, 1],
    ['of the year 2100', at('2100-01-01') - NOW, 1],
    ['of 1970', -NOW, 0],
    ['a day old', -DAY_MS, 1],
    ['older than a day', -DAY_MS - 1, 0],
  ])('%s is applied, and lets in only who did something lately', async (_, afterMs, inside) => {
    const world = await aShop({ nodes: { rest: { type: 'wait', for: '1h', next: 'done' }, done: END } });
    expect(await world.tell(anEvent({ at: NOW + afterMs }))).toBe('applied');
    expect((await world.store.loadPerson(MAYA))?.enrolments).toHaveLength(inside);
    await world.runTo(NOW + HOUR_MS);
    expect((await world.store.loadPerson(MAYA))?.enrolments.every(({ status }) => status === 'ended')).toBe(
      true,
    );
  });

  it('whose traits are no dates lets nobody in by date', async () => {
    const world = await aShop({
      entry: [{ on: 'date', trait: 'birthday', yearly: true }],
      nodes: { done: END },
    });
    for (const birthday of ['soon', '2026-02-30', '', { day: 1 }, true, -1e300])
      await world.tell(anIdentity({ traits: { birthday } }));
    await world.runTo(NOW + 400 * DAY_MS);
    expect((await world.store.loadPerson(MAYA))?.enrolments).toEqual([]);
    expect(await world.store.parked(9)).toEqual([]);
  });
});
