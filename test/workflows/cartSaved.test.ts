import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { memoryFolder, scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { anEvent, anOrderEvent, NOW } from '../support/builders.ts';
import { aShop, CASES, PEOPLE, wrongReminders } from './cartArrivals.ts';

const folder = scratchFolder(memoryFolder());
/** Every eleventh: each arrival, with each of the rest somewhere. */
const SOME = CASES.filter((_, index) => index % 11 === 0);

describe('the abandoned cart', () => {
  it(`reminds of A never after its order was told, of B once at 1 h and once at 24 h, in ${CASES.length} orders of arrival`, async () => {
    expect(await wrongReminders(createMemoryStore(), CASES)).toEqual([]);
  });

  it(`does so on the SQLite store in ${SOME.length} of them`, { timeout: 60_000 }, async () => {
    const store = openSqliteStore({ file: folder.fresh(), shards: 2 });
    expect(await wrongReminders(store, SOME)).toEqual([]);
    await store.close();
  });

  it('is one thing or the other where orders and the wave meet in the same instant', async () => {
    const store = openSqliteStore({ file: folder.fresh(), shards: 2 });
    const world = await aShop(store);
    const people = PEOPLE.slice(0, 40);
    const properties = { cart_id: 'a' };
    for (const customerId of people)
      await world.tell(anEvent({ name: 'Checkout Started', customerId, properties }));
    await world.runTo(NOW + HOUR_MS - 1);
    world.clock.now += 1;
    const at = world.clock.now;
    const orders = people.map((customerId) => ({
      ...anOrderEvent({ id: `o-${customerId}`, customerId, at }),
      properties,
    }));
    await Promise.all([world.drain(), ...orders.map((order) => world.tell(order))]);
    await world.runTo(at + 2 * DAY_MS);
    expect(new Set(world.sent.map(({ decision }) => decision)).size).toBe(world.sent.length);
    expect(world.sent.filter(({ template }) => template !== 'cart-saved-first')).toEqual([]);
    for (const id of people) {
      expect((await store.loadPerson(id))?.enrolments).toMatchObject([{ endReason: 'goal' }]);
      for (const { outcome, reason } of await store.decisionsOf(id))
        expect(['sent null', 'suppressed exited']).toContain(`${outcome} ${reason}`);
    }
    await store.close();
  });
});
