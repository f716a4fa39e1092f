/** Budgets in a store file. */
import type { BudgetStore } from '../../core/ports.ts';
import type { SliceTable } from './sliceTable.ts';
import type { SqliteFile } from './sqliteFile.ts';

export function sqliteBudgets(file: SqliteFile, slices: SliceTable): BudgetStore {
  return {
    leaseSlice: (lease) => file.write(() => slices.lease(lease)),
    returnSlice: (slice) => file.write(() => slices.giveUp(slice)),
    budgets: () => file.read(() => slices.states()),
  };
}
