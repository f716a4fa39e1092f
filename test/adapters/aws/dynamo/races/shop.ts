/**
 * A small shop in which every write of the store has something to change: Maya with a passage, a decision that waits, one that is
 * claimed, a task and a contact; Dee, who is to be forgotten; a browser that became hers and left an order and a passage behind; a budget with a slice.
 */
import { anonymousIdOf } from '../../../../../core/customer/identity.ts';
import { newIdentity } from '../../../../../core/customer/identityItem.ts';
import { seenLink } from '../../../../../core/customer/links.ts';
import type { Fact } from '../../../../../core/fact.ts';
import { customerId, decisionId, enrolmentId } from '../../../../../core/ids.ts';
import { LANES } from '../../../../../core/message/decision.ts';
import type { Store } from '../../../../../core/ports.ts';
import { TASK_KINDS } from '../../../../../core/task.ts';
import { DAY_MS, utcDay } from '../../../../../core/time.ts';
import {
  aContact,
  aDecision,
  aJourney,
  anEnrolment,
  anEvent,
  anOrderEvent,
  aTask,
  granted,
  MAYA,
  NOW,
} from '../../../../support/builders.ts';
import { aChange, aClaim, aRow, aStep, collected } from '../../../../contract/given.ts';

export const VISITOR = anonymousIdOf('browser');
/** To be erased. */
export const DEE = customerId('dee-the-other');
export const KEY = aContact().key;
export const WAITING = aDecision({ id: decisionId('waiting') });
export const CLAIMED = aDecision({ id: decisionId('claimed') });
export const LEASE = {
  slice: 'worker-1',
  budget: 'sms/2026',
  limit: 1_000,
  want: 300,
  until: NOW + DAY_MS,
  now: NOW,
} as const;

export function acceptedFact(id: string): Fact {
  const body = { decision: id, node: 'hello' };
  return { customerId: MAYA, at: NOW, kind: 'message-accepted', journeyId: 'test', body };
}

async function leaveBehind(store: Store): Promise<void> {
  const order = anOrderEvent({ id: 'of-visitor', customerId: VISITOR, at: NOW - DAY_MS });
  await store.applyEvent(aChange({ event: { ...order, messageId: 'v1' } }));
  const passage = anEnrolment({ customerId: VISITOR, key: 'cart', id: enrolmentId('visitor/test/cart/1') });
  await store.commitStep(aStep({ enrolments: [{ enrolment: passage, expectedVersion: 0 }] }));
}

async function knowMaya(store: Store): Promise<void> {
  await store.applyEvent({
    ...aChange({ event: anEvent({ messageId: 'm1' }), person: { members: [VISITOR] } }),
    contacts: [{ contact: aContact(), expectedVersion: 0 }],
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
    ],
    enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
    tasks: [{ task: aTask(), expectedVersion: 0 }],
  });
}

/** The same on every store. */
export async function openShop(store: Store): Promise<void> {
  await leaveBehind(store);
  await knowMaya(store);
  await store.commitStep(
    aStep({
      decisions: [WAITING, CLAIMED],
      facts: [acceptedFact(WAITING.id), acceptedFact(CLAIMED.id)],
    }),
  );
  await store.leaseSlice(LEASE);
  await store.claim(
    aClaim({
      decisionId: CLAIMED.id,
      contact: aContact([granted('offers')], { version: 2 }),
      expectedContactVersion: 1,
      slice: { slice: LEASE.slice, takes: { [LEASE.budget]: 10 } },
    }),
  );
  const lines = [{ item: 'mug', quantity: 1, priceMinor: 100 }];
  await store.importOrders([aRow({ id: 'lines', lines })], await store.beginImport());
  await store.applyEvent(aChange({ event: anEvent({ customerId: DEE, messageId: `of ${DEE}` }) }));
  await store.publishJourney(aJourney(), NOW);
  await store.putValue('settings', '1');
}

/** All there is, as readers see it. Two stores that hold the same say the same. */
export async function everything(store: Store): Promise<unknown> {
  const due = LANES.flatMap((lane) =>
    Array.from({ length: store.shards }, (_, shard) =>
      store.duePage({ lane, shard, until: NOW + 900 * DAY_MS, limit: 50 }),
    ),
  );
  const today = utcDay(NOW);
  const contacts = await store.loadContacts([KEY]);
  const facts = await Promise.all([MAYA, VISITOR, DEE].map((id) => store.factsOf(id, 200)));
  return {
    people: await collected(store.exportPeople()),
    listed: await store.listPeople({ after: null, limit: 9 }),
    identities: [...(await store.loadIdentities([MAYA, VISITOR]))],
    contacts: [...contacts],
    suppressed: await store.suppressedContacts({ after: null, limit: 9 }),
    decisions: (await collected(store.decisions())).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    facts: facts.map((some) => some.map((fact) => JSON.stringify(fact)).sort()),
    accepted: await store.countAccepted(),
    due: await Promise.all(due),
    next: await store.nextDueAt(),
    parked: await store.parked(9),
    tasks: await Promise.all(TASK_KINDS.map((kind) => store.tasks(kind))),
    inJourneys: await store.peopleInJourneys(),
    lifecycles: await store.countLifecycles(),
    budgets: await store.budgets(),
    tallies: await store.tallies({ since: today, until: today }),
    failed: await store.failedWebhooks({ since: null, before: null, limit: 9 }),
    config: [await store.journeys(), await store.templateIds(), await store.model()],
    settings: [await store.lastEvaluation(), await store.getValue('settings')],
    version: await store.configVersion(),
  };
}
