/** What the indexes name is a moment old: nothing is done on it that is no longer true. */
import { describe, expect, it } from 'vitest';
import { shardOf } from '../../../../core/chance.ts';
import { addressKey, decisionId } from '../../../../core/ids.ts';
import { workOf } from '../../../../core/journey/dueRecord.ts';
import type { Store } from '../../../../core/ports.ts';
import { aContact, aDecision, anEnrolment, MAYA, NOW } from '../../../support/builders.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';
import { aClaim, aSettlement, aStep, decide } from '../../../contract/given.ts';

async function dueIds(store: Store, limit: number): Promise<string[]> {
  const shard = shardOf(MAYA, store.shards);
  const page = await store.duePage({ lane: 'journey', shard, until: NOW, limit });
  return page.map((record) => workOf(record).id);
}

/** Indexes that follow only when told to. */
function behind() {
  const fake = fakeTables({ indexLag: 1_000 });
  return { fake, store: storeOver(fake) };
}

describe('what is due', () => {
  it('passes over what was claimed a moment ago, and fills the page up from behind it', async () => {
    const { fake, store } = behind();
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await decide(store, ...ids.map((id) => aDecision({ id: decisionId(id) })));
    fake.catchUp();
    for (const id of ['a', 'c']) {
      await store.claim(aClaim({ decisionId: decisionId(id), contact: null }));
    }
    expect(await dueIds(store, 2)).toEqual(['b', 'd']);
    expect(await dueIds(store, 9)).toEqual(['b', 'd', 'e']);
    fake.catchUp();
    expect(await dueIds(store, 9)).toEqual(['b', 'd', 'e']);
  });

  it('passes over what waits elsewhere by now', async () => {
    const { fake, store } = behind();
    await store.commitStep(aStep({ enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }] }));
    await decide(store, aDecision());
    fake.catchUp();
    const moved = anEnrolment({ version: 2, dueAt: NOW - 1 });
    await store.commitStep(aStep({ enrolments: [{ enrolment: moved, expectedVersion: 1 }] }));
    await store.claim(aClaim({ contact: null }));
    await store.settle(aSettlement());
    expect(await dueIds(store, 9)).toEqual([]);
    fake.catchUp();
    expect(await dueIds(store, 9)).toEqual([moved.id]);
  });
});

describe('lists', () => {
  it('of suppressed contacts leave out one that came back a moment ago', async () => {
    const { fake, store } = behind();
    const contact = (key: string, isSuppressed: boolean, version: number) =>
      aContact([], {
        key: addressKey(key),
        version,
        suppression: isSuppressed ? { why: 'manual', at: NOW, source: 'test' } : null,
      });
    const put = (key: string, isSuppressed: boolean, version: number) =>
      store.changeContacts({
        contacts: [{ contact: contact(key, isSuppressed, version), expectedVersion: version - 1 }],
        facts: [],
        at: NOW,
      });
    for (const key of ['a', 'b', 'c', 'd']) await put(key, true, 1);
    fake.catchUp();
    for (const key of ['a', 'b']) await put(key, false, 2);
    const listed = await store.suppressedContacts({ after: null, limit: 1 });
    expect(listed.map(({ key }) => String(key))).toEqual(['c']);
    const rest = await store.suppressedContacts({ after: addressKey('c'), limit: 5 });
    expect(rest.map(({ key }) => String(key))).toEqual(['d']);
  });
});
