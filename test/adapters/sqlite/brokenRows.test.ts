import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../../core/ports.ts';
import { aChange, aLifecycleWrite, aStep, collected } from '../../contract/given.ts';
import { aContact, aDecision, anEnrolment, aTask, MAYA, NOW } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();

/** A store with one record of each kind, of which `sql` has spoilt one. */
async function spoilt(sql: string): Promise<Store> {
  const file = folder.fresh();
  const store = openSqliteStore({ file });
  await store.applyEvent(
    aChange({
      contacts: [{ contact: aContact(), expectedVersion: 0 }],
      enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
      facts: [{ customerId: MAYA, at: NOW, kind: 'event', journeyId: null, body: {} }],
    }),
  );
  await store.commitLifecycles([aLifecycleWrite()]);
  await store.commitStep(aStep({ decisions: [aDecision()], tasks: [{ task: aTask(), expectedVersion: 0 }] }));
  await store.close();
  const other = new DatabaseSync(file);
  other.exec(sql);
  other.close();
  return openSqliteStore({ file });
}

const scan = (store: Store) => collected(store.scanHistories({ segment: 0, before: NOW }));

describe('a row that something else has changed', () => {
  it.each<[string, string, (store: Store) => Promise<unknown>]>([
    [
      'an outcome that is none',
      "UPDATE decisions SET outcome = 'maybe'",
      (store) => store.loadDecision(aDecision().id),
    ],
    ['evidence that is a list', "UPDATE decisions SET evidence = '[1]'", (store) => store.decisionsOf(MAYA)],
    [
      'a passage with arms that are numbers',
      `UPDATE enrolments SET arms = '{"n":1}'`,
      (store) => store.loadPerson(MAYA),
    ],
    [
      'open decisions without an id',
      `UPDATE enrolments SET open_decisions = '[{}]'`,
      (store) => store.loadPerson(MAYA),
    ],
    ['a lifecycle without a stage', `UPDATE lifecycles SET body = '{}'`, scan],
    ['a grade that is none', `UPDATE lifecycles SET grade = 'Z'`, (store) => store.countLifecycles()],
    ['traits that are a number', `UPDATE people SET traits = '7'`, (store) => store.loadProfile(MAYA)],
    [
      'a contact without consents',
      `UPDATE contacts SET body = '{}'`,
      (store) => store.loadContacts([aContact().key]),
    ],
    ['a task of no kind', `UPDATE tasks SET kind = 'gossip'`, (store) => store.loadTask(aTask().id)],
    ['a task whose body is a list', `UPDATE tasks SET body = '["Maya"]'`, (store) => store.tasks('merge')],
    ['a fact of no kind', `UPDATE facts SET kind = 'gossip'`, (store) => store.factsOf(MAYA, 5)],
  ])('is refused, and its content not told: %s', async (_what, sql, read) => {
    const store = await spoilt(sql);
    await expect(read(store)).rejects.toMatchObject({ code: 'store-row-broken' });
    await expect(read(store)).rejects.not.toThrow(/maybe|gossip|Maya/);
    await store.close();
  });
});
