import { describe, expect, it } from 'vitest';
import { customerId, decisionId } from '../../core/ids.ts';
import { aDecision, aLifecycle, anEnrolment, anEvent, anOrderEvent, MAYA, NOW } from '../support/builders.ts';
import {
  aChange,
  aLifecycleWrite,
  aRow,
  aStep,
  collected,
  decide,
  freshStore,
  type MakeStore,
} from './given.ts';

export function directoryContract(make: MakeStore): void {
  const store = freshStore(make);
  const know = (id: string, person: Parameters<typeof aChange>[0] = {}) =>
    store().applyEvent(aChange({ event: anEvent({ customerId: customerId(id) }), ...person }));
  const listed = async (query: Partial<Parameters<ReturnType<typeof store>['listPeople']>[0]> = {}) =>
    (await store().listPeople({ after: null, limit: 100, ...query })).map(({ id }) => id);

  describe('people', () => {
    it('are listed by id in code point order, from a cursor on', async () => {
      for (const id of ['b', 'é', 'a', '\u{1F600}', 'B', '\uFFFD']) await know(id);
      expect(await listed()).toEqual(['B', 'a', 'b', 'é', '\uFFFD', '\u{1F600}']);
      expect(await listed({ limit: 2 })).toEqual(['B', 'a']);
      expect(await listed({ limit: 2, after: customerId('a') })).toEqual(['b', 'é']);
      expect(await listed({ after: customerId('\u{1F600}') })).toEqual([]);
      expect(await store().countPeople()).toBe(6);
    });

    it('are filtered by stage', async () => {
      for (const id of ['a', 'b', 'c']) await know(id);
      await store().commitLifecycles(
        (['decline', 'stability', 'decline'] as const).map((stage, n) =>
          aLifecycleWrite({ customerId: customerId('abc'[n] ?? ''), lifecycle: aLifecycle({ stage }) }),
        ),
      );
      expect(await listed({ stage: 'decline' })).toEqual(['a', 'c']);
      expect(await listed({ stage: 'decline', after: customerId('a') })).toEqual(['c']);
      expect(await listed({ stage: 'identification' })).toEqual([]);
    });

    it('are those who have a trait of a name, whatever it is and however it is written', async () => {
      const having = async (trait: string, more: { after?: string; limit?: number } = {}) => {
        const after = more.after === undefined ? null : customerId(more.after);
        const found = await store().peopleWith({ trait, after, limit: more.limit ?? 100 });
        return found.map(({ id }) => id);
      };
      await know('a', { person: { traits: { birthday: '02-29' } } });
      await know('b', { person: { traits: { other: 'birthday', 'a "quoted" name': 1 } } });
      await know('c', { person: { traits: { birthday: null } } });
      await know('d', { person: { traits: { nested: { birthday: '05-01' } } } });
      expect(await having('birthday')).toEqual(['a', 'c']);
      expect(await having('birthday', { limit: 1 })).toEqual(['a']);
      expect(await having('birthday', { after: 'a' })).toEqual(['c']);
      expect(await having('a "quoted" name')).toEqual(['b']);
      expect(await having('toString')).toEqual([]);
    });

    it('are found by a part of id, name, address or number, whatever its case', async () => {
      await know('c-1', { person: { name: 'Élodie Brun', email: 'e@example.org', phone: null } });
      await know('c-2', { person: { name: '李娜', email: null, phone: '+49 151 2345' } });
      await know('c-3', { person: { name: null, email: 'BRUNO@Example.org', phone: null } });
      expect(await listed({ search: 'brun' })).toEqual(['c-1', 'c-3']);
      expect(await listed({ search: 'éLODIE' })).toEqual(['c-1']);
      expect(await listed({ search: '李' })).toEqual(['c-2']);
      expect(await listed({ search: '151' })).toEqual(['c-2']);
      expect(await listed({ search: 'C-3' })).toEqual(['c-3']);
      expect(await listed({ search: '%' })).toEqual([]);
      expect(await listed({ search: 'brun', limit: 1, after: customerId('c-1') })).toEqual(['c-3']);
    });

    it('are exported whole, by id', async () => {
      await know('b');
      await store().applyEvent(aChange({ event: anOrderEvent({ customerId: customerId('a') }) }));
      await store().commitStep(
        aStep({
          enrolments: [
            { enrolment: anEnrolment({ customerId: customerId('b') }), expectedVersion: 0 },
            { enrolment: anEnrolment({ customerId: customerId('nobody') }), expectedVersion: 0 },
          ],
        }),
      );
      const exported = await collected(store().exportPeople());
      const records = [await store().loadPerson(customerId('a')), await store().loadPerson(customerId('b'))];
      expect(exported).toEqual(records);
    });

    it('are exported in pages that leave nobody out', async () => {
      const rows = Array.from({ length: 2_100 }, (_, n) =>
        aRow({ id: `o${n}`, customerId: customerId(`c${n}`) }),
      );
      await store().importOrders(rows, 1);
      expect(await collected(store().exportPeople())).toHaveLength(2_100);
    });
  });

  describe('decisions', () => {
    const made = async (count: number) => {
      const ids = Array.from({ length: count }, (_, n) => decisionId(`d${(n * 7) % count}`));
      await decide(store(), ...ids.map((id) => aDecision({ id })));
      return ids;
    };

    it('are listed all, as they are now, in an order that stays', async () => {
      const ids = await made(1_205);
      await store().settle({
        decisionId: ids[3]!,
        outcome: 'suppressed',
        reason: 'no-consent',
        at: NOW,
        evidence: null,
        providerMessageId: null,
        claimant: null,
        enrolments: [],
        cancellations: [],
        facts: [],
      });
      const found = await collected(store().decisions());
      expect(found.map(({ id }) => id).sort()).toEqual(ids.toSorted());
      expect(found.filter(({ outcome }) => outcome === 'suppressed')).toHaveLength(1);
      expect(await collected(store().decisions())).toEqual(found);
    });

    it('are listed page by page, each once', async () => {
      const ids = await made(23);
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page = await store().decisionPage(after, 5);
        expect(page?.items.length ?? 9).toBeLessThanOrEqual(5);
        found.push(...(page?.items ?? []).map(({ id }) => id));
        after = page?.next ?? null;
      } while (after !== null);
      expect(found.sort()).toEqual(ids.toSorted());
    });

    it('have no page behind a cursor that is none', async () => {
      expect(await store().decisionPage('none that was given', 5)).toBeNull();
    });

    it('are listed for one person', async () => {
      const mine = [
        aDecision({ id: decisionId('z') }),
        aDecision({ id: decisionId('a'), decidedAt: NOW + 1 }),
      ];
      await decide(store(), mine[0]!, aDecision({ customerId: customerId('other') }), mine[1]!);
      expect(await store().decisionsOf(MAYA)).toEqual(mine);
      expect(await store().decisionsOf(customerId('nobody'))).toEqual([]);
    });

    it('accepted are counted from their facts, not from the decisions', async () => {
      const accepted = {
        customerId: MAYA,
        at: NOW,
        kind: 'message-accepted' as const,
        journeyId: 'test',
        body: {},
      };
      await store().commitStep(
        aStep({ decisions: [aDecision()], facts: [accepted, { ...accepted, kind: 'event' }] }),
      );
      await decide(store(), aDecision({ id: decisionId('without a fact') }));
      expect(await store().countAccepted()).toBe(1);
    });
  });

  it('counts active passages by journey, version and node', async () => {
    const places = [
      ['b', 1, 'start', 'active'],
      ['a', 2, 'wait', 'active'],
      ['a', 1, 'start', 'active'],
      ['a', 1, 'wait', 'active'],
      ['a', 1, 'wait', 'active'],
      ['a', 1, 'wait', 'ended'],
    ] as const;
    const enrolments = places.map(([journeyId, journeyVersion, nodeId, status], n) => ({
      enrolment: anEnrolment({ customerId: customerId(`c${n}`), journeyId, journeyVersion, nodeId, status }),
      expectedVersion: 0,
    }));
    await store().commitStep(aStep({ enrolments }));
    expect(await store().peopleInJourneys()).toEqual([
      { journeyId: 'a', version: 1, nodeId: 'start', people: 1 },
      { journeyId: 'a', version: 1, nodeId: 'wait', people: 2 },
      { journeyId: 'a', version: 2, nodeId: 'wait', people: 1 },
      { journeyId: 'b', version: 1, nodeId: 'start', people: 1 },
    ]);
  });

  it('lists the active passages of a journey in other versions, by person and key, page by page', async () => {
    const passages = [
      ['b', 'test', 1, '', 'active'],
      ['a', 'test', 2, 'cart-2', 'active'],
      ['a', 'test', 1, 'cart-1', 'active'],
      ['c', 'test', 3, '', 'active'],
      ['d', 'test', 1, '', 'ended'],
      ['e', 'other', 1, '', 'active'],
    ] as const;
    const enrolments = passages.map(([id, journeyId, journeyVersion, key, status]) => ({
      enrolment: anEnrolment({ customerId: customerId(id), journeyId, journeyVersion, key, status }),
      expectedVersion: 0,
    }));
    await store().commitStep(aStep({ enrolments }));
    const query = { journeyId: 'test', otherThan: 3 };
    const first = await store().passagesIn({ ...query, after: null, limit: 2 });
    expect(first).toEqual([enrolments[2]?.enrolment, enrolments[1]?.enrolment]);
    const after = { customerId: customerId('a'), key: 'cart-2' };
    expect(await store().passagesIn({ ...query, after, limit: 2 })).toEqual([enrolments[0]?.enrolment]);
  });

  it('spans all purchases, refunds apart', async () => {
    expect(await store().orderSpan()).toBeNull();
    await store().importOrders([aRow({ id: 'refund', at: NOW - 99, amountMinor: -5 })], 1);
    expect(await store().orderSpan()).toBeNull();
    await store().importOrders(
      [aRow({ id: 'a', at: NOW }), aRow({ id: 'b', at: NOW - 50, amountMinor: 0 })],
      1,
    );
    expect(await store().orderSpan()).toEqual({ first: NOW - 50, last: NOW, orders: 2 });
  });
}
