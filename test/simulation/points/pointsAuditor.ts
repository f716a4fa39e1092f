/**
 * Checks the books of points at every commit, with sums of its own: what an entry says is added up once, and after each commit
 * the account must say the same. Nothing the ledger computes is taken for granted but the legs as they were written.
 */
import type { Dossier, DossierWrite } from '../../../core/dossier.ts';
import { accountFaults, accountIn } from '../../../core/loyalty/account.ts';
import { type Entry, entryIn, legsSum } from '../../../core/loyalty/entry.ts';
import type { Consequences, Store } from '../../../core/ports.ts';

interface Held {
  pending: number;
  available: number;
  entries: number;
}

const MOST_SHOWN = 20;

export class PointsAuditor {
  commits = 0;
  checks = 0;
  broken = 0;
  conflicts = 0;
  readonly violations: string[] = [];
  readonly byKind = new Map<string, number>();
  private readonly held = new Map<string, Held>();
  private readonly written = new Set<string>();
  private readonly earned = new Map<string, number>();
  private readonly reversed = new Map<string, number>();
  private members = 0;
  private programme = 0;

  private check(holds: boolean, what: () => string): void {
    this.checks += 1;
    if (holds) return;
    this.broken += 1;
    if (this.violations.length < MOST_SHOWN) this.violations.push(what());
  }

  private heldBy(customer: string): Held {
    const known = this.held.get(customer) ?? { pending: 0, available: 0, entries: 0 };
    this.held.set(customer, known);
    return known;
  }

  /** An order's points come back once at most, whoever owns them by then. */
  private checkOrder({ op, order, legs, kind }: Entry): void {
    if (order === undefined || op.startsWith('refund:')) return;
    if (kind === 'earn') this.earned.set(order.id, (this.earned.get(order.id) ?? 0) - (legs.issued ?? 0));
    if (kind !== 'reverse') return;
    const sum = (this.reversed.get(order.id) ?? 0) + (legs.reversed ?? 0);
    this.reversed.set(order.id, sum);
    this.check(
      sum <= (this.earned.get(order.id) ?? 0),
      () => `order ${order.id}: more taken back than it earned`,
    );
  }

  private entry(dossier: Dossier): void {
    const entry = entryIn(dossier);
    const { legs, kind, op } = entry;
    const name = `${dossier.customerId ?? ''}\n${op}`;
    this.check(legsSum(legs) === 0, () => `${name}: legs do not sum to 0`);
    this.check(!this.written.has(name), () => `${name}: written twice`);
    this.written.add(name);
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + 1);
    const own = this.heldBy(dossier.customerId ?? '');
    own.pending += legs.pending ?? 0;
    own.available += legs.available ?? 0;
    own.entries += 1;
    const moved = (legs.pending ?? 0) + (legs.available ?? 0);
    this.members += moved;
    for (const [account, points] of Object.entries(legs))
      if (account !== 'pending' && account !== 'available') this.programme += points;
    if (kind === 'redeem') this.check(own.available >= 0, () => `${name}: spent what was not there`);
    this.checkOrder(entry);
  }

  private account(dossier: Dossier): void {
    const account = accountIn(dossier);
    const own = this.heldBy(dossier.customerId ?? '');
    const isSame =
      account.pending === own.pending &&
      account.available === own.available &&
      account.entries === own.entries;
    this.check(isSame, () => `${dossier.id}: the account says other than its entries`);
    const faults = accountFaults(account);
    this.check(faults.length === 0, () => `${dossier.id}: ${faults.join('; ')}`);
  }

  committed(writes: readonly DossierWrite[]): void {
    const ours = writes.filter(({ dossier }) => dossier.kind === 'points' || dossier.kind === 'points-entry');
    if (ours.length === 0) return;
    this.commits += 1;
    for (const { dossier } of ours) if (dossier.kind === 'points-entry') this.entry(dossier);
    for (const { dossier } of ours) if (dossier.kind === 'points') this.account(dossier);
    this.check(
      this.members + this.programme === 0,
      () => `what members hold is not what was issued less what went out`,
    );
  }

  /** What members hold now, by the auditor's own sums. */
  get outstanding(): number {
    return this.members;
  }

  /** The store, every commit of which is looked at. */
  watching(store: Store): Store {
    const after = <Result extends string>(
      result: Result,
      { dossiers = [] }: Pick<Consequences, 'dossiers'>,
    ): Result => {
      if (result === 'committed') this.committed(dossiers);
      if (result === 'conflict') this.conflicts += 1;
      return result;
    };
    return {
      ...store,
      applyEvent: async (change) => after(await store.applyEvent(change), change),
      commitStep: async (change) => after(await store.commitStep(change), change),
    };
  }
}
