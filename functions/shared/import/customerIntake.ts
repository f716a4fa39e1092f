/**
 * Turns rows into customers for the store. Rows of one customer are put together first, the later line going before the
 * earlier where they differ and say nothing of when they were true; what is put together leaves with the last of them.
 */
import {
  type CustomerCell,
  type CustomerRules,
  mapCustomer,
} from '../../../core/customer/import/mapCustomer.ts';
import { unreadable } from '../../../core/customer/import/rowFault.ts';
import { type ToldPerson, toldPerson, withLaterRow } from '../../../core/customer/import/toldPerson.ts';
import type { RepeatedCustomers } from './repeatedCustomers.ts';
import { rowCounter, type RowTally, type Taken } from './rowTally.ts';
import type { RawRow, SourceRow } from './sourceRow.ts';

/** What the rows of one customer say together. */
export interface CustomerRows {
  readonly told: ToldPerson;
  readonly rows: number;
  /** Rows after the first that said something else. */
  readonly differing: number;
}

export interface CustomerTally extends RowTally {
  /** Rows that speak of a customer of an earlier row. */
  readonly repeated: number;
}

export interface CustomerIntake {
  take(row: SourceRow<readonly CustomerCell[]>): Taken<CustomerRows>;
  /** Customers whose last row was refused. */
  rest(): CustomerRows[];
  tally(): CustomerTally;
}

/** What a customer may need in the store, and an event at the tracking API. */
export const MOST_ROW_BYTES = 32_768;

const TOO_LARGE = unreadable(
  'row-too-long',
  `has more than ${MOST_ROW_BYTES / 1_024} KB`,
  'leave out what no journey needs',
);

function isTooLarge(raw: RawRow): boolean {
  const text = typeof raw === 'string' ? raw : raw.join(',');
  return text.length * 3 > MOST_ROW_BYTES && Buffer.byteLength(text, 'utf8') > MOST_ROW_BYTES;
}

/** The text of a row's id as the mapping will read it; null where it has none. */
export function idIn(cells: readonly CustomerCell[]): string | null {
  const id = cells.find(({ field }) => field.kind === 'text' && field.name === 'id')?.value;
  return id === undefined || id === null || typeof id === 'object' ? null : String(id).trim();
}

export function customerIntake(rules: CustomerRules, repeats: RepeatedCustomers): CustomerIntake {
  const counter = rowCounter();
  const held = new Map<string, CustomerRows>();
  let repeated = 0;

  function together(told: ToldPerson): CustomerRows {
    const before = held.get(told.person.id);
    if (before === undefined) return { told, rows: 1, differing: 0 };
    repeated += 1;
    const { told: joined, differs } = withLaterRow(before.told, told);
    return { told: joined, rows: before.rows + 1, differing: before.differing + (differs ? 1 : 0) };
  }

  return {
    take(row) {
      counter.row();
      if (row.kind === 'faulty') return counter.reject(row);
      const { line, cells, raw } = row;
      if (isTooLarge(raw)) return counter.reject({ ...TOO_LARGE, line, field: null, value: '', raw });
      const mapped = mapCustomer(cells, rules);
      if (mapped.kind === 'rejected') return counter.reject({ ...mapped, line, raw });
      const item = together(toldPerson(mapped.customer, rules.now));
      const { id } = mapped.customer;
      const lastLine = repeats.lastLineOf(id);
      if (lastLine !== null && line < lastLine) {
        held.set(id, item);
        return { kind: 'held' };
      }
      held.delete(id);
      return { kind: 'taken', item };
    },
    rest() {
      const left = [...held.values()];
      held.clear();
      return left;
    },
    tally: () => ({ ...counter.tally(), repeated }),
  };
}
