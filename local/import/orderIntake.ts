/**
 * Turns rows into orders for the store, and counts on the way what the user should be told afterwards: why rows were
 * refused, which separators were read how, which order ids came more than once.
 */
import type { AmountReading } from '../../core/customer/import/amount.ts';
import { type MappingRules, mapOrder } from '../../core/customer/import/mapOrder.ts';
import type { FaultCode } from '../../core/customer/import/rowFault.ts';
import type { ImportedOrder } from '../../core/ports.ts';
import type { RejectedRow } from './rejectFile.ts';
import { repeatedOrderIds } from './repeatedOrderIds.ts';
import type { SourceRow } from './sourceRow.ts';

/** How often something was seen, with the first row that showed it. */
export interface Sighting {
  readonly count: number;
  readonly line: number;
  readonly example: string;
}

export interface IntakeTally {
  readonly rows: number;
  readonly rejected: number;
  readonly faults: ReadonlyMap<FaultCode, Sighting & { readonly remedy: string }>;
  readonly readings: ReadonlyMap<AmountReading, Sighting>;
  readonly repeatedIds: number;
}

export type Intake =
  | { readonly kind: 'order'; readonly imported: ImportedOrder }
  | { readonly kind: 'rejected'; readonly row: RejectedRow };

export interface OrderIntake {
  take(row: SourceRow): Intake;
  tally(): IntakeTally;
}

/** `countRepeats`: rows bring order ids and are whole orders, so an id that comes again is worth telling. */
export function orderIntake(rules: MappingRules, countRepeats: boolean): OrderIntake {
  const faults = new Map<FaultCode, Sighting & { remedy: string }>();
  const readings = new Map<AmountReading, Sighting>();
  const repeats = countRepeats ? repeatedOrderIds() : null;
  let rows = 0;
  let rejected = 0;

  function reject(row: RejectedRow): Intake {
    rejected += 1;
    const first = faults.get(row.code);
    const example = `${row.field ?? 'row'} ${row.problem}`;
    faults.set(row.code, {
      line: row.line,
      example,
      remedy: row.remedy,
      ...first,
      count: (first?.count ?? 0) + 1,
    });
    return { kind: 'rejected', row };
  }

  function noteReading(reading: AmountReading, line: number, example: string): void {
    const first = readings.get(reading);
    readings.set(reading, { line, example, ...first, count: (first?.count ?? 0) + 1 });
  }

  return {
    take(row) {
      rows += 1;
      if (row.kind === 'faulty') return reject(row);
      const { line, cells, raw } = row;
      const mapped = mapOrder(cells, rules);
      if (mapped.kind === 'rejected') return reject({ ...mapped, line, raw });
      const { order, idFromContent, reading } = mapped;
      if (reading !== 'plain') noteReading(reading, line, cells.amount.trim());
      if (!idFromContent) repeats?.see(order.id);
      return { kind: 'order', imported: { line, order, idFromContent } };
    },
    tally: () => ({ rows, rejected, faults, readings, repeatedIds: repeats?.count() ?? 0 }),
  };
}
