import { describe, expect, it } from 'vitest';
import { compareText } from '../../adapters/records/textOrder.ts';
import { customerId } from '../../core/ids.ts';
import type { PersonStanding, StandingParts, Store } from '../../core/ports.ts';
import { NO_STANDING, standingKey, standingWrite } from '../../core/segment/standing.ts';
import { DAY_MS } from '../../core/time.ts';
import { aLifecycle, aPerson, aTask, anEvent, MAYA, NOW } from '../support/builders.ts';
import { aChange, aLifecycleWrite, aRow, collected, freshStore, type MakeStore, NOTHING } from './given.ts';

const EVERYTHING: StandingParts = { profile: true, lifecycle: true, orders: true };
const NO_PARTS: StandingParts = { profile: false, lifecycle: false, orders: false };

async function standings(store: Store, parts = EVERYTHING): Promise<PersonStanding[]> {
  const found: PersonStanding[] = [];
  for (let segment = 0; segment < store.segments; segment += 1)
    found.push(...(await collected(store.scanStandings({ segment, parts }))));
  return found.sort((a, b) => compareText(a.person.id, b.person.id));
}

export function standingContract(make: MakeStore): void {
  const store = freshStore(make);
  const know = (id = MAYA, overrides: Parameters<typeof aPerson>[0] = {}) =>
    store().applyEvent(
      aChange({
        event: anEvent({ customerId: id, messageId: `m-${id}` }),
        person: aPerson({ id, ...overrides }),
      }),
    );
  const inSegment = { ...NO_STANDING, rules: 1, segments: { looking: NOW } };
  const write = (expectedVersion: number, id = MAYA) => ({
    ...NOTHING,
    customerId: id,
    expectedVersion,
    dossiers: [standingWrite(id, null, inSegment)],
  });

  describe('a scan of standings', () => {
    it('tells of everyone what segments judge them by', async () => {
      await know(MAYA, { traits: { city: 'Oslo' } });
      await know(customerId('zoe'));
      const lifecycle = aLifecycle({ stage: 'decline' });
      await store().commitLifecycles([aLifecycleWrite({ lifecycle })]);
      await store().importOrders(
        [
          aRow({ id: 'b', at: NOW - DAY_MS, amountMinor: -30 }),
          aRow({ id: 'a', at: NOW - 9 * DAY_MS, amountMinor: 40 }),
        ],
        1,
      );
      await store().commitStandings([write(4)]);
      const [maya, zoe, ...others] = await standings(store());
      expect(others).toEqual([]);
      expect(maya).toMatchObject({
        person: await store().loadProfile(MAYA),
        dossier: { version: 1, body: { rules: 1, segments: { looking: NOW } } },
      });
      expect(maya?.orders).toHaveLength(2);
      expect(maya?.orders).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ at: NOW - 9 * DAY_MS, amountMinor: 40 }),
          expect.objectContaining({ at: NOW - DAY_MS, amountMinor: -30 }),
        ]),
      );
      expect(zoe).toMatchObject({ person: { id: 'zoe', lifecycle: null }, orders: [], dossier: null });
    });

    it('leaves out the parts that are not asked for, but never the version', async () => {
      await know(MAYA, { traits: { city: 'Oslo' } });
      await store().commitLifecycles([aLifecycleWrite()]);
      await store().importOrders([aRow({ id: 'a' })], 1);
      expect(await standings(store(), NO_PARTS)).toMatchObject([
        {
          person: { id: MAYA, version: 3, email: null, traits: {}, lifecycle: null },
          orders: [],
          dossier: null,
        },
      ]);
      expect(await standings(store(), { ...NO_PARTS, lifecycle: true })).toMatchObject([
        { person: { email: null, lifecycle: { stage: 'identification' } }, orders: [] },
      ]);
    });
  });

  describe('a commit of standings', () => {
    it('writes what a judgement comes to, and leaves the person at their version', async () => {
      await know();
      const fact = {
        customerId: MAYA,
        at: NOW,
        kind: 'segment-entered' as const,
        journeyId: null,
        body: { segment: 'looking', by: 'night' },
      };
      const task = aTask({ id: 'segments-maya', kind: 'segments' });
      const tasks = [{ task, expectedVersion: 0 }];
      const whole = { ...write(1), facts: [fact], tasks };
      expect(await store().commitStandings([whole])).toEqual(['committed']);
      expect((await store().loadProfile(MAYA))?.version).toBe(1);
      expect(await store().loadTask(task.id)).toEqual(task);
      expect(await store().factsOf(MAYA, 1)).toEqual([fact]);
      expect(await store().loadDossiers([standingKey(MAYA)])).toMatchObject([{ version: 1 }]);
    });

    it('refuses each write whose person moved, is unknown, or whose standing did, and writes nothing of it', async () => {
      await know();
      await know(customerId('zoe'));
      const unknown = customerId('nobody');
      const all = [write(2), write(1, customerId('zoe')), write(1, unknown)];
      expect(await store().commitStandings(all)).toEqual(['conflict', 'committed', 'conflict']);
      expect(await store().commitStandings([write(1, customerId('zoe'))])).toEqual(['conflict']);
      expect(await store().loadDossiers([standingKey(MAYA), standingKey(unknown)])).toEqual([null, null]);
    });

    it('takes a scan that grew old for what it is', async () => {
      await know();
      const [seen] = await standings(store());
      await store().applyEvent(
        aChange({
          event: anEvent({ messageId: 'later' }),
          person: aPerson({ version: 2 }),
          expectedVersion: 1,
        }),
      );
      expect(await store().commitStandings([write(seen?.person.version ?? 0)])).toEqual(['conflict']);
    });
  });
}
