/**
 * Random operations over a small world: three customers, four decisions, two journeys, one address each. Versions are
 * drawn from what is likely, so that about half of the conditional writes are stale.
 */
import fc from 'fast-check';
import type { CustomerEvent } from '../../core/customer/event.ts';
import { addressKey, type CustomerId } from '../../core/ids.ts';
import { newContact } from '../../core/message/contact.ts';
import { LANES } from '../../core/message/decision.ts';
import type { DueRecord, Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { aDecision, aLifecycle, anEvent, aPerson, granted, NOW } from '../support/builders.ts';
import { NOTHING, ofItsContent } from './given.ts';
import {
  PEOPLE,
  claimant,
  consequences,
  decision,
  due,
  instant,
  order,
  person,
  taskWrite,
  version,
} from './changes.ts';

export { PEOPLE };

export interface Operation {
  readonly name: string;
  readonly run: (store: Store) => Promise<unknown>;
}

const event: fc.Arbitrary<CustomerEvent> = fc
  .record({ messageId: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6'), order, isOrder: fc.boolean() })
  .map(({ messageId, order: bought, isOrder }) => {
    const head = { source: 'test', messageId, customerId: bought.customerId, at: bought.at };
    return isOrder ? { ...head, kind: 'order', order: bought } : anEvent(head);
  });

function contactOf(id: CustomerId, contactVersion: number) {
  return { ...newContact(addressKey(`email:${id}`)), version: contactVersion };
}

const applyEvent = fc
  .record({
    event,
    expectedVersion: version,
    contactVersion: fc.option(version, { nil: null }),
    consequences,
  })
  .map(({ event: applied, expectedVersion, contactVersion, consequences: what }): Operation => {
    const contact = contactVersion === null ? [] : [contactOf(applied.customerId, contactVersion + 1)];
    const change = {
      ...what,
      event: applied,
      person: aPerson({ id: applied.customerId, version: expectedVersion + 1, knownSince: NOW - DAY_MS }),
      expectedVersion,
      contacts: contact.map((one) => ({ contact: one, expectedVersion: one.version - 1 })),
    };
    return {
      name: `apply ${applied.messageId} to ${applied.customerId}`,
      run: (store) => store.applyEvent(change),
    };
  });

const commitStep = fc
  .record({
    consequences,
    decisions: fc.array(
      fc
        .record({
          id: decision,
          customerId: person,
          dueAt: instant,
          priority: fc.constantFrom(0, 50),
          lane: fc.constantFrom(...LANES),
          url: fc.constantFrom(null, 'https://shop.example/hooks'),
        })
        .map(aDecision),
      { maxLength: 2 },
    ),
  })
  .map(
    ({ consequences: what, decisions }): Operation => ({
      name: `step with ${decisions.length} decisions`,
      run: (store) => store.commitStep({ ...what, decisions }),
    }),
  );

const claim = fc
  .record({
    decisionId: decision,
    claimant,
    at: instant,
    person,
    contactVersion: fc.option(version, { nil: null }),
  })
  .map(
    ({ person: of, contactVersion, ...fields }): Operation => ({
      name: `claim ${fields.decisionId}${contactVersion === null ? ' without a contact' : ''}`,
      run: (store) =>
        store.claim({
          ...fields,
          templateVersion: contactVersion === null ? null : 1,
          evidence: { by: 'test' },
          contact: contactVersion === null ? null : contactOf(of, contactVersion + 1),
          expectedContactVersion: contactVersion ?? 0,
          slice: null,
          costMicroUsd: 100,
          tallyGroup: 'default/gmail',
        }),
    }),
  );

const settle = fc
  .record({
    decisionId: decision,
    claimant: fc.option(claimant, { nil: null }),
    outcome: fc.constantFrom('sent' as const, 'suppressed' as const, 'unknown' as const, 'failed' as const),
    at: instant,
    consequences,
  })
  .map(
    ({ consequences: what, ...fields }): Operation => ({
      name: `settle ${fields.decisionId} ${fields.outcome}`,
      run: (store) =>
        store.settle({ ...what, ...fields, reason: null, evidence: null, providerMessageId: 'p' }),
    }),
  );

const release = fc
  .record({ decisionId: decision, claimant: fc.option(claimant, { nil: null }), dueAt: instant })
  .map(
    (fields): Operation => ({
      name: `release ${fields.decisionId}`,
      run: (store) => store.release({ ...fields, evidence: null }),
    }),
  );

const defer = fc
  .record({
    lane: fc.constantFrom(...LANES),
    shard: fc.integer({ min: 0, max: 2 }),
    stale: fc.boolean(),
    dueAt: due,
  })
  .map(
    ({ lane, shard, stale, dueAt }): Operation => ({
      name: `defer the first of ${lane} ${shard}`,
      run: async (store) => {
        const [record] = await store.duePage({ lane, shard, until: NOW, limit: 1 });
        if (record === undefined) return null;
        return store.defer(stale ? withAttempts(record, 9) : record, { dueAt, attempts: 1, error: 'failed' });
      },
    }),
  );

function withAttempts(record: DueRecord, attempts: number): DueRecord {
  switch (record.kind) {
    case 'step':
      return { kind: 'step', enrolment: { ...record.enrolment, attempts } };
    case 'send':
      return { kind: 'send', decision: { ...record.decision, attempts } };
    case 'task':
      return { kind: 'task', task: { ...record.task, attempts } };
  }
}

const putTask = taskWrite.map(
  (write): Operation => ({
    name: `put ${write.task.id} over ${write.expectedVersion}`,
    run: (store) => store.putTask(write),
  }),
);

const removeTask = taskWrite.map(
  ({ task: { id }, expectedVersion }): Operation => ({
    name: `remove ${id} at ${expectedVersion}`,
    run: (store) => store.removeTask(id, expectedVersion),
  }),
);

const importOrders = fc
  .record({
    rows: fc.array(fc.record({ order, idFromContent: fc.boolean() }).map(ofItsContent), { maxLength: 6 }),
    importId: fc.integer({ min: 1, max: 3 }),
  })
  .map(
    ({ rows, importId }): Operation => ({
      name: `import ${rows.length} rows as ${importId}`,
      run: (store) =>
        store.importOrders(
          rows.map((row, index) => ({ ...row, line: index + 1 })),
          importId,
        ),
    }),
  );

const importPeople = fc.record({ id: person, knownSince: instant, at: instant }).map(
  ({ id, knownSince, at }): Operation => ({
    name: `import ${id}`,
    run: (store) =>
      store.importPeople([
        {
          person: aPerson({ id, knownSince, version: 0, name: `since ${knownSince}` }),
          consents: [{ contactKey: addressKey(`email:${id}`), change: granted('offers', { at }) }],
        },
      ]),
  }),
);

/** Of different people, of whom one has consequences: in which order the others come is the store's. */
const commitLifecycles = fc
  .uniqueArray(
    fc.record({
      customerId: person,
      expectedVersion: version,
      nextChangeAt: due,
      stage: fc.constantFrom('decline' as const, 'stability' as const),
      consequences,
    }),
    { maxLength: 3, selector: (write) => write.customerId },
  )
  .map(
    (writes): Operation => ({
      name: `evaluate ${writes.length}`,
      run: (store) =>
        store.commitLifecycles(
          writes.map(({ consequences: what, nextChangeAt, stage, ...write }, n) => ({
            ...(n === 0 ? what : NOTHING),
            ...write,
            lifecycle: aLifecycle({ nextChangeAt, stage }),
          })),
        ),
    }),
  );

const look = fc.record({ id: person, decisionId: decision, until: instant }).map(
  ({ id, decisionId: one, until }): Operation => ({
    name: `look at ${id} and ${one}`,
    run: async (store) => [
      await store.loadPerson(id),
      await store.loadDecision(one),
      await store.loadContacts(PEOPLE.map((of) => addressKey(`email:${of}`))),
      await store.countDue({ lanes: LANES, until, most: 4 }),
      [await store.nextDueAt(), await store.loadTask('t1')],
      await store.recentEvents(id, { names: ['Viewed'], since: until, limit: 2 }),
    ],
  }),
);

export const operations: fc.Arbitrary<Operation> = fc.oneof(
  applyEvent,
  commitStep,
  claim,
  settle,
  release,
  defer,
  importOrders,
  importPeople,
  commitLifecycles,
  putTask,
  removeTask,
  look,
);
