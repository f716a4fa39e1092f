/** Budgets and the slices leased of them, in memory. */
import type { BudgetState, BudgetStore, SliceLease, SliceTake } from '../../core/message/sendChange.ts';

interface Part {
  left: number;
  until: number;
}

export class Slices {
  private readonly leased = new Map<string, number>();
  private readonly slices = new Map<string, Map<string, Part>>();

  /** False, with nothing taken, where any of the budgets has too little left in the slice. */
  take({ slice, takes }: SliceTake): boolean {
    const parts = this.slices.get(slice);
    const wanted = Object.entries(takes);
    if (wanted.some(([budget, amount]) => (parts?.get(budget)?.left ?? -1) < amount)) return false;
    for (const [budget, amount] of wanted) this.add(parts?.get(budget), -amount);
    return true;
  }

  /** To the slice, or to the budget where the slice is gone. */
  giveBack({ slice, takes }: SliceTake): void {
    for (const [budget, amount] of Object.entries(takes)) {
      const part = this.slices.get(slice)?.get(budget);
      if (part === undefined) this.lend(budget, -amount);
      else this.add(part, amount);
    }
  }

  lease({ slice, budget, limit, want, until, now }: SliceLease): number {
    for (const parts of this.slices.values()) {
      const part = parts.get(budget);
      if (part === undefined || part.until >= now) continue;
      this.lend(budget, -part.left);
      parts.delete(budget);
    }
    const granted = Math.max(0, Math.min(want, limit - (this.leased.get(budget) ?? 0)));
    if (granted === 0) return 0;
    this.lend(budget, granted);
    const parts = this.slices.get(slice) ?? new Map<string, Part>();
    parts.set(budget, { left: (parts.get(budget)?.left ?? 0) + granted, until });
    this.slices.set(slice, parts);
    return granted;
  }

  giveUp(slice: string): void {
    for (const [budget, { left }] of this.slices.get(slice) ?? []) this.lend(budget, -left);
    this.slices.delete(slice);
  }

  states(): BudgetState[] {
    return [...this.leased]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([budget, leased]) => ({ budget, leased, inSlices: this.heldOf(budget) }));
  }

  private heldOf(budget: string): number {
    let held = 0;
    for (const parts of this.slices.values()) held += parts.get(budget)?.left ?? 0;
    return held;
  }

  private add(part: Part | undefined, amount: number): void {
    if (part !== undefined) part.left += amount;
  }

  private lend(budget: string, amount: number): void {
    this.leased.set(budget, (this.leased.get(budget) ?? 0) + amount);
  }
}

export function memoryBudgets(slices: Slices): BudgetStore {
  return {
    leaseSlice: async (lease) => slices.lease(lease),
    returnSlice: async (slice) => slices.giveUp(slice),
    budgets: async () => slices.states(),
  };
}
