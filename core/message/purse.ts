/**
 * A worker's purse: the slices of budgets it has leased, and what it thinks is left in them. What it takes out is taken again in
 * the store with the claim, so it may think too little or too much and nothing is overspent. It leases as much as some fifty
 * sends need, gives back what is left when it is closed, and a purse nobody closed runs out by itself.
 */
import type { BudgetStore, SliceTake } from './sendChange.ts';
import { type Instant, MINUTE_MS } from '../time.ts';
import type { BudgetOfSend } from './budgetsOf.ts';

/** Longer than a worker drains. */
const SLICE_MS = 15 * MINUTE_MS;
/** A slice is renewed while claims can still rest on it. */
const RENEW_MS = 5 * MINUTE_MS;
const SENDS_A_LEASE = 50;
/** No lease takes more of a budget, so that other workers find some. */
const LARGEST_SHARE = 0.05;
/** An exhausted budget is asked again after so long: others may have given back. */
const ASK_AGAIN_MS = MINUTE_MS;

export type Taken =
  | { readonly kind: 'taken'; readonly slice: SliceTake | null }
  | { readonly kind: 'exhausted'; readonly budget: string; readonly freeAt: Instant };

export class Purse {
  private readonly store: BudgetStore;
  private readonly owner: string;
  private count = 0;
  private slice: string;
  private until = Number.NEGATIVE_INFINITY;
  private left = new Map<string, number>();
  private readonly exhausted = new Map<string, Instant>();
  private leasing: Promise<unknown> = Promise.resolve();

  private readonly takesALease: number;

  /**
   * `owner` is unique among workers that run at once. `takesALease`: for how many takes it leases; 1 for whoever takes once and
   * closes it.
   */
  constructor(store: BudgetStore, owner: string, takesALease: number = SENDS_A_LEASE) {
    this.store = store;
    this.owner = owner;
    this.slice = owner;
    this.takesALease = takesALease;
  }

  /**
   * Takes what one send, or one grant of an offer, costs out of all its budgets, or says which of them has too little. `cost` is
   * in the money the budgets are kept in.
   */
  async take(budgets: readonly BudgetOfSend[], cost: number, now: Instant): Promise<Taken> {
    if (budgets.length === 0) return { kind: 'taken', slice: null };
    await this.renew(now);
    for (const budget of budgets) {
      if (!(await this.hasAtLeast(budget, amountOf(budget, cost), now))) {
        return { kind: 'exhausted', budget: budget.id, freeAt: budget.freeAt };
      }
    }
    return { kind: 'taken', slice: this.takeOut(budgets, cost) };
  }

  /** Without waiting. Where another took from it meanwhile what is left goes below zero, and the claim finds out. */
  private takeOut(budgets: readonly BudgetOfSend[], cost: number): SliceTake {
    const takes: Record<string, number> = {};
    for (const budget of budgets) {
      const amount = amountOf(budget, cost);
      takes[budget.key] = amount;
      this.left.set(budget.key, (this.left.get(budget.key) ?? 0) - amount);
    }
    return { slice: this.slice, takes };
  }

  /** The claim did not happen, or what it took was given back: it may be spent on another. */
  putBack(take: SliceTake | null): void {
    if (take === null || take.slice !== this.slice) return;
    for (const [key, amount] of Object.entries(take.takes)) {
      this.left.set(key, (this.left.get(key) ?? 0) + amount);
    }
  }

  /** The store knows of less than the purse thought. */
  doubt(take: SliceTake | null): void {
    if (take === null || take.slice !== this.slice) return;
    for (const key of Object.keys(take.takes)) this.left.set(key, 0);
  }

  /** Gives back what is left. */
  async close(): Promise<void> {
    if (this.until === Number.NEGATIVE_INFINITY) return;
    const slice = this.slice;
    this.until = Number.NEGATIVE_INFINITY;
    this.left = new Map();
    await this.store.returnSlice(slice);
  }

  private async renew(now: Instant): Promise<void> {
    if (now < this.until - RENEW_MS) return;
    const before = this.until === Number.NEGATIVE_INFINITY ? null : this.slice;
    this.count += 1;
    this.slice = `${this.owner}/${this.count}`;
    this.until = now + SLICE_MS;
    this.left = new Map();
    if (before !== null) await this.store.returnSlice(before);
  }

  private async hasAtLeast(budget: BudgetOfSend, amount: number, now: Instant): Promise<boolean> {
    // What one leased others may have taken by the time it is their turn: then the store is asked once more.
    while ((this.left.get(budget.key) ?? 0) < amount) {
      if ((this.exhausted.get(budget.key) ?? Number.NEGATIVE_INFINITY) > now) return false;
      await this.inTurn(() => this.lease(budget, amount, now));
    }
    return true;
  }

  private async lease(budget: BudgetOfSend, amount: number, now: Instant): Promise<void> {
    const known = this.left.get(budget.key) ?? 0;
    if (known >= amount) return;
    const { slice, until } = this;
    const share = Math.floor(budget.limit * LARGEST_SHARE);
    const want = Math.max(amount - known, Math.min(amount * this.takesALease, share));
    const { key, limit } = budget;
    const added = await this.store.leaseSlice({ slice, budget: key, limit, want, until, now });
    if (slice === this.slice) this.left.set(key, (this.left.get(key) ?? 0) + added);
    if (known + added < amount)
      this.exhausted.set(key, Math.max(now + 1, Math.min(budget.freeAt, now + ASK_AGAIN_MS)));
  }

  /** One lease at a time: the sends of a page ask all at once, and one answer serves them. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.leasing.then(work, work);
    this.leasing = turn.catch(() => {});
    return turn;
  }
}

function amountOf({ unit }: BudgetOfSend, cost: number): number {
  return unit === 'messages' || unit === 'grants' ? 1 : cost;
}
