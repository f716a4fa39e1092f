/**
 * Job: the demonstration shop as a workspace. Its history up to 30 days ago is imported and evaluated; the last 30 days run
 * through the real engine in virtual time, so that the mailbox and the journeys look as if the shop had been at it. Made
 * beside its place and moved there whole, so a seeding that is cut off leaves nothing behind.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import { CONSENT_CHANNELS } from '../../core/message/messageClass.ts';
import type { ConsentChange } from '../../core/message/contact.ts';
import type { ImportedOrder, ImportedPerson } from '../../core/ports.ts';
import { publishPart } from '../../core/programme/programme.ts';
import { DAY_MS, type Instant, startOfDay, utcDay } from '../../core/time.ts';
import { linesTotalMinor } from '../demo/basket.ts';
import { bookHistory, loyaltySince } from '../demo/bookHistory.ts';
import { DEMO_MARGIN, DEMO_SHOP_SETTINGS } from '../demo/demoSettings.ts';
import { type DemoShop, demoShop, refundedBy } from '../demo/demoShop.ts';
import type { DemoPerson } from '../demo/demoPeople.ts';
import { cartOf, demoVisits, visitorOf } from '../demo/demoVisits.ts';
import { tillOf } from '../demo/till.ts';
import { eventsInOrder, Replay } from '../simulate/replay.ts';
import { newsDeskOf } from '../standIn/newsDesk.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import { DEMO_WORKSPACE, workspaceFiles } from '../workspace/paths.ts';
import type { JobContext } from './jobContext.ts';
import { offerCatalogue } from './offerCatalogue.ts';
import { publishShipped } from './publishShipped.ts';
import { judgeEverybody } from './segments.ts';

const LIVE_DAYS = 30;
const SEED = 20_261_030;
const PAGE = 1_000;

function* pagesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += PAGE) yield items.slice(start, start + PAGE);
}

function imported({ person, consents }: DemoPerson, opened: Workspace, before: Instant): ImportedPerson {
  const { addressKeyOf } = opened.container;
  const known = consents.filter((change) => change.at < before);
  const addressOf = { email: person.email, sms: person.phone } as const;
  return {
    person,
    consents: known.flatMap((change) => {
      const address = addressOf[change.channel];
      return address === null ? [] : [{ contactKey: addressKeyOf(change.channel, address), change }];
    }),
    addresses: CONSENT_CHANNELS.flatMap((channel) => {
      const address = addressOf[channel];
      return address === null ? [] : [{ contactKey: addressKeyOf(channel, address), at: person.knownSince }];
    }),
  };
}

/** One row a line, as a shop's export has them. */
function rowsOf(order: Order): ImportedOrder[] {
  return order.lines.map((line) => ({
    line: 0,
    order: { ...order, amountMinor: linesTotalMinor([line]), lines: [line] },
    idFromContent: false,
  }));
}

async function importHistory(opened: Workspace, shop: DemoShop, before: Instant): Promise<void> {
  const { store } = opened;
  const known = shop.people.filter(({ person }) => person.knownSince < before);
  for (const page of pagesOf(known))
    await store.importPeople(page.map((one) => imported(one, opened, before)));
  const importId = await store.beginImport();
  const past = shop.orders.filter((order) => order.at < before);
  const rows = past.flatMap(rowsOf);
  for (const page of pagesOf(rows)) await store.importOrders(page, importId);
}

function identified({ person, consents }: DemoPerson, from: Instant): CustomerEvent[] {
  const events: CustomerEvent[] = [];
  const head = { kind: 'identified', source: 'demo', customerId: person.id } as const;
  const visitor = visitorOf(person.id);
  const atArrival = (change: ConsentChange) => change.at <= person.knownSince;
  if (person.knownSince >= from) {
    events.push({
      ...head,
      messageId: `${person.id}-arrived`,
      ...(visitor === null ? {} : { alsoKnownAs: [visitor] }),
      at: person.knownSince,
      ...(person.name === null ? {} : { name: person.name }),
      ...(person.email === null ? {} : { email: person.email }),
      ...(person.phone === null ? {} : { phone: person.phone }),
      ...(person.locale === null ? {} : { locale: person.locale }),
      ...(person.zone === null ? {} : { zone: person.zone }),
      traits: person.traits,
      consents: consents.filter(atArrival),
    });
  }
  const later = consents.filter((change) => change.at >= from && !atArrival(change));
  later.forEach((change, place) => {
    const messageId = `${person.id}-consent-${place}`;
    events.push({ ...head, messageId, at: change.at, consents: [change] });
  });
  return events;
}

/** Everything that happens from `from` on, by time; of one instant a person is identified before they do anything. */
function liveEvents(shop: DemoShop, from: Instant, to: Instant): CustomerEvent[] {
  const orders = shop.orders.map(
    (order): CustomerEvent => ({
      kind: 'order',
      source: 'demo',
      messageId: order.id,
      customerId: order.customerId,
      at: order.at,
      order,
      properties: order.amountMinor < 0 ? { order_id: refundedBy(order) } : { cart_id: cartOf(order) },
    }),
  );
  const visits = demoVisits(shop.orders, shop.signUps);
  const people = shop.people.flatMap((one) => identified(one, from));
  const events = [...people, ...shop.signUps, ...visits, ...orders];
  return events.filter((event) => event.at >= from && event.at < to).sort((a, b) => a.at - b.at);
}

async function liveThrough(
  opened: Workspace,
  shop: DemoShop,
  from: Instant,
  now: Instant,
  onProgress: JobContext['onProgress'],
): Promise<void> {
  const { container, store } = opened;
  const replay = new Replay({
    store,
    provider: container.provider,
    addressKeyOf: container.addressKeyOf,
    ...(container.links === undefined ? {} : { links: container.links }),
    ...(container.documents === undefined ? {} : { documents: container.documents }),
    ...(container.picks === undefined ? {} : { picks: container.picks }),
    settings: container.settings,
    settingsVersion: container.settingsVersion,
    feed: eventsInOrder(liveEvents(shop, from, now)),
    from,
    keepEvidence: true,
    newsDesk: (within) => newsDeskOf(within, opened.mailbox),
    till: tillOf,
  });
  for (let midnight = from; midnight < now; midnight += DAY_MS) {
    // Of its last night everything is fitted, so that an evaluation of the same day finds what is shown already.
    await replay.night(midnight, { force: midnight + DAY_MS >= now });
    await replay.runUntil(Math.min(midnight + DAY_MS, now));
    const done = (midnight + DAY_MS - from) / (now - from);
    onProgress({ done: Math.min(1, done), what: 'the last 30 days in virtual time' });
  }
}

async function seed(opened: Workspace, now: Instant, onProgress: JobContext['onProgress']): Promise<void> {
  const shop = demoShop({ seed: SEED, now });
  const from = startOfDay(utcDay(now) - LIVE_DAYS);
  await importHistory(opened, shop, from);
  await publishPart(opened.store, 'loyalty', loyaltySince(shop.orders[0]?.at ?? from), from);
  await publishShipped(opened.container, from);
  await bookHistory(opened.container, from);
  await opened.store.putValue('currency', JSON.stringify(DEMO_SHOP_SETTINGS.currency));
  await offerCatalogue(opened.container, shop.catalogue, from);
  await liveThrough(opened, shop, from, now, onProgress);
  await offerCatalogue(opened.container, shop.catalogue, now);
  await judgeEverybody(opened.container);
}

function writeDemoSettings(dataDir: string): void {
  const files = workspaceFiles(dataDir, DEMO_WORKSPACE);
  mkdirSync(files.dir, { recursive: true });
  writeFileSync(
    files.settings,
    stringify({
      shop: DEMO_SHOP_SETTINGS,
      value: { margin: DEMO_MARGIN },
      delivery: { mailboxNews: 'invented' },
    }),
  );
}

/** Seeds the demonstration shop where there is none; answers whether it did. */
export async function seedDemo({ dataDir, onProgress }: JobContext): Promise<{ seeded: boolean }> {
  const files = workspaceFiles(dataDir, DEMO_WORKSPACE);
  if (existsSync(files.store)) return { seeded: false };
  const building = join(dataDir, `.seeding-${process.pid}`);
  try {
    rmSync(building, { recursive: true, force: true });
    writeDemoSettings(building);
    const place = { dataDir: building, name: DEMO_WORKSPACE };
    const opened = await openWorkspace({ ...place, create: true, unfinished: true, shards: 1 });
    try {
      await seed(opened, Date.now(), onProgress);
    } finally {
      await opened.close();
    }
    rmSync(files.dir, { recursive: true, force: true });
    renameSync(join(building, DEMO_WORKSPACE), files.dir);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return { seeded: true };
}
