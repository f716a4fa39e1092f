/**
 * Reads a file of orders for the value models, as an import reads it and without a shop: CSV or NDJSON, quoted or packed, row
 * by row. Rows that cannot be read are refused one by one. Amounts of a currency that is not named are taken with two decimals,
 * and with more where they have more.
 */
import { minorDigits } from '../../core/currency.ts';
import type { OrderAmount } from '../../core/customer/order.ts';
import type { OrderColumnMap } from '../../core/customer/import/columnMap.ts';
import type { OrderCells } from '../../core/customer/import/mapOrder.ts';
import { mapOrder } from '../../core/customer/import/mapOrder.ts';
import type { DateFormat } from '../../core/customer/import/orderDate.ts';
import type { Instant } from '../../core/time.ts';
import type { OrderLog } from '../../core/value/orderLog.ts';
import { csvLayout } from '../../functions/shared/import/csvLayout.ts';
import { sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { ndjsonReader } from '../../functions/shared/import/ndjsonReader.ts';
import { openRows, type RowFormats } from '../../functions/shared/import/openRows.ts';
import type { RejectedRow } from '../../functions/shared/import/rejectLine.ts';
import { faultNotes, rowCounter } from '../../functions/shared/import/rowTally.ts';
import type { SourceRow } from '../../functions/shared/import/sourceRow.ts';
import { openFile } from '../import/openFile.ts';
import { numberOfText } from './numberCells.ts';
import { guessOrderColumns } from './orderColumns.ts';

export interface OrderSource {
  readonly file: string;
  /** Null: columns are known by their names. */
  readonly map: OrderColumnMap | null;
  /** ISO 4217; null where the amounts' currency is not named. */
  readonly currency: string | null;
  readonly dateFormat: DateFormat | null;
  /** Orders more than a day after it are refused. */
  readonly now: Instant;
  /** Told of every refused row. */
  readonly refuse: (row: RejectedRow) => void;
}

export interface ReadLog {
  readonly log: OrderLog;
  readonly rows: number;
  readonly rejected: number;
  /** Minor units of one unit of money. */
  readonly minorUnits: number;
  readonly notes: readonly string[];
}

const ANY_CURRENCY = 'USD';

function formatsOf({ map }: OrderSource, told: (note: string) => void): RowFormats<OrderCells> {
  return {
    csv(header) {
      if (map !== null) return csvLayout(header, map);
      const guessed = guessOrderColumns(sniffHeader(header, () => 0).header);
      told(
        `Read by their names: ${guessed.customer} as customer, ${guessed.date} as date, ${guessed.amount} as amount. Give --map to read them otherwise.`,
      );
      return csvLayout(header, guessed);
    },
    ndjson: (firstLine) =>
      ndjsonReader(map ?? { customer: 'customer', date: 'date', amount: 'amount' }, firstLine),
  };
}

type Taken = { readonly customer: string; readonly order: OrderAmount } | { readonly refused: RejectedRow };

/** Where no currency says how many decimals an amount has, none are too many, and an exponent is as good. */
function amountOf(cells: OrderCells, decimals: number): OrderAmount['amountMinor'] | null {
  const plain = numberOfText(cells.amount);
  return Number.isNaN(plain) ? null : plain * 10 ** decimals;
}

function take(row: SourceRow<OrderCells>, source: OrderSource): Taken {
  if (row.kind === 'faulty') return { refused: row };
  const { currency, dateFormat, now } = source;
  const { cells, line, raw } = row;
  const rules = { currency: currency ?? ANY_CURRENCY, dateFormat, now };
  const mapped = mapOrder(cells, rules);
  if (mapped.kind === 'order') return { customer: mapped.order.customerId, order: mapped.order };
  const amountMinor =
    currency === null && mapped.field === 'amount' ? amountOf(cells, minorDigits(ANY_CURRENCY)) : null;
  if (amountMinor === null) return { refused: { ...mapped, line, raw } };
  const rounded = mapOrder({ ...cells, amount: '0' }, rules);
  if (rounded.kind === 'rejected') return { refused: { ...rounded, line, raw } };
  return { customer: rounded.order.customerId, order: { at: rounded.order.at, amountMinor } };
}

/** Throws `ImportMisuse` (`file-…`, `column-…`, `map-…`) where the file is none that can be read. */
export async function readOrders(source: OrderSource): Promise<ReadLog> {
  const log = new Map<string, OrderAmount[]>();
  const notes: string[] = [];
  const counter = rowCounter();
  const formats = formatsOf(source, (note) => notes.push(note));
  const opened = await openRows({
    file: source.file,
    open: () => openFile(source.file),
    encoding: null,
    formats,
  });
  try {
    for await (const batch of opened.batches)
      for (const row of batch) {
        counter.row();
        const taken = take(row, source);
        if ('refused' in taken) {
          counter.reject(taken.refused);
          source.refuse(taken.refused);
          continue;
        }
        const orders = log.get(taken.customer);
        const order = { at: taken.order.at, amountMinor: taken.order.amountMinor };
        if (orders === undefined) log.set(taken.customer, [order]);
        else orders.push(order);
      }
  } finally {
    opened.close();
  }
  const { rows, rejected, faults } = counter.tally();
  const minorUnits = 10 ** minorDigits(source.currency ?? ANY_CURRENCY);
  return { log, rows, rejected, minorUnits, notes: [...notes, ...opened.notes(), ...faultNotes({ faults })] };
}
