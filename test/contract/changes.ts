/** Random parts of changes over a small world: three customers, four decisions, two journeys. */
import fc from 'fast-check';
import { type CustomerId, customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import { LANES } from '../../core/message/decision.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../../core/ports.ts';
import { DOSSIER_KINDS, type DossierWrite } from '../../core/dossier.ts';
import { TASK_KINDS, type TaskWrite } from '../../core/task.ts';
import { DAY_MS } from '../../core/time.ts';
import { anEnrolment, anOrder, aTask, NOW } from '../support/builders.ts';

export const PEOPLE: readonly CustomerId[] = ['ann', 'bob', 'cy'].map(customerId);
const DECISIONS = ['d1', 'd2', 'd3', 'd4'].map(decisionId);
export const person = fc.constantFrom(...PEOPLE);
export const decision = fc.constantFrom(...DECISIONS);
export const version = fc.integer({ min: 0, max: 4 });
export const instant = fc.integer({ min: -4, max: 4 }).map((n) => NOW + n * DAY_MS);
export const due = fc.option(instant, { nil: null });
export const claimant = fc.constantFrom('w1', 'w2');
const orderId = fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5');
const amountMinor = fc.constantFrom(100, 250, 0, -50);
const lines = fc.constantFrom(
  [],
  [],
  [{ item: 'mug', quantity: 1, priceMinor: 100 }],
  [{ item: 'tea', quantity: 2, priceMinor: null }],
  [
    { item: 'mug', quantity: 1, priceMinor: null },
    { item: 'tea', quantity: 1, priceMinor: 5 },
  ],
);

export const order = fc
  .record({ id: orderId, customerId: person, at: instant, amountMinor, lines })
  .map(anOrder);

const enrolmentWrite: fc.Arbitrary<EnrolmentWrite> = fc
  .record({
    customerId: person,
    journeyId: fc.constantFrom('j1', 'j2'),
    key: fc.constantFrom('', 'cart'),
    dueAt: due,
    status: fc.constantFrom<Enrolment['status']>('active', 'active', 'ended'),
    nodeId: fc.constantFrom('start', 'wait'),
    expectedVersion: version,
  })
  .map(({ expectedVersion, ...fields }) => ({
    expectedVersion,
    enrolment: anEnrolment({
      ...fields,
      id: enrolmentId(`${fields.customerId}/${fields.journeyId}/${fields.key}`),
      version: expectedVersion + 1,
    }),
  }));

const cancellation: fc.Arbitrary<Cancellation> = fc.record({
  decisionId: decision,
  reason: fc.constantFrom<Cancellation['reason']>('exited', 'expired'),
  at: instant,
});

export const taskWrite: fc.Arbitrary<TaskWrite> = fc
  .record({
    id: fc.constantFrom('t1', 't2', 't3'),
    kind: fc.constantFrom(...TASK_KINDS),
    customerId: fc.option(person, { nil: null }),
    lane: fc.constantFrom(...LANES),
    dueAt: due,
    expectedVersion: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ expectedVersion, ...fields }) => ({
    expectedVersion,
    task: aTask({ ...fields, version: expectedVersion + 1 }),
  }));

const dossierWrite: fc.Arbitrary<DossierWrite> = fc
  .record({
    kind: fc.constantFrom(...DOSSIER_KINDS),
    id: fc.constantFrom('x1', 'x2'),
    customerId: person,
    expectedVersion: fc.integer({ min: 0, max: 2 }),
    body: fc.constantFrom({}, { points: 3 }),
  })
  .map(({ expectedVersion, ...fields }) => ({
    expectedVersion,
    dossier: { ...fields, version: expectedVersion + 1 },
  }));

export const consequences: fc.Arbitrary<Consequences> = fc.record({
  enrolments: fc.uniqueArray(enrolmentWrite, {
    maxLength: 2,
    selector: ({ enrolment }) => enrolment.id,
  }),
  cancellations: fc.array(cancellation, { maxLength: 1 }),
  facts: fc.array(
    fc.record({
      customerId: person,
      at: instant,
      kind: fc.constantFrom('event' as const, 'message-accepted' as const),
      journeyId: fc.constantFrom(null, 'j1'),
      body: fc.constantFrom(
        { n: 1 },
        { name: 'Viewed', properties: { n: 1 } },
        { name: 'Viewed', properties: { n: 2 } },
        { name: 'Added' },
      ),
    }),
    { maxLength: 2 },
  ),
  tasks: fc.uniqueArray(taskWrite, { maxLength: 2, selector: ({ task }) => task.id }),
  dossiers: fc.uniqueArray(dossierWrite, {
    maxLength: 2,
    selector: ({ dossier }) => `${dossier.kind}/${dossier.id}`,
  }),
});
