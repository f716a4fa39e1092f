/**
 * Everything kept under one customer: person, orders, newest passages, decisions by id, facts. What it hands out are
 * values that never change afterwards: an array given to a reader is copied before the next write to it.
 */
import {
  foldOrders,
  NO_ORDERS,
  type Order,
  type OrderHistory,
  withOrder,
} from '../../core/customer/order.ts';
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { Instant } from '../../core/time.ts';
import { compareText } from '../records/textOrder.ts';
import type { RecentEvents } from './recentEvents.ts';

function compareOrders(a: Order, b: Order): number {
  return a.at - b.at || compareText(a.id, b.id);
}

function compareEnrolments(a: Enrolment, b: Enrolment): number {
  return compareText(a.journeyId, b.journeyId) || compareText(a.key, b.key);
}

export class CustomerRecord {
  readonly id: CustomerId;
  readonly shard: number;
  person: Person | null = null;
  /** Since when the person is known by what was told, orders aside. */
  toldSince: Instant = Number.POSITIVE_INFINITY;
  /** In the order they were put. */
  decisions: { readonly decision: Decision }[] = [];
  readonly facts: Fact[] = [];
  /** Null before the first. */
  events: RecentEvents | null = null;
  private orders: Order[] = [];
  private sorted = true;
  private handedOut = false;
  /** Of all orders but `unfolded`; null where several came since. */
  private history: OrderHistory | null = NO_ORDERS;
  private unfolded: Order | null = null;
  /** Of the orders; a person is known no later than the first. */
  firstOrderAt: Instant = Number.POSITIVE_INFINITY;
  private lastOrderAt: Instant = Number.NEGATIVE_INFINITY;
  /** By journey and key. */
  private passages: Enrolment[] = [];
  private passagesHandedOut = false;

  constructor(id: CustomerId, shard: number) {
    this.id = id;
    this.shard = shard;
  }

  /** Null while nobody made the customer known. */
  record(): PersonRecord | null {
    if (this.person === null) return null;
    this.passagesHandedOut = true;
    return {
      person: this.person,
      orders: this.ordersByTime(),
      enrolments: this.passages,
      history: this.wholeHistory(),
    };
  }

  /** Oldest first, then by id. */
  ordersByTime(): readonly Order[] {
    if (!this.sorted) {
      this.own();
      this.orders.sort(compareOrders);
      this.sorted = true;
    }
    this.handedOut = true;
    return this.orders;
  }

  addOrder(order: Order): void {
    if (order.at <= this.lastOrderAt) this.sorted = false;
    // A copy is as long as it need be: an array that is pushed to keeps room for many more.
    if (this.handedOut) this.orders = [...this.orders, order];
    else this.orders.push(order);
    this.handedOut = false;
    this.firstOrderAt = Math.min(this.firstOrderAt, order.at);
    this.lastOrderAt = Math.max(this.lastOrderAt, order.at);
    if (this.unfolded === null) this.unfolded = order;
    else this.history = null;
  }

  /** Looks among the newest first: the lines of an order come together. */
  orderById(id: string): Order | undefined {
    return this.orders.findLast((order) => order.id === id);
  }

  /** Puts `order` where the order of the same id was. */
  replaceOrder(order: Order): void {
    this.own();
    const at = this.orders.findLastIndex((one) => one.id === order.id);
    if (at !== -1) this.orders[at] = order;
    this.history = null;
  }

  /** Takes out up to `limit` orders that came with an id; `more` where others are left. */
  takeOrders(id: CustomerId, limit: number): { taken: Order[]; more: boolean } {
    const mine = this.orders.filter((order) => (order.origin ?? this.id) === id);
    const taken = mine.slice(0, limit);
    if (taken.length === 0) return { taken, more: false };
    const gone = new Set(taken);
    this.orders = this.orders.filter((order) => !gone.has(order));
    this.handedOut = false;
    this.history = null;
    this.unfolded = null;
    this.firstOrderAt = Math.min(Number.POSITIVE_INFINITY, ...this.orders.map(({ at }) => at));
    this.lastOrderAt = Math.max(Number.NEGATIVE_INFINITY, ...this.orders.map(({ at }) => at));
    return { taken, more: mine.length > taken.length };
  }

  get hasOrders(): boolean {
    return this.orders.length > 0;
  }

  /** Orders and remembered events are erased. */
  eraseHistory(): void {
    this.orders = [];
    this.handedOut = false;
    this.history = NO_ORDERS;
    this.unfolded = null;
    this.events = null;
    this.firstOrderAt = Number.POSITIVE_INFINITY;
    this.lastOrderAt = Number.NEGATIVE_INFINITY;
  }

  /** Takes out a passage that goes elsewhere. */
  removeEnrolment(enrolment: Enrolment): void {
    this.passages = this.passages.filter((one) => one !== enrolment);
    this.passagesHandedOut = false;
  }

  removeDecision(slot: { readonly decision: Decision }): void {
    this.decisions = this.decisions.filter((one) => one !== slot);
  }

  /** Orders strictly before `before`, folded. */
  historyBefore(before: Instant): OrderHistory {
    return before <= this.lastOrderAt ? foldOrders(this.orders, before) : this.wholeHistory();
  }

  /** One order more is put to what was folded; after many everything is folded again. */
  private wholeHistory(): OrderHistory {
    if (this.history === null) this.history = foldOrders(this.orders);
    else if (this.unfolded !== null) this.history = withOrder(this.history, this.unfolded);
    this.unfolded = null;
    return this.history;
  }

  enrolment(journeyId: string, key: string): Enrolment | undefined {
    return this.passages.find((one) => one.journeyId === journeyId && one.key === key);
  }

  /** Puts the passage in the place of the one before it, which it returns. */
  putEnrolment(enrolment: Enrolment): Enrolment | undefined {
    const at = this.passages.findIndex(
      (one) => one.journeyId === enrolment.journeyId && one.key === enrolment.key,
    );
    if (at === -1) {
      const after = this.passages.findIndex((one) => compareEnrolments(one, enrolment) > 0);
      const place = after === -1 ? this.passages.length : after;
      this.passages = this.passages.toSpliced(place, 0, enrolment);
      this.passagesHandedOut = false;
      return undefined;
    }
    const before = this.passages[at];
    if (this.passagesHandedOut) this.passages = [...this.passages];
    this.passagesHandedOut = false;
    this.passages[at] = enrolment;
    return before;
  }

  enrolments(): readonly Enrolment[] {
    return this.passages;
  }

  private own(): void {
    if (!this.handedOut) return;
    this.orders = [...this.orders];
    this.handedOut = false;
  }
}
