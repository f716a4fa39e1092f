/**
 * R14: one bad record never takes its batch along. In batches of events, in waves and among what providers tell, one record of
 * several cannot be handled, in each place in turn: the others are, in that same call; the bad one is reported, comes back, goes
 * to the dead letters or is parked after its fifth failure, and is handled once what was wrong with it is mended.
 */
import { rmSync } from 'node:fs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { customerId } from '../../../core/ids.ts';
import { LANES } from '../../../core/message/decision.ts';
import type { Store } from '../../../core/ports.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { aContainer, type ContainerWorld } from '../../support/aContainer.ts';
import { aPerson, granted, NOW } from '../../support/builders.ts';
import { knowTemplates } from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { touchedBy } from '../audit/touched.ts';
import type { RowOptions, RowResult } from '../run/row.ts';
import { SMALL_JOURNEYS, SMALL_TEMPLATES } from '../world/journeys.ts';
import { aContext, aQueueEvent, aTimedContext } from '../world/invocation.ts';
import { Queue } from '../world/queue.ts';
import { storeFile } from '../world/storeFile.ts';

const BATCH = 10;
const QUICK_PLACES = [0, 4, 9];

interface Poison {
  customer: string | null;
}

/** A store of which every operation about one customer fails, as long as it is poisoned. */
function poisoned(store: Store, poison: Poison): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        const about = [...touchedBy(args).customers, ...args.filter((arg) => typeof arg === 'string')];
        const isBad = about.some((id) => id === poison.customer) && name !== 'defer';
        if (isBad) return Promise.reject(new Error('this record cannot be read'));
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

interface Shop extends ContainerWorld {
  readonly poison: Poison;
  readonly raw: Store;
}

async function aShop(raw: Store): Promise<Shop> {
  const poison: Poison = { customer: null };
  const world = aContainer({ store: poisoned(raw, poison) });
  for (let n = 0; n < BATCH; n += 1)
    await know(raw, aPerson({ id: customerId(`p${n}`), zone: null }), [granted('newsletter')]);
  await knowTemplates(raw, SMALL_TEMPLATES);
  for (const journey of SMALL_JOURNEYS) await raw.publishJourney(journey, NOW - MINUTE_MS);
  return { ...world, poison, raw };
}

class Tally {
  batches = 0;
  collateral = 0;
  notKept = 0;
  notRedriven = 0;
  readonly told: string[] = [];

  check(holds: boolean, kind: 'collateral' | 'notKept' | 'notRedriven', what: string): void {
    if (holds) return;
    this[kind] += 1;
    this.told.push(`${kind}: ${what}`);
  }
}

const signUp = (id: string) => ({
  kind: 'tracked',
  source: 'world',
  messageId: `sign-up-${id}`,
  customerId: id,
  at: NOW,
  name: 'Signed Up',
  properties: {},
});

/** Who has a fact of this kind. */
async function whoHas(store: Store, kind: string): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < BATCH; n += 1) {
    const facts = await store.factsOf(customerId(`p${n}`), 100);
    if (facts.some((fact) => fact.kind === kind)) found.push(n);
  }
  return found;
}

const others = (bad: number) => Array.from({ length: BATCH }, (_, n) => n).filter((n) => n !== bad);
const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();

type Consumer = (event: SQSEvent, context: ReturnType<typeof aContext>) => Promise<SQSBatchResponse>;

/** Hands a queue to its consumer until nothing is handed out any more; who failed first. */
async function consumed(queue: Queue, consumer: Consumer, clock: { now: number }): Promise<string[]> {
  let first: string[] | null = null;
  for (;;) {
    const next = queue.nextVisible();
    if (next === null) return first ?? [];
    clock.now = Math.max(clock.now, next);
    const batch = queue.receive(clock.now);
    queue.bury();
    if (batch.length === 0) return first ?? [];
    const { batchItemFailures } = await consumer(aQueueEvent(batch), aContext());
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    first ??= batch.filter(({ messageId }) => failed.has(messageId)).map(({ body }) => body);
    queue.finish(batch, failed);
  }
}

/** Events of ten people, of whom one cannot be read; then, once they can, all over again. */
async function badEvent(shop: Shop, bad: number, tally: Tally): Promise<void> {
  tally.batches += 1;
  const queue = new Queue();
  for (let n = 0; n < BATCH; n += 1) queue.send(JSON.stringify(signUp(`p${n}`)), NOW);
  shop.poison.customer = `p${bad}`;
  const failed = await consumed(queue, eventIntake(shop.container), shop.clock);
  const applied = await whoHas(shop.raw, 'event');
  tally.check(same(applied, others(bad)), 'collateral', `events, bad at ${bad}: applied ${applied.join()}`);
  tally.check(failed.length === 1 && queue.overdue(Number.MAX_SAFE_INTEGER) === 1, 'notKept', `event ${bad}`);
  shop.poison.customer = null;
  queue.redrive(shop.clock.now);
  await consumed(queue, eventIntake(shop.container), shop.clock);
  tally.check((await whoHas(shop.raw, 'event')).length === BATCH, 'notRedriven', `event ${bad}`);
}

async function drain(shop: Shop): Promise<void> {
  const shards = Array.from({ length: shop.raw.shards }, (_, shard) => shard);
  try {
    await journeyWaveDrain(shop.container)({ lanes: [...LANES], shards }, aTimedContext());
  } catch {
    // What the whole wave came to shows in what it left behind.
  }
}

/** A wave in which the records of one person fail; parked after five, and redriven. */
async function badStep(shop: Shop, bad: number, tally: Tally): Promise<void> {
  tally.batches += 1;
  shop.poison.customer = `p${bad}`;
  await drain(shop);
  const accepted = await whoHas(shop.raw, 'message-accepted');
  const settled = await whoHas(shop.raw, 'message-settled');
  tally.check(same(accepted, others(bad)), 'collateral', `steps, bad at ${bad}: decided ${accepted.join()}`);
  tally.check(same(settled, others(bad)), 'collateral', `sends, bad at ${bad}: settled ${settled.join()}`);
  for (let tries = 0; tries < 5; tries += 1) {
    shop.clock.now += 16 * MINUTE_MS;
    await drain(shop);
  }
  const parked = await shop.raw.parked(100);
  tally.check(parked.length === 1, 'notKept', `step ${bad}: ${parked.length} parked`);
  shop.poison.customer = null;
  for (const { record } of parked) {
    await shop.raw.defer(record, { dueAt: shop.clock.now, attempts: 0, error: 'redriven' });
  }
  shop.clock.now += MINUTE_MS;
  await drain(shop);
  const now = await whoHas(shop.raw, 'message-settled');
  tally.check(now.length === BATCH, 'notRedriven', `step ${bad}: settled ${now.join()}`);
}

/** What providers tell of ten messages, one of which is of the person who cannot be read. */
async function badEcho(shop: Shop, bad: number, tally: Tally): Promise<void> {
  tally.batches += 1;
  const queue = new Queue();
  for (let n = 0; n < BATCH; n += 1) {
    const [decision] = await shop.raw.decisionsOf(customerId(`p${n}`));
    const tag = Buffer.from(decision?.id ?? '').toString('base64url');
    const mail = {
      messageId: `echo-${n}`,
      timestamp: new Date(shop.clock.now).toISOString(),
      destination: [`p${n}@example.org`],
      tags: { 'perennial-decision': [tag] },
    };
    const bounce = {
      bounceType: 'Transient',
      bouncedRecipients: [{ emailAddress: `p${n}@example.org` }],
    };
    const broken = n === bad ? { mail } : { eventType: 'Bounce', mail, bounce };
    queue.send(JSON.stringify(broken), shop.clock.now);
  }
  await consumed(queue, providerEvents(shop.container), shop.clock);
  const told: number[] = [];
  for (let n = 0; n < BATCH; n += 1) {
    const [decision] = await shop.raw.decisionsOf(customerId(`p${n}`));
    if (decision?.feedback?.softBouncedAt !== undefined) told.push(n);
  }
  tally.check(same(told, others(bad)), 'collateral', `feedback, bad at ${bad}: told ${told.join()}`);
  const kept = await shop.container.rejects.countRejected();
  tally.check(kept === 1, 'notKept', `feedback ${bad}: ${kept} kept`);
}

async function inStore(
  open: () => { readonly store: Store; readonly close: () => Promise<void> },
  bad: number,
  tally: Tally,
) {
  const { store, close } = open();
  const shop = await aShop(store);
  await badEvent(shop, bad, tally);
  await badStep(shop, bad, tally);
  await badEcho(shop, bad, tally);
  await close();
}

function memory() {
  return { store: createMemoryStore(), close: async () => {} };
}

function file() {
  const { folder, file: name } = storeFile();
  const store = openSqliteStore({ file: name });
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store, close };
}

const TOLD = 5;

export async function run({ full }: RowOptions): Promise<RowResult> {
  const tally = new Tally();
  const places = full ? Array.from({ length: BATCH }, (_, n) => n) : QUICK_PLACES;
  for (const bad of places) {
    await inStore(memory, bad, tally);
    await inStore(file, bad, tally);
  }
  const { batches, collateral, notKept, notRedriven } = tally;
  for (const line of tally.told.slice(0, TOLD)) process.stderr.write(`${line}\n`);
  return {
    measured: `${collateral} collateral, ${notKept} not kept, ${notRedriven} not redriven in ${batches} batches`,
    runs: batches,
    pass: collateral + notKept + notRedriven === 0 && batches > 0,
  };
}
