/**
 * Turns rows into orders for the store, and counts on the way what the user should be told afterwards: why rows were
 * refused, which separators were read how, which order ids came more than once.
 */
import type { AmountReading } from '../../../core/customer/import/amount.ts';
import { type MappingRules, mapOrder, type OrderCells } from '../../../core/customer/import/mapOrder.ts';
import type { ImportedOrder } from '../../../core/ports.ts';
import { repeatedOrderIds } from './repeatedOrderIds.ts';
import { rowCounter, type RowTally, type Sighting, type Taken } from './rowTally.ts';
import type { SourceRow } from './sourceRow.ts';

export interface IntakeTally extends RowTally {
  readonly readings: ReadonlyMap<AmountReading, Sighting>;
  readonly repeatedIds: number;
}

export interface OrderIntake {
  take(row: SourceRow<OrderCells>): Taken<ImportedOrder>;
  tally(): IntakeTally;
}

/** `countRepeats`: rows bring order ids and are whole orders, so an id that comes again is worth telling. */
export function orderIntake(rules: MappingRules, countRepeats: boolean): OrderIntake {
  const readings = new Map<AmountReading, Sighting>();
  const repeats = countRepeats ? repeatedOrderIds() : null;
  const counter = rowCounter();

  function noteReading(reading: AmountReading, line: number, example: string): void {
    const first = readings.get(reading);
    readings.set(reading, { line, example, ...first, count: (first?.count ?? 0) + 1 });
  }

  return {
    take(row) {
      counter.row();
      if (row.kind === 'faulty') return counter.reject(row);
      const { line, cells, raw } = row;
      const mapped = mapOrder(cells, rules);
      if (mapped.kind === 'rejected') return counter.reject({ ...mapped, line, raw });
      const { order, idFromContent, reading } = mapped;
      if (reading !== 'plain') noteReading(reading, line, cells.amount.trim());
      if (!idFromContent) repeats?.see(order.id);
      return { kind: 'taken', item: { line, order, idFromContent } };
    },
    tally: () => ({ ...counter.tally(), readings, repeatedIds: repeats?.count() ?? 0 }),
  };
}
