/** Where the header of a CSV file of orders puts each mapped column, and the cells of its rows. */
import {
  ORDER_FIELDS,
  type OrderColumnMap,
  type OrderField,
} from '../../../core/customer/import/columnMap.ts';
import type { OrderCells } from '../../../core/customer/import/mapOrder.ts';
import { type CsvTable, positionOf, sniffHeader } from './csvTable.ts';
import { listed } from './listed.ts';

export interface CsvLayout extends CsvTable<OrderCells> {
  /** Position of the column of each field; -1 where none is mapped. */
  readonly positions: Readonly<Record<OrderField, number>>;
}

type Positions = CsvLayout['positions'];

function readCells(fields: readonly string[], positions: Positions): OrderCells {
  const optional = (position: number) => (position < 0 ? null : (fields[position] ?? ''));
  return {
    customer: fields[positions.customer] ?? '',
    date: fields[positions.date] ?? '',
    amount: fields[positions.amount] ?? '',
    order: optional(positions.order),
    item: optional(positions.item),
    quantity: optional(positions.quantity),
    price: optional(positions.price),
    cost: optional(positions.cost),
    currency: optional(positions.currency),
  };
}

function ignoredNotes(header: readonly string[], positions: Positions): string[] {
  const mapped = new Set(Object.values(positions));
  const ignored = header.filter((_, position) => !mapped.has(position));
  return ignored.length === 0
    ? []
    : [`Columns ignored because --map does not name them: ${listed(ignored)}.`];
}

/**
 * Reads a header line. Throws `ImportMisuse` (`column-…`) where a mapped column is not there exactly once, and
 * (`file-not-rows`) where the line itself cannot be read.
 */
export function csvLayout(line: string, map: OrderColumnMap): CsvLayout {
  const wanted = ORDER_FIELDS.flatMap((field) => map[field] ?? []);
  const { separator, header } = sniffHeader(
    line,
    (names) => wanted.filter((column) => names.includes(column)).length,
  );
  const at = (field: OrderField) => {
    const column = map[field];
    return column === undefined ? -1 : positionOf(field, column, header);
  };
  const positions: Positions = {
    customer: at('customer'),
    date: at('date'),
    amount: at('amount'),
    order: at('order'),
    item: at('item'),
    quantity: at('quantity'),
    price: at('price'),
    cost: at('cost'),
    currency: at('currency'),
  };
  const fieldOf = (position: number) => ORDER_FIELDS.find((field) => positions[field] === position);
  return {
    separator,
    header,
    positions,
    fieldAt: (position) => fieldOf(position) ?? header[position] ?? '',
    mayBreak(position) {
      const field = fieldOf(position);
      return field === undefined || field === 'item';
    },
    cellsOf: (fields) => readCells(fields, positions),
    notes: () => ignoredNotes(header, positions),
  };
}
