/** Every write of the store, once each over the small shop, in the order of core/ports.ts. */
import { coldModel } from '../../../../../core/lifecycle/coldModel.ts';
import type { PublishedTemplate } from '../../../../../core/message/template.ts';
import { customerId, decisionId } from '../../../../../core/ids.ts';
import type { Store } from '../../../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../../../core/settings/settings.ts';
import { DAY_MS } from '../../../../../core/time.ts';
import {
  aContact,
  aDecision,
  aJourney,
  anEnrolment,
  anOrderEvent,
  aPerson,
  aTask,
  denied,
  granted,
  MAYA,
  NOW,
} from '../../../../support/builders.ts';
import { aTemplate } from '../../../../support/journeyWorld.ts';
import { aChange, aClaim, aLifecycleWrite, aRow, aSettlement, aStep } from '../../../../contract/given.ts';
import { acceptedFact, CLAIMED, DEE, KEY, LEASE, VISITOR, WAITING } from './shop.ts';

export interface Write {
  readonly operation: keyof Store;
  /** Where an operation is there in several ways. */
  readonly how?: string;
  readonly run: (store: Store) => Promise<unknown>;
}

const LATER = NOW + 60_000;
/** As it is in the shop: claimed once already. */
const CONTACT_VERSION = 2;
const PERSON_VERSION = 2;

function aContactWrite(version = CONTACT_VERSION) {
  return { contact: aContact([denied('offers')], { version: version + 1 }), expectedVersion: version };
}

function nextTask(body = 1) {
  return { task: aTask({ version: 2, body: { moved: body } }), expectedVersion: 1 };
}

function nextPassage(nodeId: string) {
  return { enrolment: anEnrolment({ version: 2, nodeId }), expectedVersion: 1 };
}

function fact(n: number) {
  return { customerId: MAYA, at: NOW + n, kind: 'journey-ended', journeyId: 'test', body: { n } } as const;
}

function cancel() {
  return { decisionId: WAITING.id, reason: 'exited', at: LATER } as const;
}

const variant = { subject: 'Hi', preheader: '', html: '<p>Hi</p>', text: 'Hi' };
const COMPILED: PublishedTemplate['compiled'] = { en: variant, 'zh-CN': variant };
const RUN = {
  at: NOW,
  modelVersion: 2,
  current: true,
  summary: {
    customers: 3,
    stages: { identification: 1, development: 1, stability: 0, decline: 1 },
    grades: { A: 1, B: 1, C: 1 },
  },
};
const STRANGER = customerId('stranger');
const TRACES = {
  ids: [DEE],
  keys: [KEY],
  addresses: [{ channel: 'email', address: 'dee@example.org' }],
} as const;

async function deferred(store: Store, dueAt: number | null): Promise<unknown> {
  const record = { kind: 'step', enrolment: anEnrolment() } as const;
  return store.defer(record, { dueAt, attempts: 1, error: 'failed' });
}

export const WRITES: readonly Write[] = [
  {
    operation: 'applyEvent',
    run: (store) =>
      store.applyEvent({
        ...aChange({
          event: { ...anOrderEvent({ id: 'order-7' }), messageId: 'm7' },
          expectedVersion: PERSON_VERSION,
          person: { members: [VISITOR] },
        }),
        contacts: [aContactWrite()],
        enrolments: [nextPassage('after-event')],
        cancellations: [cancel()],
        facts: [fact(1), fact(2)],
        tasks: [nextTask()],
      }),
  },
  {
    operation: 'applyEvent',
    how: 'that makes somebody known',
    run: (store) =>
      store.applyEvent(aChange({ event: { ...anOrderEvent({ customerId: STRANGER }), messageId: 'm8' } })),
  },
  { operation: 'moveItems', run: (store) => store.moveItems({ id: VISITOR, from: VISITOR }, 9, LATER) },
  {
    operation: 'commitStep',
    run: (store) =>
      store.commitStep(
        aStep({
          enrolments: [nextPassage('after-step')],
          decisions: [aDecision({ id: decisionId('new') }), WAITING],
          facts: [acceptedFact('new')],
          tasks: [{ task: aTask({ id: 'other', version: 1 }), expectedVersion: 0 }],
        }),
      ),
  },
  { operation: 'putTask', run: (store) => store.putTask(nextTask(2)) },
  { operation: 'removeTask', run: (store) => store.removeTask(aTask().id, 1) },
  { operation: 'defer', run: (store) => deferred(store, LATER) },
  { operation: 'defer', how: 'that parks', run: (store) => deferred(store, null) },
  {
    operation: 'putDecisions',
    run: (store) =>
      store.putDecisions([
        { decision: aDecision({ id: decisionId('direct') }), fact: acceptedFact('direct') },
      ]),
  },
  {
    operation: 'claim',
    run: (store) =>
      store.claim(
        aClaim({
          decisionId: WAITING.id,
          claimant: 'worker-2',
          contact: aContact([granted('offers')], { version: CONTACT_VERSION + 1 }),
          expectedContactVersion: CONTACT_VERSION,
          slice: { slice: LEASE.slice, takes: { [LEASE.budget]: 7 } },
        }),
      ),
  },
  {
    operation: 'settle',
    run: (store) =>
      store.settle(
        aSettlement({
          decisionId: CLAIMED.id,
          enrolments: [nextPassage('after-settle')],
          cancellations: [cancel()],
          facts: [fact(3)],
        }),
      ),
  },
  {
    operation: 'release',
    run: (store) =>
      store.release({
        decisionId: CLAIMED.id,
        claimant: 'worker-1',
        dueAt: LATER,
        evidence: null,
        slice: { slice: LEASE.slice, takes: { [LEASE.budget]: 10 } },
      }),
  },
  {
    operation: 'recordFeedback',
    run: (store) =>
      store.recordFeedback({
        eventId: 'told-1',
        decisionId: CLAIMED.id,
        feedback: { deliveredAt: LATER },
        ifOpen: { outcome: 'sent', reason: null, providerMessageId: 'told', fact: fact(4) },
        at: LATER,
        contacts: [aContactWrite()],
        facts: [fact(5)],
      }),
  },
  {
    operation: 'changeContacts',
    run: (store) =>
      store.changeContacts({ contacts: [aContactWrite()], facts: [fact(6)], eventId: 'stop', at: LATER }),
  },
  { operation: 'leaseSlice', run: (store) => store.leaseSlice({ ...LEASE, want: 500 }) },
  {
    operation: 'leaseSlice',
    how: 'that takes back what ran out',
    run: (store) => store.leaseSlice({ ...LEASE, slice: 'worker-3', want: 900, now: NOW + 2 * DAY_MS }),
  },
  { operation: 'returnSlice', run: (store) => store.returnSlice(LEASE.slice) },
  {
    operation: 'commitLifecycles',
    run: (store) =>
      store.commitLifecycles([aLifecycleWrite({ expectedVersion: PERSON_VERSION, facts: [fact(7)] })]),
  },
  {
    operation: 'commitStandings',
    run: (store) =>
      store.commitStandings([
        {
          customerId: MAYA,
          expectedVersion: PERSON_VERSION,
          enrolments: [],
          cancellations: [],
          facts: [fact(8)],
          dossiers: [
            {
              dossier: { kind: 'standing', id: MAYA, customerId: MAYA, version: 1, body: { looked: 1 } },
              expectedVersion: 0,
            },
          ],
        },
      ]),
  },
  {
    operation: 'importOrders',
    run: (store) => store.importOrders([aRow({ id: 'imported', at: NOW - 9 * DAY_MS })], 2),
  },
  {
    operation: 'importOrders',
    how: 'named by their content',
    run: (store) => store.importOrders([aRow({ id: 'content' }, true)], 2),
  },
  {
    operation: 'importOrders',
    how: 'in lines',
    run: (store) =>
      store.importOrders([aRow({ id: 'lines', lines: [{ item: 'tea', quantity: 1, priceMinor: 5 }] })], 2),
  },
  {
    operation: 'importPeople',
    run: (store) =>
      store.importPeople([
        {
          person: aPerson({ name: 'Imported', fieldTimes: { name: NOW + 1 } }),
          consents: [{ contactKey: KEY, change: granted('news', { at: NOW }) }],
          addresses: [{ contactKey: KEY, at: NOW }],
        },
      ]),
  },
  { operation: 'beginImport', run: (store) => store.beginImport() },
  { operation: 'publishJourney', run: (store) => store.publishJourney(aJourney({ priority: 20 }), LATER) },
  {
    operation: 'publishTemplate',
    run: (store) => store.publishTemplate(aTemplate('hello'), COMPILED, LATER),
  },
  { operation: 'saveModel', run: (store) => store.saveModel(coldModel(DEFAULT_SETTINGS)) },
  { operation: 'saveEvaluation', run: (store) => store.saveEvaluation(RUN) },
  { operation: 'putValue', run: (store) => store.putValue('settings', '2') },
  { operation: 'replaceValue', run: (store) => store.replaceValue('settings', '1', '3') },
  { operation: 'barContacts', run: (store) => store.barContacts([KEY], [MAYA], LATER) },
  {
    operation: 'eraseRows',
    run: (store) => store.eraseRows({ ids: [VISITOR], staleBefore: LATER, limit: 50 }),
  },
  {
    operation: 'eraseProfile',
    run: (store) =>
      store.eraseProfile({
        traces: TRACES,
        task: (erased) => ({ task: aTask({ version: 2, body: { erased } }), expectedVersion: 1 }),
      }),
  },
];

export function nameOf({ operation, how }: Write): string {
  return how === undefined ? operation : `${operation} ${how}`;
}
