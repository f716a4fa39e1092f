/** Budgets and the slices leased of them. What a slice has left is taken only where there is enough, so nothing is overspent. */
import type { BudgetState, SliceLease, SliceTake } from '../../core/message/sendChange.ts';
import { number, text } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

export class SliceTable {
  private readonly sql;

  constructor(file: SqliteFile) {
    this.sql = {
      take: file.prepare(
        'UPDATE slices SET left_over = left_over - ?1 WHERE slice = ?2 AND budget = ?3 AND left_over >= ?1',
      ),
      giveBack: file.prepare('UPDATE slices SET left_over = left_over + ? WHERE slice = ? AND budget = ?'),
      budget: file.prepare('SELECT leased FROM budgets WHERE budget = ?'),
      lease: file.prepare(
        `INSERT INTO budgets (budget, leased) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET leased = leased + excluded.leased`,
      ),
      slice: file.prepare(
        `INSERT INTO slices (slice, budget, left_over, until) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET left_over = left_over + excluded.left_over, until = excluded.until`,
      ),
      expired: file.prepare('DELETE FROM slices WHERE budget = ? AND until < ? RETURNING left_over'),
      remove: file.prepare('DELETE FROM slices WHERE slice = ? RETURNING budget, left_over'),
      states: file.prepare(
        `SELECT b.budget, b.leased, coalesce((SELECT sum(left_over) FROM slices s WHERE s.budget = b.budget), 0) AS held
        FROM budgets b ORDER BY b.budget`,
      ),
    };
  }

  /** False, with nothing taken, where any of the budgets has too little left in the slice. */
  take({ slice, takes }: SliceTake): boolean {
    const taken: [string, number][] = [];
    for (const [budget, amount] of Object.entries(takes)) {
      if (Number(this.sql.take.run(amount, slice, budget).changes) === 0) {
        for (const [known, back] of taken) this.sql.giveBack.run(back, slice, known);
        return false;
      }
      taken.push([budget, amount]);
    }
    return true;
  }

  /** To the slice, or to the budget where the slice is gone. */
  giveBack({ slice, takes }: SliceTake): void {
    for (const [budget, amount] of Object.entries(takes)) {
      if (Number(this.sql.giveBack.run(amount, slice, budget).changes) === 0)
        this.sql.lease.run(budget, -amount);
    }
  }

  lease({ slice, budget, limit, want, until, now }: SliceLease): number {
    for (const row of this.sql.expired.all(budget, now))
      this.sql.lease.run(budget, -number(row, 'left_over'));
    const known = this.sql.budget.get(budget);
    const leased = known === undefined ? 0 : number(known, 'leased');
    const granted = Math.max(0, Math.min(want, limit - leased));
    if (granted === 0) return 0;
    this.sql.lease.run(budget, granted);
    this.sql.slice.run(slice, budget, granted, until);
    return granted;
  }

  giveUp(slice: string): void {
    for (const row of this.sql.remove.all(slice)) {
      this.sql.lease.run(text(row, 'budget'), -number(row, 'left_over'));
    }
  }

  states(): BudgetState[] {
    return this.sql.states.all().map((row) => ({
      budget: text(row, 'budget'),
      leased: number(row, 'leased'),
      inSlices: number(row, 'held'),
    }));
  }
}
