/** A small programme and a shop in memory, for tests of loyalty. */
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import type { Order } from '../../../core/customer/order.ts';
import { addressKey, type CustomerId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { NO_WINNERS } from '../../../core/journey/winners.ts';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { readAccount } from '../../../core/loyalty/change.ts';
import { type LoyaltyDefinition, loyaltySchema } from '../../../core/loyalty/definition.ts';
import { postPoints, type Posting } from '../../../core/loyalty/postPoints.ts';
import { entriesOf, recount } from '../../../core/loyalty/recount.ts';
import { runLoyalty } from '../../../core/loyalty/runLoyalty.ts';
import type { Store } from '../../../core/ports.ts';
import { NO_PROGRAMME } from '../../../core/programme/programme.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../core/settings/settings.ts';
import type { Instant } from '../../../core/time.ts';
import { anOrder, MAYA, NOW } from '../../support/builders.ts';

const BASE = {
  name: { en: 'Regulars', 'zh-CN': '常客' },
  earn: { order: { points: 1, perMinor: 100 } },
  pendingDays: 14,
  tiers: [
    { id: 'member', name: { en: 'Member', 'zh-CN': '会员' }, from: 0 },
    { id: 'silver', name: { en: 'Silver', 'zh-CN': '银卡' }, from: 20_000, times: 1.25 },
    { id: 'gold', name: { en: 'Gold', 'zh-CN': '金卡' }, from: 60_000, times: 1.5 },
  ],
  qualify: { by: 'spend', windowMonths: 12, periodMonths: 12, graceDays: 30 },
  expiry: { kind: 'months', months: 12, at: 'day' },
  redemption: { points: 100, valueMinor: 100, minimum: 100, step: 10 },
};

export function aProgramme(overrides: Readonly<Record<string, unknown>> = {}): LoyaltyDefinition {
  return loyaltySchema.parse({ ...BASE, ...overrides });
}

export const SETTINGS = settingsSchema.parse({ shop: { zone: 'UTC' } });

export function bookWith(
  definition: LoyaltyDefinition | null,
  journeys: readonly PublishedJourney[] = [],
  version = 1,
) {
  const loyalty =
    definition === null ? null : { version, at: NOW, definition: JSON.parse(JSON.stringify(definition)) };
  return bookOf(journeys, NO_WINNERS, { ...NO_PROGRAMME, loyalty });
}

/** A shop whose programme can be published anew. */
export function aLoyaltyWorld(definition: LoyaltyDefinition | null = aProgramme(), over?: Store) {
  const store = over ?? createMemoryStore();
  const model = coldModel(DEFAULT_SETTINGS);
  const world = { book: bookWith(definition), now: NOW };
  const eventDeps = {
    store,
    addressKeyOf: (channel: string, address: string) => addressKey(`${channel}:${address}`),
    settings: SETTINGS,
    model,
  };
  const deps = () => ({ store, settings: SETTINGS, book: world.book });
  const apply = (event: CustomerEvent) => applyEvent(eventDeps, world.book, event, world.now);
  let messages = 0;
  const order = (overrides: Partial<Order> = {}, properties: JsonObject = {}) => {
    messages += 1;
    const one = anOrder({ at: world.now, ...overrides });
    const { customerId } = one;
    const messageId = `m-${one.id}-${messages}`;
    return apply({
      kind: 'order',
      source: 'shop',
      messageId,
      customerId,
      at: one.at,
      order: one,
      properties,
    });
  };
  return {
    store,
    world,
    deps,
    apply,
    order,
    refund: (of: string | null, amountMinor: number, overrides: Partial<Order> = {}) => {
      const properties: JsonObject = of === null ? {} : { order_id: of };
      return order({ id: `refund-${messages}`, ...overrides, amountMinor: -amountMinor }, properties);
    },
    post: (posting: Partial<Posting> & Pick<Posting, 'kind' | 'operation'>) =>
      postPoints(deps(), { customerId: MAYA, points: 100, at: world.now, ...posting }),
    publish: (next: LoyaltyDefinition, version = 2) => {
      world.book = bookWith(next, [], version);
    },
    account: async (id: CustomerId = MAYA) => (await readAccount(store, id)).account,
    entries: async (id: CustomerId = MAYA) => {
      const all = [];
      for await (const entry of entriesOf(store, id)) all.push(entry);
      return all.sort((a, b) => a.seq - b.seq);
    },
    books: () => recount(store),
    /** Lives through every moment until then at which a task is due. */
    until: async (at: Instant) => {
      for (;;) {
        const due = [];
        for (let shard = 0; shard < store.shards; shard += 1)
          due.push(...(await store.duePage({ lane: 'upkeep', shard, until: at, limit: 100 })));
        const next = due
          .flatMap((record) =>
            record.kind === 'task' && record.task.kind === 'loyalty' ? [record.task] : [],
          )
          .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
        if (next === undefined) break;
        world.now = Math.max(world.now, next.dueAt ?? world.now);
        await runLoyalty(deps(), next, world.now);
      }
      world.now = at;
    },
    told: async (id: CustomerId = MAYA) =>
      (await store.factsOf(id, 500))
        .flatMap(({ kind, body: { name, properties } }) =>
          kind === 'event' && typeof name === 'string' && /^(Tier|Points) /.test(name)
            ? [{ name, properties }]
            : [],
        )
        .reverse(),
  };
}
