/**
 * A shop with a loyalty programme under random operations: orders, refunds in parts, of everything, twice and before their order
 * is known, reviews, redemptions that spend the same points at once, releases, adjustments, merges, time that passes, and all of
 * it told again. Operations run a handful at once, so that they lose races; the auditor looks at every commit.
 */
import { applyEvent, EventConflict } from '../../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { addressKey, type CustomerId, customerId } from '../../../core/ids.ts';
import { bookOf, type JourneyBook } from '../../../core/journey/book.ts';
import { NO_WINNERS } from '../../../core/journey/winners.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { loyaltySchema } from '../../../core/loyalty/definition.ts';
import { PointsBusy, postPoints, type Posting } from '../../../core/loyalty/postPoints.ts';
import { recount } from '../../../core/loyalty/recount.ts';
import { runLoyalty } from '../../../core/loyalty/runLoyalty.ts';
import type { Store } from '../../../core/ports.ts';
import { NO_PROGRAMME } from '../../../core/programme/programme.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../core/time.ts';
import { type Dice, diceFrom } from '../world/dice.ts';
import { PointsAuditor } from './pointsAuditor.ts';

const START: Instant = Date.UTC(2024, 0, 1, 9);
const MODEL = coldModel(DEFAULT_SETTINGS);

/** Small numbers, so that within months points mature and lapse, tiers come and go, and accounts run dry. */
export const WORLD_PROGRAMME = loyaltySchema.parse({
  name: { en: 'Test', 'zh-CN': '测试' },
  earn: {
    order: { points: 3, perMinor: 100, categories: [{ category: 'tea', times: 1.5 }] },
    events: [{ id: 'review', event: 'Product Reviewed', points: 7, key: 'product_id' }],
    cap: { points: 5_000, per: 'day' },
  },
  pendingDays: 10,
  tiers: [
    { id: 'member', name: { en: 'Member', 'zh-CN': '会员' }, from: 0 },
    { id: 'silver', name: { en: 'Silver', 'zh-CN': '银卡' }, from: 30_000, times: 1.1 },
    { id: 'gold', name: { en: 'Gold', 'zh-CN': '金卡' }, from: 90_000, times: 1.333 },
  ],
  qualify: { by: 'spend', windowMonths: 3, periodMonths: 2, graceDays: 5 },
  expiry: { kind: 'months', months: 3, at: 'month-end' },
  redemption: { points: 100, valueMinor: 100, minimum: 50, step: 10 },
});

const programme = {
  ...NO_PROGRAMME,
  loyalty: { version: 1, at: START, definition: JSON.parse(JSON.stringify(WORLD_PROGRAMME)) },
};
export const WORLD_BOOK: JourneyBook = bookOf([], NO_WINNERS, programme);

interface Bought {
  readonly id: string;
  readonly customer: CustomerId;
  readonly amountMinor: number;
}

export interface PointsTally {
  operations: number;
  duplicates: number;
  refused: number;
  /** Given up after lost races: whoever asked would ask again. */
  lost: number;
}

/** The last so many things are remembered, to be refunded, released and told again. */
const REMEMBERED = 4_000;

function remember<Item>(items: Item[], item: Item, dice: Dice): void {
  if (items.length < REMEMBERED) items.push(item);
  else items[dice.below(REMEMBERED)] = item;
}

export interface WorldSize {
  readonly members: number;
  /** Operations under way together. */
  readonly atOnce: number;
}

export class PointsWorld {
  readonly auditor = new PointsAuditor();
  readonly tally: PointsTally = { operations: 0, duplicates: 0, refused: 0, lost: 0 };
  private readonly store: Store;
  private readonly dice: Dice;
  private readonly size: WorldSize;
  /** Tells ids of this world from those of another over the same store. */
  private readonly name: string;
  private readonly orders: Bought[] = [];
  private readonly events: CustomerEvent[] = [];
  private readonly redemptions: Posting[] = [];
  private now = START;
  private count = 0;

  constructor(store: Store, seed: number, size: WorldSize, name = 'w') {
    this.store = this.auditor.watching(store);
    this.dice = diceFrom(seed);
    this.size = size;
    this.name = name;
  }

  private get eventDeps() {
    return {
      store: this.store,
      addressKeyOf: (channel: string, address: string) => addressKey(`${channel}:${address}`),
      settings: DEFAULT_SETTINGS,
      model: MODEL,
    };
  }

  private get pointsDeps() {
    return { store: this.store, settings: DEFAULT_SETTINGS, book: WORLD_BOOK };
  }

  /** A tenth of the members do half of what is done, so that operations meet. */
  private someone(): CustomerId {
    const { members } = this.size;
    const few = Math.max(1, Math.floor(members / 10));
    return customerId(`m${this.dice.below(this.dice.chance(0.5) ? few : members)}`);
  }

  private nextName(kind: string): string {
    this.count += 1;
    return `${this.name}-${kind}-${this.count}`;
  }

  /** Null where others changed the same account again and again. */
  private async unlessLost<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof EventConflict || failure instanceof PointsBusy)) throw failure;
      this.tally.lost += 1;
      return null;
    }
  }

  private async tell(event: CustomerEvent): Promise<void> {
    remember(this.events, event, this.dice);
    const applied = await this.unlessLost(() => applyEvent(this.eventDeps, WORLD_BOOK, event, this.now));
    if (applied === 'duplicate') this.tally.duplicates += 1;
  }

  private orderEvent(bought: Bought, amountMinor: number, id: string): CustomerEvent {
    const { customer } = bought;
    const lines = this.dice.chance(0.3)
      ? [{ item: 'oolong', quantity: 1, priceMinor: Math.abs(amountMinor) }]
      : [];
    const order = {
      id,
      customerId: customer,
      at: this.now - this.dice.below(HOUR_MS),
      amountMinor,
      currency: 'USD',
      lines,
    };
    const products = lines.map(({ item }) => ({ product_id: item, category: 'tea' }));
    return {
      kind: 'order',
      source: 'world',
      messageId: id,
      customerId: customer,
      at: order.at,
      order,
      properties: amountMinor < 0 ? { order_id: bought.id } : { products },
    };
  }

  private async buy(): Promise<void> {
    const bought = {
      id: this.nextName('order'),
      customer: this.someone(),
      amountMinor: 100 + this.dice.below(20_000),
    };
    remember(this.orders, bought, this.dice);
    if (this.dice.chance(0.03)) await this.refund(bought);
    await this.tell(this.orderEvent(bought, bought.amountMinor, bought.id));
  }

  private async refund(of?: Bought): Promise<void> {
    if (of === undefined && this.orders.length === 0) return;
    const bought = of ?? this.dice.oneOf(this.orders);
    const share = this.dice.chance(0.4) ? 1 : this.dice.below(100) / 100;
    const amount = Math.max(1, Math.round(bought.amountMinor * share));
    await this.tell(this.orderEvent(bought, -amount, this.nextName('refund')));
  }

  private async review(): Promise<void> {
    const id = this.nextName('review');
    await this.tell({
      kind: 'tracked',
      source: 'world',
      messageId: id,
      customerId: this.someone(),
      at: this.now,
      name: 'Product Reviewed',
      properties: { product_id: `p${this.dice.below(50)}` },
    });
  }

  private async post(posting: Posting): Promise<void> {
    const posted = await this.unlessLost(() => postPoints(this.pointsDeps, { ...posting, at: this.now }));
    if (posted?.kind === 'duplicate') this.tally.duplicates += 1;
    if (posted?.kind === 'refused') this.tally.refused += 1;
  }

  private posting(kind: Posting['kind'], points: number, operation = this.nextName(kind)): Posting {
    return { customerId: this.someone(), operation, kind, points, at: this.now };
  }

  /** Several spend at once what one account holds. */
  private async redeem(): Promise<void> {
    const first = this.posting('redeem', 50 + 10 * this.dice.below(30));
    const rivals = Array.from({ length: this.dice.below(4) }, () => ({
      ...first,
      operation: this.nextName('redeem'),
    }));
    remember(this.redemptions, first, this.dice);
    await Promise.all([first, ...rivals].map((one) => this.post(one)));
    this.tally.operations += rivals.length;
  }

  private async release(): Promise<void> {
    if (this.redemptions.length > 0)
      await this.post({ ...this.dice.oneOf(this.redemptions), kind: 'release' });
  }

  private async again(): Promise<void> {
    if (this.dice.chance(0.7) && this.events.length > 0) await this.tell(this.dice.oneOf(this.events));
    else if (this.redemptions.length > 0) await this.post(this.dice.oneOf(this.redemptions));
  }

  private async merge(): Promise<void> {
    const [one, other] = [this.someone(), this.someone()];
    if (one === other) return;
    await this.tell({
      kind: 'aliased',
      source: 'world',
      messageId: this.nextName('alias'),
      customerId: one,
      previous: other,
      at: this.now,
    });
  }

  private async passTime(): Promise<void> {
    for (let shard = 0; shard < this.store.shards; shard += 1) {
      const page = await this.store.duePage({ lane: 'upkeep', shard, until: this.now, limit: 200 });
      for (const record of page) {
        if (record.kind !== 'task' || record.task.kind !== 'loyalty') continue;
        this.tally.operations += 1;
        await runLoyalty(this.pointsDeps, record.task, this.now);
      }
    }
  }

  private async one(): Promise<void> {
    const roll = this.dice.below(1_000);
    this.tally.operations += 1;
    if (roll < 380) return this.buy();
    if (roll < 540) return this.refund();
    if (roll < 620) return this.review();
    if (roll < 780) return this.redeem();
    if (roll < 820) return this.release();
    if (roll < 880) return this.post(this.posting('adjust', this.dice.below(600) - 250 || 1));
    if (roll < 998) return this.again();
    return this.merge();
  }

  /** Runs operations until so many are done; time passes between the handfuls. */
  async run(operations: number): Promise<void> {
    const perDay = Math.max(1, Math.floor(this.size.members / 3));
    let nextDay = perDay;
    while (this.tally.operations < operations) {
      await Promise.all(Array.from({ length: this.size.atOnce }, () => this.one()));
      if (this.tally.operations < nextDay) continue;
      nextDay = this.tally.operations + perDay;
      this.now += DAY_MS;
      await this.passTime();
    }
  }

  /** The books counted anew from what the store kept. */
  recount() {
    return recount(this.store);
  }
}
