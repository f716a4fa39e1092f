import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { anonymousIdOf } from '../../../../core/customer/identity.ts';
import { newIdentity } from '../../../../core/customer/identityItem.ts';
import { customerId, decisionId, enrolmentId } from '../../../../core/ids.ts';
import type { Store } from '../../../../core/ports.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { aChange, aStep, decide } from '../../../contract/given.ts';
import {
  aDecision,
  anEnrolment,
  anEvent,
  anOrder,
  anOrderEvent,
  MAYA,
  NOW,
} from '../../../support/builders.ts';
import type { DynamoFake } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

const VISITOR = anonymousIdOf('browser');
const WALL_CLOCK = NOW + 400 * DAY_MS;

let fake: DynamoFake;
let store: Store;
beforeEach(() => {
  fake = fakeTables();
  store = storeOver(fake, { now: () => WALL_CLOCK });
});

/** The visitor becomes Maya's, with what they have so far. */
async function merge(visitorVersion: number): Promise<void> {
  await store.applyEvent(aChange());
  await store.applyEvent({
    ...aChange({ expectedVersion: 1, person: { members: [VISITOR] } }),
    absorbed: [{ id: VISITOR, expectedVersion: visitorVersion }],
    identities: [
      { identity: { ...newIdentity(VISITOR), version: 1, owner: MAYA, since: NOW }, expectedVersion: 0 },
    ],
  });
}

describe('a person', () => {
  it('is read with one query, and known by another id with two', async () => {
    await store.applyEvent(aChange({ event: anEvent({ customerId: VISITOR }) }));
    await merge(1);
    const before = { ...fake.calls };
    expect((await store.loadPerson(MAYA))?.person.id).toBe(MAYA);
    expect(fake.calls).toEqual({ ...before, Query: before.Query + 1 });
    expect((await store.loadPerson(VISITOR))?.person.id).toBe(MAYA);
    expect(fake.calls).toEqual({ ...before, Query: before.Query + 3 });
  });

  it('is no newer than the orders read with them, though the orders fill many pages', async () => {
    const pages = fakeTables({ pageItems: 2 });
    const reader = storeOver(pages);
    for (const n of [1, 2, 3])
      await reader.applyEvent(aChange({ event: anOrderEvent({ id: `o${n}` }), expectedVersion: n - 1 }));
    let calls = 0;
    pages.onCall = async () => {
      calls += 1;
      if (calls !== 2) return null;
      pages.onCall = null;
      await reader.applyEvent(
        aChange({ event: anOrderEvent({ id: 'o4', at: NOW - 1 }), expectedVersion: 3 }),
      );
      return null;
    };
    const record = await reader.loadPerson(MAYA);
    expect(record?.person.version).toBe(3);
    expect((await reader.loadPerson(MAYA))?.orders).toHaveLength(4);
  });

  it('is written by an event in one reading and one transaction', async () => {
    await store.applyEvent(aChange());
    const before = { ...fake.calls };
    await store.applyEvent(aChange({ event: anOrderEvent(), expectedVersion: 1 }));
    expect(fake.calls).toEqual({
      ...before,
      BatchGet: before.BatchGet + 1,
      TransactWrite: before.TransactWrite + 1,
    });
  });
});

describe('an event', () => {
  it('is remembered for 90 days from when it was applied, whatever instant it tells of', async () => {
    const event = anEvent({ messageId: 'old', at: NOW - 500 * DAY_MS });
    await store.applyEvent(aChange({ event }));
    fake.expire((WALL_CLOCK + 89 * DAY_MS) / 1_000);
    expect(await store.applyEvent(aChange({ event, expectedVersion: 1 }))).toBe('duplicate');
    fake.expire((WALL_CLOCK + 90 * DAY_MS) / 1_000);
    expect(await store.applyEvent(aChange({ event, expectedVersion: 1 }))).toBe('committed');
  });

  it('leaves its order for ever', async () => {
    await store.applyEvent(aChange({ event: anOrderEvent() }));
    fake.expire((WALL_CLOCK + 9_000 * DAY_MS) / 1_000);
    expect(await store.applyEvent(aChange({ event: anOrderEvent(), expectedVersion: 1 }))).toBe('duplicate');
    expect((await store.loadPerson(MAYA))?.orders).toEqual([anOrder()]);
  });
});

describe('what an id left', () => {
  it('moves in transactions DynamoDB takes, however much is asked for at once', async () => {
    const orders = Array.from({ length: 130 }, (_, n) =>
      anOrder({ id: `o${n}`, customerId: VISITOR, at: NOW - n }),
    );
    await store.importOrders(
      orders.map((order, n) => ({ line: n + 1, order, idFromContent: false })),
      1,
    );
    const open = Array.from({ length: 20 }, (_, n) => decisionId(`open-${n}`));
    for (const key of ['a', 'b', 'c']) {
      const passage = anEnrolment({ customerId: VISITOR, key, id: enrolmentId(`${VISITOR}/test/${key}/1`) });
      const openDecisions = open.map((id) => ({ id: decisionId(`${id}/${key}`), expiresAt: NOW + DAY_MS }));
      await decide(store, ...openDecisions.map(({ id }) => aDecision({ id, customerId: VISITOR })));
      const younger = { ...passage, openDecisions, enteredAt: NOW };
      const older = anEnrolment({ key, id: enrolmentId(`${MAYA}/test/${key}/1`), enteredAt: NOW - 1 });
      await store.commitStep(
        aStep({
          enrolments: [younger, older].map((enrolment) => ({ enrolment, expectedVersion: 0 })),
        }),
      );
    }
    await merge(130);
    const sum = { orders: 0, ended: 0, steps: 0 };
    for (let isDone = false; !isDone; sum.steps += 1) {
      const moved = await store.moveItems({ id: VISITOR, from: VISITOR }, 500, NOW);
      sum.orders += moved.orders;
      sum.ended += moved.ended;
      isDone = moved.done;
    }
    expect(sum).toEqual({ orders: 130, ended: 3, steps: 6 });
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(130);
    expect((await store.loadDecision(decisionId('open-19/c')))?.outcome).toBe('suppressed');
  });
});

describe('facts', () => {
  it('are forgotten after 30 days where they are events, after 90 where they are not', async () => {
    const fact = (kind: 'event' | 'journey-ended') =>
      ({ customerId: MAYA, at: NOW, kind, journeyId: null, body: {} }) as const;
    await store.commitStep(aStep({ facts: [fact('event'), fact('journey-ended')] }));
    const left = async (days: number) => {
      fake.expire((NOW + days * DAY_MS) / 1_000);
      return (await store.factsOf(MAYA, 9)).map(({ kind }) => kind);
    };
    expect(await left(29)).toHaveLength(2);
    expect(await left(30)).toEqual(['journey-ended']);
    expect(await left(90)).toEqual([]);
  });

  it('look no further back than they are asked to', async () => {
    const name = 'Viewed';
    const facts = Array.from({ length: 20 }, (_, n) => ({
      customerId: MAYA,
      at: NOW - n * DAY_MS,
      kind: 'event' as const,
      journeyId: null,
      body: { name },
    }));
    await store.commitStep(aStep({ facts }));
    const answers: unknown[] = [];
    fake.onCall = ({ command }) => {
      if (command instanceof QueryCommand) answers.push(command.input.ExpressionAttributeValues?.[':from']);
      return null;
    };
    const since = NOW - 2 * DAY_MS;
    expect(await store.recentEvents(MAYA, { names: [name], since, limit: 50 })).toHaveLength(3);
    expect(answers).toEqual([`fact#${String(since).padStart(15, '0')}`]);
  });

  it('of somebody else who has no profile are found under their own id', async () => {
    const other = customerId('nobody-known');
    const fact = { customerId: other, at: NOW, kind: 'journey-ended', journeyId: null, body: {} } as const;
    await store.commitStep(aStep({ facts: [fact] }));
    expect(await store.factsOf(other, 9)).toEqual([fact]);
  });
});
