import { beforeEach, describe, expect, it } from 'vitest';
import {
  beginErasure,
  finishErasure,
  listErasures,
  runErasure,
  wholeTraces,
} from '../../core/customer/erasureTask.ts';
import { anonymousIdOf } from '../../core/customer/identity.ts';
import { newIdentity } from '../../core/customer/identityItem.ts';
import { aliasLink, seenLink } from '../../core/customer/links.ts';
import type { DossierKind, DossierWrite } from '../../core/dossier.ts';
import type { Fact } from '../../core/fact.ts';
import { addressKey, type CustomerId, customerId, decisionId } from '../../core/ids.ts';
import { CLAIM_TIMEOUT_MS, type Decision } from '../../core/message/decision.ts';
import { isBalanced, recountLedger } from '../../core/message/ledger.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import {
  aContact,
  aDecision,
  anEnrolment,
  anEvent,
  anOrderEvent,
  aPerson,
  aTask,
  granted,
  MAYA,
  NOW,
} from '../support/builders.ts';
import { aChange, aClaim, aSettlement, aStep, collected, freshStore, type MakeStore } from './given.ts';

const VISITOR = anonymousIdOf('maya-browser');
const OTHER = customerId('other');
const keyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);
const MAIL = keyOf('email', 'maya@example.org');
const clock = { now: () => NOW, pause: () => Promise.resolve() };

function accepted({ id, customerId: owner }: Decision): Fact {
  return {
    customerId: owner,
    at: NOW,
    kind: 'message-accepted',
    journeyId: 'test',
    body: { decision: id, node: 'hello' },
  };
}

function aDossierOf(kind: DossierKind, id: string, owner: CustomerId | null): DossierWrite {
  return { dossier: { kind, id, customerId: owner, version: 1, body: { n: 1 } }, expectedVersion: 0 };
}

export function erasureContract(make: MakeStore): void {
  const store = freshStore(make);
  const deps = () => ({ store: store(), addressKeyOf: keyOf, places: [] });

  /** Maya with a browser of hers, and somebody else; both with a little of everything. */
  async function shop(): Promise<void> {
    await store().applyEvent(aChange({ event: anEvent({ customerId: VISITOR }) }));
    await store().applyEvent(
      aChange({
        contacts: [
          {
            contact: aContact([granted('offers')], { holders: [{ id: MAYA, at: NOW }] }),
            expectedVersion: 0,
          },
        ],
      }),
    );
    await store().applyEvent({
      ...aChange({ expectedVersion: 1, person: { members: [VISITOR], phone: '+4915112345678' } }),
      absorbed: [{ id: VISITOR, expectedVersion: 1 }],
      identities: [
        {
          identity: {
            ...newIdentity(VISITOR),
            version: 1,
            owner: MAYA,
            since: NOW,
            links: [seenLink(MAYA, VISITOR, NOW)],
          },
          expectedVersion: 0,
        },
        {
          identity: {
            ...newIdentity(OTHER),
            version: 1,
            links: [aliasLink(OTHER, MAYA, NOW), aliasLink(OTHER, customerId('third'), NOW)],
          },
          expectedVersion: 0,
        },
      ],
    });
    await store().applyEvent(
      aChange({ event: anOrderEvent({ id: 'o-1' }), expectedVersion: 2, person: { members: [VISITOR] } }),
    );
    await store().applyEvent(
      aChange({ event: anOrderEvent({ id: 'o-2', customerId: OTHER }), person: aPerson({ id: OTHER }) }),
    );
    const mine = aDecision();
    const ofBrowser = aDecision({ id: decisionId('of-browser'), customerId: VISITOR });
    const others = aDecision({ id: decisionId('of-other'), customerId: OTHER });
    await store().commitStep(
      aStep({
        decisions: [mine, ofBrowser, others],
        enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
        facts: [
          ...[mine, ofBrowser, others].map(accepted),
          { customerId: OTHER, at: NOW, kind: 'merge-refused', journeyId: null, body: { with: MAYA } },
          {
            customerId: OTHER,
            at: NOW,
            kind: 'event',
            journeyId: null,
            body: { name: 'Looked', properties: {} },
          },
        ],
        dossiers: [
          aDossierOf('points', 'points', MAYA),
          aDossierOf('points-entry', 'of-browser', VISITOR),
          aDossierOf('coupon', 'CODE', MAYA),
          aDossierOf('points', 'points', OTHER),
          aDossierOf('coupon', 'NOBODYS', null),
        ],
        tasks: [
          { task: aTask(), expectedVersion: 0 },
          {
            task: aTask({ id: 'schedule/x/0', kind: 'schedule', customerId: null, body: { cursor: MAYA } }),
            expectedVersion: 0,
          },
        ],
      }),
    );
  }

  async function erase(id = MAYA) {
    const found = await store().findTraces(id);
    if (found === null) throw new Error(`nothing is known of ${id}`);
    const traces = wholeTraces(found, keyOf);
    return finishErasure(deps(), await beginErasure(deps(), traces, found.ids[0] ?? id, 'anna', NOW), clock);
  }

  beforeEach(shop);

  it('finds every id, contact and address of a person by any of their ids', async () => {
    const traces = await store().findTraces(VISITOR);
    expect(traces?.ids.toSorted()).toEqual([VISITOR, MAYA].sort());
    expect(traces).toEqual(await store().findTraces(MAYA));
    expect(traces?.keys).toEqual([MAIL]);
    expect(traces?.addresses).toEqual([{ channel: 'email', address: 'maya@example.org' }]);
    expect(await store().findTraces(customerId('nobody'))).toBeNull();
  });

  it('leaves nothing of them, and everything of others', async () => {
    const { erased, finishedAt } = await erase(VISITOR);
    expect(finishedAt).toBe(NOW);
    expect(erased).toMatchObject({
      profiles: 1,
      identities: 1,
      orders: 1,
      decisions: 2,
      passages: 1,
      tasks: 1,
      dossiers: 3,
      addresses: 1,
    });
    for (const id of [MAYA, VISITOR]) {
      expect(await store().loadPerson(id)).toBeNull();
      expect(await store().factsOf(id, 99)).toEqual([]);
      expect(await store().decisionsOf(id)).toEqual([]);
      expect(await store().findTraces(id)).toBeNull();
    }
    expect((await store().loadIdentities([MAYA, VISITOR])).size).toBe(0);
    expect((await store().loadPerson(OTHER))?.orders).toHaveLength(1);
    expect(await store().decisionsOf(OTHER)).toHaveLength(1);
    const points = await collected(store().scanDossiers('points'));
    expect(points.map((dossier) => dossier.customerId)).toEqual([OTHER]);
    expect(await collected(store().scanDossiers('points-entry'))).toEqual([]);
    expect((await store().listDossiers('coupon', { after: null, limit: 9 })).map(({ id }) => id)).toEqual([
      'NOBODYS',
    ]);
    expect(await store().countPeople()).toBe(1);
    expect(await store().nextDueAt()).toBe(NOW);
    expect(await store().countDue({ lanes: ['journey'], until: NOW, most: 9 })).toBe(1);
  });

  it('takes their ids out of what is kept of others', async () => {
    await erase();
    expect((await store().factsOf(OTHER, 9)).map(({ kind }) => kind).sort()).toEqual([
      'event',
      'message-accepted',
    ]);
    expect((await store().loadIdentities([OTHER])).get(OTHER)?.links).toEqual([
      aliasLink(OTHER, customerId('third'), NOW),
    ]);
    expect((await store().loadTask('schedule/x/0'))?.body).toEqual({ cursor: '' });
  });

  it('leaves the ledger balanced, and says how many decisions went', async () => {
    const before = await recountLedger(store());
    const { erased } = await erase();
    const after = await recountLedger(store());
    expect([isBalanced(before), isBalanced(after)]).toEqual([true, true]);
    expect(after.accepted + (erased['decisions'] ?? 0)).toBe(before.accepted);
  });

  it('keeps of the address its hash alone, barred', async () => {
    await erase();
    const contact = (await store().loadContacts([MAIL])).get(MAIL);
    expect(contact).toMatchObject({
      consents: {},
      holders: [],
      recentSends: [],
      suppression: { why: 'erased', at: NOW },
    });
  });

  it('leaves a record without a word about the person', async () => {
    const { hash } = await erase();
    const [kept] = await listErasures(store());
    expect(kept).toMatchObject({ hash, by: 'anna', at: NOW, finishedAt: NOW });
    const tasks = JSON.stringify((await store().tasks('erasure')).map(({ body }) => body));
    expect(tasks).not.toContain('maya@example.org');
    expect(tasks).not.toContain(VISITOR);
  });

  it('is repeated without harm, whoever stops at which step', async () => {
    const found = await store().findTraces(MAYA);
    const traces = wholeTraces(found ?? { ids: [], keys: [], addresses: [] }, keyOf);
    const first = await beginErasure(deps(), traces, MAYA, 'anna', NOW);
    expect((await beginErasure(deps(), traces, MAYA, 'bert', NOW + 5)).id).toBe(first.id);
    expect(await runErasure(deps(), first, NOW)).toBe('again');
    expect(await runErasure(deps(), first, NOW)).toBe('lost');
    const task = await store().loadTask(first.id);
    const done = task === null ? null : await finishErasure(deps(), task, clock);
    expect(done?.finishedAt).toBe(NOW);
    expect(await store().findTraces(MAYA)).toBeNull();
  });

  it('waits for a message that is being handed over, and no longer than its claim counts', async () => {
    await store().claim(aClaim({ contact: null, at: NOW - 1_000 }));
    const waiting = await erase();
    expect(waiting.finishedAt).toBeNull();
    expect((await store().decisionsOf(MAYA)).map(({ outcome }) => outcome)).toEqual(['claimed']);
    expect(isBalanced(await recountLedger(store()))).toBe(true);
    const task = await store().loadTask(waiting.id);
    if (task === null) throw new Error('the erasure is gone');
    const later = { ...clock, now: () => NOW + CLAIM_TIMEOUT_MS };
    expect((await finishErasure(deps(), task, later)).finishedAt).toBe(NOW + CLAIM_TIMEOUT_MS);
    expect(await store().settle(aSettlement())).toBe('conflict');
    expect(await store().findTraces(MAYA)).toBeNull();
  });

  it('goes on as soon as the message was handed over', async () => {
    await store().claim(aClaim({ contact: null }));
    const waiting = await erase();
    expect(await store().settle(aSettlement())).toBe('committed');
    const task = await store().loadTask(waiting.id);
    expect(task === null ? null : (await finishErasure(deps(), task, clock)).finishedAt).toBe(NOW);
    expect(await store().decisionsOf(MAYA)).toEqual([]);
  });

  it('lets the shop import the id and its orders again, as somebody new', async () => {
    await erase();
    const importId = await store().beginImport();
    const row = { line: 2, order: anOrderEvent({ id: 'o-1' }).order, idFromContent: false };
    expect(await store().importOrders([row], importId)).toEqual(['accepted']);
    expect((await store().loadPerson(MAYA))?.person).toMatchObject({ version: 1, members: [], email: null });
    const told = {
      person: aPerson({ version: 0 }),
      consents: [{ contactKey: MAIL, change: granted('offers', { at: NOW + DAY_MS, confirmed: true }) }],
    };
    await store().importPeople([told]);
    expect((await store().loadContacts([MAIL])).get(MAIL)?.suppression?.why).toBe('erased');
  });

  describe('rows', () => {
    it('go in bounded steps, decisions with the facts that accept them', async () => {
      let steps = 0;
      for (let more = true; more && steps < 50; steps += 1) {
        ({ more } = await store().eraseRows({ ids: [MAYA, VISITOR], staleBefore: NOW, limit: 1 }));
        expect(isBalanced(await recountLedger(store()))).toBe(true);
      }
      expect(steps).toBeLessThan(50);
      expect(await store().factsOf(MAYA, 9)).toEqual([]);
    });
  });
}
