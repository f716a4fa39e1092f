/// <reference types="aws-sdk-client-mock-vitest/extend" />
/** The transactions of the send path and the questions of the wave, word for word as they leave. */
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { allCustomMatcher } from 'aws-sdk-client-mock-vitest';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../../adapters/aws/dynamo/keys.ts';
import { shardOf } from '../../../../core/chance.ts';
import { CLAIM_TIMEOUT_MS, UNTOUCHED } from '../../../../core/message/decision.ts';
import { DAY_MS, utcDay } from '../../../../core/time.ts';
import { aContact, aDecision, MAYA, NOW } from '../../../support/builders.ts';
import { aClaim, aSettlement, NOTHING } from '../../../contract/given.ts';
import { mockedStore } from './mockedStore.ts';

expect.extend(allCustomMatcher);

const ID = aDecision().id;
const KEY = aContact().key;
const { url: _url, event: _event, given: _given, heldOut: _heldOut, ...shown } = aDecision();
/** A decision without what says nothing. */
const BODY = Object.fromEntries(Object.entries(shown).filter(([name]) => !(name in UNTOUCHED)));
const AS_READ = {
  ConditionExpression: '#rev = :rev',
  ExpressionAttributeNames: { '#rev': 'rev' },
  ExpressionAttributeValues: { ':rev': 3 },
};
const NOT_THERE = {
  ConditionExpression: 'attribute_not_exists(#pk)',
  ExpressionAttributeNames: { '#pk': 'pk' },
};
const LISTED = { listPk: 'of#maya', listSk: `${String(NOW).padStart(15, '0')}#${ID}` };
const SHARD = shardOf(MAYA, 16);

const decision = { key: keyOf.decision(ID), body: BODY };
const slice = { key: keyOf.slice('w1'), body: { left: { 'b/2026': 150 }, until: NOW + DAY_MS } };
const claimed = {
  ...BODY,
  outcome: 'claimed',
  claimant: 'worker-1',
  claimedAt: NOW,
  templateVersion: 4,
  evidence: { gates: ['consent'] },
  tries: 1,
  costMicroUsd: 100,
  tallyGroup: 'default/gmail',
  dueAt: NOW + CLAIM_TIMEOUT_MS,
};

describe('a claim', () => {
  const wanted = aClaim({
    contact: aContact(),
    expectedContactVersion: 0,
    slice: { slice: 'w1', takes: { 'b/2026': 100 } },
  });

  it('reads and writes the decision, the contact and the slice, and nothing else', async () => {
    const { store, mock, written } = mockedStore([decision, slice]);
    expect(await store.claim(wanted)).toBe('claimed');
    const reads = mock.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems);
    expect(reads).toEqual([
      {
        facts: { Keys: [{ pk: `d#${ID}`, sk: 'decision' }], ConsistentRead: true },
        people: { Keys: [{ pk: `a#${KEY}`, sk: 'contact' }], ConsistentRead: true },
        work: { Keys: [{ pk: 'slice#w1', sk: 'slice' }], ConsistentRead: true },
      },
    ]);
    expect(mock).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
    expect(mock.calls()).toHaveLength(2);
    expect(written()).toEqual([
      {
        Put: {
          TableName: 'work',
          Item: {
            pk: 'slice#w1',
            sk: 'slice',
            rev: 4,
            kind: 'slice',
            body: { left: { 'b/2026': 50 }, until: NOW + DAY_MS },
            expiresAt: (NOW + 63 * DAY_MS) / 1_000,
          },
          ...AS_READ,
        },
      },
      {
        Put: {
          TableName: 'people',
          Item: {
            pk: `a#${KEY}`,
            sk: 'contact',
            rev: 1,
            kind: 'contact',
            body: { key: KEY, version: 1, consents: aContact().consents },
          },
          ...NOT_THERE,
        },
      },
      {
        Put: {
          TableName: 'facts',
          Item: {
            pk: `d#${ID}`,
            sk: 'decision',
            rev: 4,
            kind: 'decision',
            body: claimed,
            duePk: `upkeep#${SHARD}`,
            dueSk: `${String(NOW + CLAIM_TIMEOUT_MS).padStart(15, '0')}#000000000999950#${ID}`,
            ...LISTED,
          },
          ...AS_READ,
        },
      },
    ]);
  });

  it('of a webhook without a budget is one plain conditional write', async () => {
    const { store, mock } = mockedStore([decision]);
    expect(await store.claim(aClaim({ contact: null }))).toBe('claimed');
    expect(mock.calls().map(({ args }) => args[0].constructor.name)).toEqual(['GetCommand', 'PutCommand']);
  });

  it('that is refused sends nothing', async () => {
    const { store, mock } = mockedStore([decision]);
    expect(await store.claim(wanted)).toBe('no-budget');
    expect(mock).not.toHaveReceivedCommand(TransactWriteCommand);
  });
});

describe('a settlement', () => {
  it('writes the decision, the pointer from the provider’s id, its tally and its fact', async () => {
    const { store, written } = mockedStore([{ key: decision.key, body: claimed }]);
    const fact = {
      customerId: MAYA,
      at: NOW + 5_000,
      kind: 'message-settled' as const,
      journeyId: 'test',
      body: { decision: ID, outcome: 'sent' },
    };
    expect(await store.settle(aSettlement({ facts: [fact] }))).toBe('committed');
    const expiresAt = (aDecision().expiresAt + 90 * DAY_MS) / 1_000;
    const { dueAt: _dueAt, ...open } = claimed;
    const sent = { outcome: 'sent', settledAt: NOW + 5_000, providerMessageId: 'provider-1' };
    expect(written()).toEqual([
      {
        Put: {
          TableName: 'facts',
          Item: {
            pk: `d#${ID}`,
            sk: 'decision',
            rev: 4,
            kind: 'decision',
            body: { ...open, ...sent },
            ...LISTED,
            expiresAt,
          },
          ...AS_READ,
        },
      },
      {
        Put: {
          TableName: 'facts',
          Item: { pk: 's#provider-1', sk: 'sent', rev: 1, kind: 'sent-as', body: { id: ID }, expiresAt },
          ...NOT_THERE,
        },
      },
      {
        Update: {
          TableName: 'work',
          Key: { pk: `tally#${utcDay(NOW)}#0`, sk: 'default/gmail#sent#8' },
          UpdateExpression: 'ADD #n0 :n0',
          ExpressionAttributeNames: { '#n0': 'count' },
          ExpressionAttributeValues: { ':n0': 1 },
        },
      },
      {
        Put: {
          TableName: 'facts',
          Item: {
            pk: 'c#maya',
            sk: expect.stringMatching(
              new RegExp(
                `^fact#${String(NOW + 5_000).padStart(15, '0')}#${String(NOW).padStart(15, '0')}\\.000000\\.[0-9a-f]{8}$`,
              ),
            ),
            rev: 1,
            kind: 'fact',
            body: fact,
            expiresAt: (NOW + 5_000 + 90 * DAY_MS) / 1_000,
          },
          ...NOT_THERE,
        },
      },
    ]);
  });
});

describe('an event of a provider', () => {
  it('writes its marker, the decision and one tally for each thing told first', async () => {
    const { store, written } = mockedStore([
      { key: decision.key, body: { ...claimed, outcome: 'sent', dueAt: null } },
    ]);
    const feedback = { deliveredAt: NOW, openedAt: NOW };
    const told = { eventId: 'e1', decisionId: ID, feedback, ifOpen: null, at: NOW, contacts: [], facts: [] };
    expect(await store.recordFeedback(told)).toBe('committed');
    const places = written().map((one) => {
      if ('Put' in one) return one.Put.Item;
      return one.Update?.Key;
    });
    expect(places).toMatchObject([
      { pk: 'e#provider#e1', sk: 'seen', rev: 1, expiresAt: (NOW + 90 * DAY_MS) / 1_000 },
      { pk: `d#${ID}`, rev: 4, body: { feedback } },
      { pk: `tally#${utcDay(NOW)}#0`, sk: 'default/gmail#delivered#8' },
      { pk: `tally#${utcDay(NOW)}#0`, sk: 'default/gmail#opened#8' },
    ]);
  });
});

describe('what is due', () => {
  const due = (table: string, lane: string) => ({
    TableName: table,
    IndexName: 'due',
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#pk': 'duePk', '#sk': 'dueSk' },
    ExpressionAttributeValues: {
      ':pk': lane,
      ':from': '\u0000',
      ':to': `${String(NOW).padStart(15, '0')}#~`,
    },
  });

  it('is asked of the three tables in which the lane of journeys waits', async () => {
    const { store, queries } = mockedStore();
    expect(await store.duePage({ lane: 'journey', shard: 5, until: NOW, limit: 7 })).toEqual([]);
    expect(queries()).toEqual(
      ['people', 'facts', 'work'].map((table) => ({
        ...due(table, 'journey#5'),
        ScanIndexForward: true,
        Limit: 7,
      })),
    );
  });

  it('is asked of two tables in any other lane', async () => {
    const { store, queries } = mockedStore();
    await store.duePage({ lane: 'bulk', shard: 0, until: NOW, limit: 7 });
    expect(queries().map(({ TableName }) => TableName)).toEqual(['facts', 'work']);
  });

  it('is counted without being read, no further than asked', async () => {
    const { store, queries } = mockedStore();
    expect(await store.countDue({ lanes: ['bulk'], until: NOW, most: 40 })).toBe(0);
    expect(queries()).toHaveLength(32);
    expect(queries()[0]).toEqual({ ...due('facts', 'bulk#0'), Select: 'COUNT', Limit: 40 });
  });
});

describe('a step', () => {
  it('that puts a decision writes it once with the fact that accepts it, both to be forgotten together', async () => {
    const { store, written } = mockedStore();
    const fact = {
      customerId: MAYA,
      at: NOW,
      kind: 'message-accepted' as const,
      journeyId: 'test',
      body: { decision: ID },
    };
    expect(await store.commitStep({ ...NOTHING, decisions: [aDecision()], facts: [fact] })).toBe('committed');
    const expiresAt = (aDecision().expiresAt + 90 * DAY_MS) / 1_000;
    expect(written()).toMatchObject([
      { Put: { Item: { pk: `d#${ID}`, duePk: `journey#${SHARD}`, ...LISTED }, ...NOT_THERE } },
      { Put: { Item: { pk: 'c#maya', kind: 'fact', expiresAt }, ...NOT_THERE } },
    ]);
    expect(written()[0]).not.toHaveProperty('Put.Item.expiresAt');
  });
});
