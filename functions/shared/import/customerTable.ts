/** Customers as CSV: where the header puts each field, and the cells of a row. Empty cells are left out: they say nothing. */
import { type CustomerColumn, fieldLabel } from '../../../core/customer/import/customerMap.ts';
import { guessColumns } from '../../../core/customer/import/knownColumns.ts';
import { unguarded } from '../../../core/csvGuard.ts';
import type { CustomerCell } from '../../../core/customer/import/mapCustomer.ts';
import { type CsvTable, damageHint, positionOf, sniffHeader } from './csvTable.ts';
import {
  columnNotes,
  type CustomerFormat,
  namedColumns,
  noIdColumn,
  requireProof,
  restColumns,
} from './customerColumns.ts';

interface Placed extends CustomerColumn {
  readonly position: number;
}

function place(columns: readonly CustomerColumn[], header: readonly string[]): Placed[] {
  return columns.map((one) => ({ ...one, position: positionOf(fieldLabel(one.field), one.column, header) }));
}

function readCells(fields: readonly string[], placed: readonly Placed[]): CustomerCell[] {
  const cells: CustomerCell[] = [];
  for (const { field, position } of placed) {
    const value = fields[position];
    if (value !== undefined && value !== '') cells.push({ field, value: unguarded(value) });
  }
  return cells;
}

/** How many of a header's columns are wanted. */
function wantedAmong(header: readonly string[], { map }: CustomerFormat): number {
  return map === null
    ? guessColumns(header).length
    : map.filter(({ column }) => header.includes(column)).length;
}

/** Text of one line: a row that breaks it is not believed. A trait may have several lines. */
function isOneLine({ field }: CustomerColumn): boolean {
  return field.kind === 'text' || field.kind === 'consent';
}

/** Reads a header line. Throws `ImportMisuse` (`column-…`, `consent-proof-missing`, `file-not-rows`). */
export function customerTable(line: string, format: CustomerFormat): CsvTable<readonly CustomerCell[]> {
  const { separator, header } = sniffHeader(line, (names) => wantedAmong(names, format));
  const named = place(namedColumns(header, format), header);
  if (named.every(({ field }) => fieldLabel(field) !== 'id')) throw noIdColumn(header, damageHint(header));
  requireProof(named, format);
  const isNamed = (column: string) => named.some((one) => one.column === column);
  const rest = format.restAsTraits ? place(restColumns(header, named, isNamed), header) : [];
  const placed = [...named, ...rest];
  const at = (position: number) => placed.find((one) => one.position === position);
  return {
    separator,
    header,
    fieldAt(position) {
      const column = at(position);
      return column === undefined ? (header[position] ?? '') : fieldLabel(column.field);
    },
    mayBreak(position) {
      const column = at(position);
      return column === undefined || !isOneLine(column);
    },
    cellsOf: (fields) => readCells(fields, placed),
    notes() {
      const ignored = header.filter((_, position) => at(position) === undefined);
      return columnNotes(format.map === null ? named : [], ignored, 'Columns');
    },
  };
}
