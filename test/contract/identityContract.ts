import { beforeEach, describe, expect, it } from 'vitest';
import { anonymousIdOf } from '../../core/customer/identity.ts';
import { type Identity, newIdentity } from '../../core/customer/identityItem.ts';
import { newFields } from '../../core/customer/fields.ts';
import { seenLink } from '../../core/customer/links.ts';
import { addressKey, decisionId, enrolmentId } from '../../core/ids.ts';
import type { EventChange, Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import {
  aDecision,
  anEnrolment,
  anEvent,
  anOrderEvent,
  aPerson,
  granted,
  MAYA,
  NOW,
} from '../support/builders.ts';
import { aChange, aRow, aStep, collected, decide, freshStore, type MakeStore, scanned } from './given.ts';

const VISITOR = anonymousIdOf('browser');

function anIdentity(overrides: Partial<Identity> = {}): Identity {
  return {
    ...newIdentity(VISITOR),
    version: 1,
    owner: MAYA,
    since: NOW,
    links: [seenLink(MAYA, VISITOR, NOW)],
    claims: [addressKey('email:v@example.org')],
    fields: { ...newFields(NOW), name: 'Visitor', fieldTimes: { name: NOW }, consents: [granted('offers')] },
    ...overrides,
  };
}

/** An event of Maya that makes the visitor hers; both are there at version 1. */
function aMerge(overrides: Partial<EventChange> = {}): EventChange {
  return {
    ...aChange({ expectedVersion: 1, person: { members: [VISITOR] } }),
    absorbed: [{ id: VISITOR, expectedVersion: 1 }],
    identities: [{ identity: anIdentity(), expectedVersion: 0 }],
    ...overrides,
  };
}

async function bothKnown(store: Store): Promise<void> {
  await store.applyEvent(aChange());
  await store.applyEvent(aChange({ event: anEvent({ customerId: VISITOR }) }));
}

export function identityContract(make: MakeStore): void {
  const store = freshStore(make);
  beforeEach(() => bothKnown(store()));

  async function state() {
    return {
      maya: await store().loadPerson(MAYA),
      visitor: await store().loadPerson(VISITOR),
      identities: [...(await store().loadIdentities([MAYA, VISITOR]))],
    };
  }

  describe('an id that comes to lead to another', () => {
    it('has an identity from then on, and no profile', async () => {
      expect(await store().loadIdentities([VISITOR])).toEqual(new Map());
      expect(await store().applyEvent(aMerge())).toBe('committed');
      expect(await store().loadIdentities([MAYA, VISITOR])).toEqual(new Map([[VISITOR, anIdentity()]]));
      expect((await store().listPeople({ after: null, limit: 9 })).map(({ id }) => id)).toEqual([MAYA]);
      expect(await store().countPeople()).toBe(1);
      expect(await collected(store().exportPeople())).toHaveLength(1);
      expect(await scanned(store(), { before: NOW + 1 })).toHaveLength(1);
    });

    it('finds the person it leads to', async () => {
      await store().applyEvent(aMerge());
      const { maya, visitor } = await state();
      expect(visitor).toEqual(maya);
      expect(maya?.person).toMatchObject({ id: MAYA, members: [VISITOR], version: 2 });
      expect(await store().loadProfile(VISITOR)).toEqual(maya?.person);
    });

    it.each<[string, Partial<EventChange>]>([
      ['an absorbed profile at another version', { absorbed: [{ id: VISITOR, expectedVersion: 4 }] }],
      ['an absorbed profile that must not be there', { absorbed: [{ id: VISITOR, expectedVersion: 0 }] }],
      [
        'an identity at another version',
        { identities: [{ identity: anIdentity({ version: 3 }), expectedVersion: 2 }] },
      ],
      [
        'another person at another version',
        { others: [{ person: aPerson({ id: VISITOR, version: 8 }), expectedVersion: 7 }] },
      ],
      ['an identity it rests on that is there now', { unchanged: [{ id: MAYA, version: 2 }] }],
    ])('writes nothing over %s', async (_, conflicting) => {
      const before = await state();
      expect(await store().applyEvent(aMerge(conflicting))).toBe('conflict');
      expect(await state()).toEqual(before);
    });

    it.each<[string, Partial<EventChange>]>([
      [
        'an identity whose version does not grow',
        { identities: [{ identity: anIdentity(), expectedVersion: 1 }] },
      ],
      [
        'another person whose version does not grow',
        { others: [{ person: aPerson({ id: VISITOR, version: 1 }), expectedVersion: 1 }] },
      ],
    ])('throws at %s', async (_, unsound) => {
      await expect(store().applyEvent(aMerge(unsound))).rejects.toMatchObject({ code: 'unsound-change' });
    });

    it('makes nobody known under itself again, unless its identity says so', async () => {
      await store().applyEvent(aMerge());
      const again = aChange({ event: anEvent({ customerId: VISITOR }) });
      expect(await store().applyEvent(again)).toBe('conflict');
      const own = anIdentity({ owner: VISITOR, version: 2, since: null });
      const freed = { ...again, identities: [{ identity: own, expectedVersion: 1 }] };
      expect(await store().applyEvent(freed)).toBe('committed');
      expect((await store().loadProfile(VISITOR))?.id).toBe(VISITOR);
    });

    it('writes other people with the event', async () => {
      const other = aPerson({ id: VISITOR, version: 2, name: 'Renamed' });
      const change = { ...aChange({ expectedVersion: 1 }), others: [{ person: other, expectedVersion: 1 }] };
      expect(await store().applyEvent(change)).toBe('committed');
      expect(await store().loadProfile(VISITOR)).toEqual(other);
    });
  });

  describe('facts, decisions and events', () => {
    it('are found under any id of the person', async () => {
      const decision = aDecision({ id: decisionId('of-visitor'), customerId: VISITOR });
      await decide(store(), decision);
      const fact = (customerId: typeof MAYA, at: number) => ({
        customerId,
        at,
        kind: 'event' as const,
        journeyId: null,
        body: { name: 'Product Viewed', properties: { at } },
      });
      await store().commitStep(
        aStep({ facts: [fact(VISITOR, NOW - 2), fact(MAYA, NOW - 1), fact(VISITOR, NOW)] }),
      );
      await store().applyEvent(aMerge());
      const query = { names: ['Product Viewed'], since: NOW - DAY_MS, limit: 2 };
      for (const id of [MAYA, VISITOR]) {
        expect(await store().decisionsOf(id)).toEqual([decision]);
        expect((await store().factsOf(id, 2)).map(({ at }) => at)).toEqual([NOW, NOW - 1]);
        expect((await store().recentEvents(id, query)).map(({ at }) => at)).toEqual([NOW, NOW - 1]);
      }
    });
  });

  describe('moving what an id left', () => {
    const move = { id: VISITOR, from: VISITOR };
    const slot = (customerId: typeof MAYA, overrides = {}) =>
      anEnrolment({ customerId, id: enrolmentId(`${customerId}/test//1`), ...overrides });

    async function merged(orders: number, enrolments: readonly ReturnType<typeof slot>[] = []) {
      for (let i = 0; i < orders; i += 1) {
        const event = anOrderEvent({ id: `o-${i}`, customerId: VISITOR, at: NOW - i });
        await store().applyEvent(aChange({ event, expectedVersion: 1 + i }));
      }
      await store().commitStep(
        aStep({ enrolments: enrolments.map((enrolment) => ({ enrolment, expectedVersion: 0 })) }),
      );
      await store().applyEvent(aMerge({ absorbed: [{ id: VISITOR, expectedVersion: 1 + orders }] }));
    }

    it('is nothing while the id is its own', async () => {
      expect(await store().moveItems(move, 9, NOW)).toEqual({
        orders: 0,
        enrolments: 0,
        ended: 0,
        done: true,
      });
    });

    it('goes in steps, each of which may be repeated; orders remember the id they came with', async () => {
      await merged(5);
      expect((await store().loadPerson(MAYA))?.orders).toEqual([]);
      expect(await store().moveItems(move, 3, NOW)).toMatchObject({ orders: 3, done: false });
      expect(await store().moveItems(move, 3, NOW)).toMatchObject({ orders: 2, done: true });
      expect(await store().moveItems(move, 3, NOW)).toMatchObject({ orders: 0, done: true });
      const record = await store().loadPerson(MAYA);
      expect(record?.orders.map(({ id, customerId, origin }) => [id, customerId, origin])).toEqual(
        ['o-4', 'o-3', 'o-2', 'o-1', 'o-0'].map((id) => [id, MAYA, VISITOR]),
      );
      expect(record?.person.version).toBe(7);
      expect(record?.history.orders).toBe(5);
      expect(await store().orderSpan()).toMatchObject({ orders: 5 });
    });

    it('takes an order no second time, whoever brings it', async () => {
      await merged(1);
      await store().moveItems(move, 9, NOW);
      const again = aChange({ event: anOrderEvent({ id: 'o-0' }), expectedVersion: 3 });
      expect(await store().applyEvent(again)).toBe('duplicate');
      expect(await store().importOrders([aRow({ id: 'o-0', customerId: VISITOR })], 1)).toEqual([
        'duplicate',
      ]);
    });

    it('takes a passage along, due as it was', async () => {
      await merged(0, [slot(VISITOR, { dueAt: NOW + 5 })]);
      expect(await store().moveItems(move, 9, NOW)).toMatchObject({ enrolments: 1, ended: 0, done: true });
      const record = await store().loadPerson(MAYA);
      expect(record?.enrolments).toEqual([slot(VISITOR, { customerId: MAYA, version: 2, dueAt: NOW + 5 })]);
      const due = await Promise.all(
        Array.from({ length: store().shards }, (_, shard) =>
          store().duePage({ lane: 'journey', shard, until: NOW + 9, limit: 9 }),
        ),
      );
      expect(due.flat()).toEqual([{ kind: 'step', enrolment: record?.enrolments[0] }]);
    });

    it.each<[string, number, number, string, string]>([
      ['the one that moves', NOW - 9, NOW, `${VISITOR}/test//1`, `${MAYA}/test//1`],
      ['the one that is there', NOW, NOW - 9, `${MAYA}/test//1`, `${VISITOR}/test//1`],
    ])('of two passages in a slot keeps the older: %s', async (_, theirs, own, stays, ends) => {
      const open = { id: decisionId('open'), expiresAt: NOW + DAY_MS };
      const younger = theirs > own ? VISITOR : MAYA;
      const passage = (id: typeof MAYA, enteredAt: number) =>
        slot(id, { enteredAt, openDecisions: id === younger ? [open] : [] });
      await decide(store(), aDecision({ id: open.id, customerId: younger }));
      await merged(0, [passage(VISITOR, theirs), passage(MAYA, own)]);
      expect(await store().moveItems(move, 9, NOW)).toMatchObject({ ended: 1, done: true });
      expect((await store().loadPerson(MAYA))?.enrolments).toMatchObject([{ id: stays, status: 'active' }]);
      expect((await store().loadDecision(open.id))?.outcome).toBe('suppressed');
      const endings = (await store().factsOf(MAYA, 99)).filter(({ kind }) => kind === 'journey-ended');
      expect(endings).toMatchObject([{ at: NOW, body: { enrolment: ends, reason: 'merged' } }]);
      expect(await store().moveItems(move, 9, NOW)).toMatchObject({ enrolments: 0, ended: 0, done: true });
    });

    it('leaves what has ended where its slot is taken, and takes it along where it is free', async () => {
      const over = { status: 'ended', endedAt: NOW, endReason: 'completed', dueAt: null };
      await merged(0, [slot(VISITOR, over), slot(MAYA), slot(VISITOR, { ...over, key: 'cart' })]);
      expect(await store().moveItems(move, 9, NOW)).toMatchObject({ enrolments: 1, ended: 0, done: true });
      expect((await store().loadPerson(MAYA))?.enrolments).toMatchObject([
        { key: '', status: 'active', id: `${MAYA}/test//1` },
        { key: 'cart', status: 'ended' },
      ]);
    });

    it('gives back what came with the id where it is its own again, versions growing on both sides', async () => {
      await merged(2);
      await store().moveItems(move, 9, NOW);
      const maya = (await store().loadProfile(MAYA))?.version ?? 0;
      const own = anIdentity({ owner: VISITOR, version: 2, since: null });
      await store().applyEvent({
        ...aChange({ event: anEvent({ customerId: VISITOR }) }),
        others: [{ person: aPerson({ version: maya + 1, members: [] }), expectedVersion: maya }],
        identities: [{ identity: own, expectedVersion: 1 }],
      });
      expect(await store().moveItems({ id: VISITOR, from: MAYA }, 9, NOW)).toMatchObject({ orders: 2 });
      const [left, back] = [await store().loadPerson(MAYA), await store().loadPerson(VISITOR)];
      expect(left?.orders).toEqual([]);
      expect(left?.person.version).toBe(maya + 3);
      expect(back?.orders.map(({ customerId, origin }) => [customerId, origin])).toEqual([
        [VISITOR, undefined],
        [VISITOR, undefined],
      ]);
      expect(back?.person.version).toBe(3);
    });
  });

  describe('imports of an id that leads to another', () => {
    beforeEach(async () => {
      await store().applyEvent(aMerge());
    });

    it('put orders, whole or in lines, under the person, with the id they came with', async () => {
      const line = (item: string) => [{ item, quantity: 1, priceMinor: 100 }];
      const rows = [
        aRow({ id: 'whole', customerId: VISITOR }),
        aRow({ id: 'lines', customerId: VISITOR, lines: line('mug') }),
        aRow({ id: 'lines', customerId: VISITOR, lines: line('tea') }),
      ];
      expect(await store().importOrders(rows, 1)).toEqual(['accepted', 'accepted', 'accepted']);
      const record = await store().loadPerson(MAYA);
      expect(record?.orders.map(({ id, origin, lines }) => [id, origin, lines.length])).toEqual([
        ['lines', VISITOR, 2],
        ['whole', VISITOR, 0],
      ]);
      expect(await store().countPeople()).toBe(1);
    });

    it('fold profiles into the person, and into what the id was told itself', async () => {
      const told = aPerson({ id: VISITOR, name: 'Imported', fieldTimes: { name: NOW + 1 } });
      expect(await store().importPeople([{ person: told, consents: [] }])).toEqual(['updated']);
      expect(await store().loadProfile(MAYA)).toMatchObject({
        id: MAYA,
        name: 'Imported',
        members: [VISITOR],
      });
      const identity = (await store().loadIdentities([VISITOR])).get(VISITOR);
      expect(identity).toMatchObject({ version: 2, owner: MAYA, fields: { name: 'Imported' } });
      expect(await store().countPeople()).toBe(1);
    });
  });
}
