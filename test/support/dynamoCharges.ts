/**
 * What the store's work is charged on DynamoDB, piece by piece, in a world of one person: the events about them, one message from
 * the step that decides it to what its provider tells, and what time alone brings. docs/data-model.md prints the figures.
 */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import { shardOf } from '../../core/chance.ts';
import { customerId } from '../../core/ids.ts';
import { bookOf } from '../../core/journey/book.ts';
import { runStep } from '../../core/journey/runStep.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import { applyFeedback } from '../../core/message/applyFeedback.ts';
import { type Decision, LANES } from '../../core/message/decision.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { runSend } from '../../core/message/send.ts';
import type { DueRecord, Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { aLifecycle, aJourney, anEvent, anOrder, anOrderEvent, MAYA, NOW, published } from './builders.ts';
import { type Charges, DynamoMeter } from './dynamoMeter.ts';
import { fakeTables, storeOver } from './dynamoTables.ts';
import { addressKeyOf, aSendWorld, know } from './sendWorld.ts';

const ROWS = 1_000;
const ROWS_A_CUSTOMER = 5;

function perRow({ calls, written, read, writeUnits, indexUnits, readUnits }: Charges): Charges {
  const of = (count: number) => Number((count / ROWS).toFixed(2));
  return {
    calls: of(calls),
    written: of(written),
    read: of(read),
    writeUnits: of(writeUnits),
    indexUnits: of(indexUnits),
    readUnits: of(readUnits),
  };
}

/** One person who agreed to offers, a journey of one message, and a meter that listens from now on. */
async function aMeteredShop() {
  const fake = fakeTables();
  const store = storeOver(fake);
  const settings = DEFAULT_SETTINGS;
  const model = coldModel(settings);
  const book = bookOf([published(aJourney())]);
  await know(store);
  const deps = aSendWorld({ store }).deps({ dailyQuota: 50_000 });
  const quota = { id: 'provider-day', key: 'provider-day/2026-03-10', limit: 45_000, freeAt: NOW + 1 };
  await deps.purse.take([{ ...quota, unit: 'messages' }], 0, NOW);
  const meter = new DynamoMeter(fake);
  const due = async (): Promise<DueRecord> => {
    const shard = shardOf(MAYA, store.shards);
    const [record] = await store.duePage({ lane: 'journey', shard, until: NOW, limit: 200 });
    if (record === undefined) throw new Error('nothing is due');
    return record;
  };
  const tell = (event: CustomerEvent) =>
    meter.of(() => applyEvent({ store, addressKeyOf, settings, model }, book, event, NOW));
  const step = async (record: DueRecord) => {
    if (record.kind !== 'step') throw new Error('no step is due');
    await runStep({ store, settings, settingsVersion: 1, model }, book, record.enrolment, NOW);
  };
  const told = (decision: Decision, event: Pick<ProviderEvent, 'kind' | 'bounce'>) => {
    const at = NOW + MINUTE_MS;
    const of = { id: `ses-${event.kind}`, channel: 'email', at, providerMessageId: 'provider-1' } as const;
    const whole = { ...of, ...event, decisionId: decision.id, recipient: 'maya@example.org' };
    return meter.of(() => applyFeedback({ store, addressKeyOf, settings }, whole, at));
  };
  const send = (decision: Decision) => meter.of(() => runSend(deps, decision, NOW));
  return { store, meter, due, tell, step, told, send };
}

/** The decision that the journey's step comes to. */
async function decided({ due, step }: Awaited<ReturnType<typeof aMeteredShop>>): Promise<Decision> {
  for (;;) {
    const record = await due();
    if (record.kind === 'send') return record.decision;
    await step(record);
  }
}

async function importedRow(): Promise<Charges> {
  const fake = fakeTables();
  const store = storeOver(fake);
  const rows = Array.from({ length: ROWS }, (_, n) => ({
    line: n + 2,
    order: anOrder({
      id: `order-${n}`,
      customerId: customerId(`customer-${Math.floor(n / ROWS_A_CUSTOMER)}`),
      at: NOW - n * MINUTE_MS,
    }),
    idFromContent: false,
  }));
  return perRow(await new DynamoMeter(fake).of(() => store.importOrders(rows, 1)));
}

/** A worker's wave as on AWS, a minute before anything is due. */
async function idle(store: Store): Promise<void> {
  const { waveDeps, worker } = aSendWorld({ store });
  const before = NOW - MINUTE_MS;
  await drainWave({ ...waveDeps(), clock: () => before, awaitedEveryMs: 1_000 }, worker, before);
}

/** By the name of the row in docs/data-model.md. */
export async function dynamoCharges(): Promise<ReadonlyMap<string, Charges>> {
  const shop = await aMeteredShop();
  const { store, meter, due, tell, step, told, send } = shop;
  const found = new Map<string, Charges>();
  await tell(anEvent({ name: 'Page Viewed' }));
  found.set('an event that nothing follows from', await tell(anEvent({ name: 'Page Viewed' })));
  found.set('an order', await tell(anOrderEvent()));
  found.set('an event that lets into a journey', await tell(anEvent()));
  const record = await due();
  found.set('a look at a lane and shard, one record due', await meter.of(due));
  found.set('a step that decides a message', await meter.of(() => step(record)));
  const decision = await decided(shop);
  found.set('a message: judged, claimed, handed over, recorded', await send(decision));
  found.set('told that it was delivered', await told(decision, { kind: 'delivered' }));
  found.set('told that it was opened', await told(decision, { kind: 'opened' }));
  found.set('told that it bounced for good', await told(decision, { kind: 'bounced', bounce: 'hard' }));
  const version = (await store.loadProfile(MAYA))?.version ?? 0;
  const night = { customerId: MAYA, expectedVersion: version, lifecycle: aLifecycle({ stage: 'decline' }) };
  const nothing = { enrolments: [], cancellations: [], facts: [] };
  found.set(
    'a profile the night changes',
    await meter.of(() => store.commitLifecycles([{ ...night, ...nothing }])),
  );
  found.set(
    'a look at the plan of a wave, nothing due',
    await meter.of(() => store.countDue({ lanes: LANES, until: NOW - MINUTE_MS, most: 32_000 })),
  );
  found.set('a worker that finds nothing due in 16 shards', await meter.of(() => idle(store)));
  found.set('the earliest due time', await meter.of(() => store.nextDueAt()));
  found.set(`an imported order, of ${ROWS} with ${ROWS_A_CUSTOMER} a customer`, await importedRow());
  return found;
}
