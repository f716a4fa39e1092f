import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../core/customer/order.ts';
import { addressKey, customerId, decisionId } from '../../core/ids.ts';
import type { EventChange, Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import {
  aContact,
  aDecision,
  anEnrolment,
  anEvent,
  anOrder,
  anOrderEvent,
  granted,
  MAYA,
  NOW,
} from '../support/builders.ts';
import { aChange, aClaim, aRow, aStep, decide, freshStore, type MakeStore } from './given.ts';

const KEY = aContact().key;

/** Everything an event change can touch. */
async function touched(store: Store) {
  return {
    record: await store.loadPerson(MAYA),
    contacts: [...(await store.loadContacts([KEY]))],
    facts: await store.factsOf(MAYA, 100),
    decision: await store.loadDecision(aDecision().id),
    span: await store.orderSpan(),
  };
}

function fullChange(overrides: Partial<EventChange> = {}): EventChange {
  return {
    ...aChange({ event: anOrderEvent({ id: 'order-7' }) }),
    contacts: [{ contact: aContact(), expectedVersion: 0 }],
    enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
    cancellations: [{ decisionId: aDecision().id, reason: 'exited', at: NOW }],
    facts: [{ customerId: MAYA, at: NOW, kind: 'event', journeyId: null, body: { name: 'Order Completed' } }],
    ...overrides,
  };
}

export function peopleContract(make: MakeStore): void {
  const store = freshStore(make);

  describe('loading', () => {
    it('knows nothing of a stranger', async () => {
      expect(await store().loadPerson(MAYA)).toBeNull();
      expect(await store().loadProfile(MAYA)).toBeNull();
      expect(await store().factsOf(MAYA, 10)).toEqual([]);
      expect(await store().loadContacts([KEY])).toEqual(new Map());
    });

    it('does not make somebody known by a decision or a fact alone', async () => {
      await decide(store(), aDecision());
      expect(await store().loadPerson(MAYA)).toBeNull();
      expect(await store().countPeople()).toBe(0);
    });

    it('gives the person whole, orders oldest first and passages by journey and key', async () => {
      const enrolments = [
        anEnrolment({ journeyId: 'b', key: 'cart-2' }),
        anEnrolment({
          journeyId: 'b',
          key: 'cart-1',
          arms: { n: 'held-out', ladder: 'ten-off' },
          gifts: {
            ladder: { offer: { code: 'A1', name: { en: '10 off', 'zh-CN': '减10元' } } },
            picks: { picks: [] },
          },
          visits: { start: 2 },
        }),
        anEnrolment({ journeyId: 'a', openDecisions: [{ id: decisionId('d'), expiresAt: NOW }] }),
      ];
      const change = aChange({
        person: {
          traits: { vip: true, tags: ['x', 'y'], nested: { n: 1.5 } },
          locale: 'zh-CN',
          name: '李娜',
        },
        enrolments: enrolments.map((enrolment) => ({ enrolment, expectedVersion: 0 })),
      });
      await store().applyEvent(change);
      const late = anOrder({ id: 'late', at: NOW });
      const early = anOrder({
        id: 'early',
        at: NOW - DAY_MS,
        lines: [
          { item: 'mug', quantity: 2, priceMinor: 900 },
          { item: 'tea', quantity: 0.5, priceMinor: null },
        ],
      });
      const sameTime = anOrder({ id: 'a-tie', at: NOW });
      await store().importOrders(
        [late, early, sameTime].map((order) => ({ line: 1, order, idFromContent: false })),
        1,
      );
      expect(await store().loadPerson(MAYA)).toEqual({
        person: { ...change.person, version: 4 },
        orders: [early, sameTime, late],
        enrolments: [enrolments[2], enrolments[1], enrolments[0]],
        history: foldOrders([early, sameTime, late]),
      });
      expect(await store().loadProfile(MAYA)).toEqual({ ...change.person, version: 4 });
    });

    it('hands out values that later writes do not change', async () => {
      await store().applyEvent(fullChange());
      const before = await store().loadPerson(MAYA);
      const text = JSON.stringify(before);
      await store().importOrders([aRow({ id: 'another', at: 1 })], 1);
      await store().commitStep(
        aStep({ enrolments: [{ enrolment: anEnrolment({ version: 2 }), expectedVersion: 1 }] }),
      );
      expect(JSON.stringify(before)).toBe(text);
    });

    it('finds the contacts there are', async () => {
      const other = aContact([granted('news')], { key: addressKey('email:other@example.org'), version: 1 });
      const contacts = [aContact(), other].map((contact) => ({ contact, expectedVersion: 0 }));
      await store().applyEvent(aChange({ contacts }));
      const found = await store().loadContacts([KEY, addressKey('email:nobody'), other.key]);
      expect(found).toEqual(
        new Map([
          [KEY, aContact()],
          [other.key, other],
        ]),
      );
    });

    it('gives facts newest first, of one instant the one written last, as many as asked for', async () => {
      const fact = (n: number, at: number) => ({
        customerId: MAYA,
        at,
        kind: 'event' as const,
        journeyId: n === 1 ? null : 'test',
        body: { n },
      });
      const facts = [fact(1, NOW), fact(2, NOW - 5), fact(3, NOW), fact(4, NOW - 9)];
      await store().commitStep(aStep({ facts }));
      const stranger = { ...fact(5, NOW), customerId: customerId('someone-else') };
      await store().commitStep(aStep({ facts: [stranger] }));
      expect(await store().factsOf(MAYA, 3)).toEqual([facts[2], facts[0], facts[1]]);
    });
  });

  describe('applying an event', () => {
    it('commits person, order, contact, passage, cancellation and facts together', async () => {
      await decide(store(), aDecision());
      const change = fullChange();
      expect(await store().applyEvent(change)).toBe('committed');
      const after = await touched(store());
      expect(after.record?.person).toEqual(change.person);
      expect(after.record?.orders.map((order) => order.id)).toEqual(['order-7']);
      expect(after.record?.enrolments).toEqual([anEnrolment()]);
      expect(after.contacts).toEqual([[KEY, aContact()]]);
      expect(after.decision?.outcome).toBe('suppressed');
      expect(after.facts.map(({ kind }) => kind).sort()).toEqual(['event', 'message-settled']);
    });

    it('takes one source and message id once', async () => {
      const event = anEvent({ messageId: 'once' });
      expect(await store().applyEvent(aChange({ event }))).toBe('committed');
      const before = await touched(store());
      expect(await store().applyEvent(aChange({ event, expectedVersion: 1 }))).toBe('duplicate');
      expect(await touched(store())).toEqual(before);
    });

    it('takes the same message id of another source as another event', async () => {
      await store().applyEvent(aChange({ event: anEvent({ messageId: 'one', source: 'shop' }) }));
      const change = aChange({ event: anEvent({ messageId: 'one', source: 'app' }), expectedVersion: 1 });
      expect(await store().applyEvent(change)).toBe('committed');
    });

    it('takes an order id once, whatever message brings it', async () => {
      await store().applyEvent(aChange({ event: anOrderEvent({ id: 'order-1' }) }));
      const before = await touched(store());
      const again = aChange({ event: anOrderEvent({ id: 'order-1', amountMinor: 1 }), expectedVersion: 1 });
      expect(await store().applyEvent(again)).toBe('duplicate');
      expect(await touched(store())).toEqual(before);
    });

    it('takes no order that an import has brought', async () => {
      await store().importOrders([aRow({ id: 'order-1' })], 1);
      const change = aChange({ event: anOrderEvent({ id: 'order-1' }), expectedVersion: 1 });
      expect(await store().applyEvent(change)).toBe('duplicate');
    });

    it('calls a repeat a duplicate, also where the versions would conflict', async () => {
      const event = anEvent();
      await store().applyEvent(aChange({ event }));
      expect(await store().applyEvent(aChange({ event, expectedVersion: 9 }))).toBe('duplicate');
    });

    it.each<[string, Partial<EventChange>]>([
      ['a person at another version', { expectedVersion: 7, person: aChange({ expectedVersion: 7 }).person }],
      ['a person who must not be there', { expectedVersion: 0, person: aChange().person }],
      [
        'a contact at another version',
        { contacts: [{ contact: aContact([], { version: 9 }), expectedVersion: 8 }] },
      ],
      ['a contact that must not be there', { contacts: [{ contact: aContact(), expectedVersion: 0 }] }],
      [
        'a passage at another version',
        { enrolments: [{ enrolment: anEnrolment({ version: 4 }), expectedVersion: 3 }] },
      ],
      [
        'a passage that must not be there',
        { enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }] },
      ],
      [
        'a passage that is not there',
        { enrolments: [{ enrolment: anEnrolment({ key: 'cart-9', version: 2 }), expectedVersion: 1 }] },
      ],
    ])('writes nothing at all over %s', async (_what, conflicting) => {
      await store().applyEvent(
        aChange({
          contacts: [{ contact: aContact(), expectedVersion: 0 }],
          enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
        }),
      );
      await decide(store(), aDecision());
      const before = await touched(store());
      const sound: EventChange = {
        ...fullChange(),
        person: aChange({ expectedVersion: 1 }).person,
        expectedVersion: 1,
        contacts: [{ contact: aContact([], { version: 2 }), expectedVersion: 1 }],
        enrolments: [{ enrolment: anEnrolment({ version: 2 }), expectedVersion: 1 }],
      };
      expect(await store().applyEvent({ ...sound, ...conflicting })).toBe('conflict');
      expect(await touched(store())).toEqual(before);
      expect(await store().applyEvent(sound)).toBe('committed');
    });

    it.each<[string, Partial<EventChange>]>([
      ['a person whose version does not grow', { person: aChange({ person: { version: 0 } }).person }],
      ['a contact whose version does not grow', { contacts: [{ contact: aContact(), expectedVersion: 1 }] }],
      [
        'a passage whose version does not grow',
        { enrolments: [{ enrolment: anEnrolment(), expectedVersion: 1 }] },
      ],
      ['an order of somebody else', { event: anOrderEvent({ customerId: customerId('somebody-else') }) }],
    ])('throws at %s and writes nothing', async (_what, unsound) => {
      const before = await touched(store());
      await expect(store().applyEvent({ ...fullChange(), ...unsound })).rejects.toMatchObject({
        code: 'unsound-change',
      });
      expect(await touched(store())).toEqual(before);
      expect(await store().applyEvent(fullChange())).toBe('committed');
    });

    it('lets one of two changes over the same version through', async () => {
      await store().applyEvent(aChange());
      const results = await Promise.all([
        store().applyEvent(aChange({ expectedVersion: 1, person: { name: 'first' } })),
        store().applyEvent(aChange({ expectedVersion: 1, person: { name: 'second' } })),
      ]);
      expect(results).toEqual(['committed', 'conflict']);
      expect((await store().loadProfile(MAYA))?.name).toBe('first');
    });

    it('knows a person no later than their first order', async () => {
      const event = anOrderEvent({ at: NOW - 400 * DAY_MS });
      await store().applyEvent(aChange({ event, person: { knownSince: NOW } }));
      expect((await store().loadProfile(MAYA))?.knownSince).toBe(NOW - 400 * DAY_MS);
    });
  });

  describe('cancellations', () => {
    it('settle a pending decision as suppressed, with the reason, and leave the fact', async () => {
      await decide(store(), aDecision());
      await store().applyEvent(
        aChange({ cancellations: [{ decisionId: aDecision().id, reason: 'expired', at: NOW + 7 }] }),
      );
      expect(await store().loadDecision(aDecision().id)).toEqual(
        aDecision({ outcome: 'suppressed', reason: 'expired', settledAt: NOW + 7, dueAt: null }),
      );
      expect(await store().factsOf(MAYA, 10)).toEqual([
        {
          customerId: MAYA,
          at: NOW + 7,
          kind: 'message-settled',
          journeyId: 'test',
          body: { decision: aDecision().id, node: 'hello', outcome: 'suppressed', reason: 'expired' },
        },
      ]);
    });

    it('leave a claimed decision, a settled one and one that is not there as they are, without a fact', async () => {
      const sent = aDecision({ id: decisionId('sent'), outcome: 'sent', dueAt: null });
      await decide(store(), aDecision(), sent);
      await store().claim(aClaim());
      const claimed = await store().loadDecision(aDecision().id);
      const cancellations = [aDecision().id, sent.id, decisionId('nowhere')].map((id) => ({
        decisionId: id,
        reason: 'exited' as const,
        at: NOW,
      }));
      expect(await store().applyEvent(aChange({ cancellations }))).toBe('committed');
      expect(await store().loadDecision(aDecision().id)).toEqual(claimed);
      expect(await store().loadDecision(sent.id)).toEqual(sent);
      expect(await store().factsOf(MAYA, 10)).toEqual([]);
    });
  });
}
