/** Files of orders: the options of their import, how they are read, and how their rows reach the store. */
import * as z from 'zod';
import { isCurrencyCode } from '../../../core/currency.ts';
import { type OrderColumnMap, parseColumnMap } from '../../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import type { OrderCells } from '../../../core/customer/import/mapOrder.ts';
import type { DateFormat } from '../../../core/customer/import/orderDate.ts';
import type { ImportedOrder, ImportStore } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { misuse } from '../problem.ts';
import { csvLayout } from './csvLayout.ts';
import { encodingOf } from './decodeText.ts';
import { orderGroups } from './groups.ts';
import { orderNotesAround } from './importNotes.ts';
import { ndjsonReader } from './ndjsonReader.ts';
import { orderIntake } from './orderIntake.ts';
import { dryWriter, storeWriter } from './pageWriter.ts';
import type { CountingWriter, ImportReading } from './reading.ts';

export const orderOptions = z.object({
  map: z.string().min(1),
  currency: z.string().min(1),
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: z.string().exactOptional(),
});

export interface OrderRules {
  readonly map: OrderColumnMap;
  /** ISO 4217 code all amounts are in. */
  readonly currency: string;
  /** Reads and refuses as an import would, and leaves the store alone. */
  readonly dryRun: boolean;
  /** For dates that begin with a day or month. */
  readonly dateFormat?: DateFormat;
  /** Encoding of a file that is not UTF-8, by any name the Encoding standard knows. */
  readonly encoding?: string;
}

/** Throws `ImportMisuse` or a `Problem` where an option cannot be used. */
export function orderRules({ map, currency, ...rest }: z.infer<typeof orderOptions>): OrderRules {
  const columns = parseColumnMap(map);
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw misuse(
      'currency',
      `"${currency}" is no currency code`,
      'give a three-letter ISO 4217 code such as USD',
    );
  }
  return { ...rest, map: columns, currency };
}

/** The currency a shop has: of its settings, or of its first import as it is kept; null before that. */
export function shopCurrency(kept: string | null, settings: string | null): string | null {
  if (settings !== null) return settings;
  const known: unknown = kept === null ? null : JSON.parse(kept);
  return typeof known === 'string' ? known : null;
}

function agreedCurrency(given: string, known: string | null): string {
  const currency = given.trim().toUpperCase();
  if (!isCurrencyCode(currency))
    throw new ImportMisuse(
      'currency-invalid',
      `--currency must be an ISO 4217 code such as USD; got "${given}"`,
    );
  if (known !== null && known !== currency)
    throw new ImportMisuse(
      'currency-differs',
      `this shop's orders are in ${known}, the file is said to be in ${currency}; convert it, or import it into another workspace`,
    );
  return currency;
}

/** `shopCurrency`: the one the shop has. Throws `ImportMisuse` where currency or encoding cannot be. */
export function orderReading(
  rules: OrderRules,
  shop: { readonly shopCurrency: string | null; readonly now: Instant },
): ImportReading<OrderCells, ImportedOrder> {
  const { map, dryRun, dateFormat = null } = rules;
  const currency = agreedCurrency(rules.currency, shop.shopCurrency);
  const intake = orderIntake(
    { currency, now: shop.now, dateFormat },
    map.order !== undefined && map.item === undefined,
  );
  let groups: ReturnType<typeof orderGroups> | null = null;
  return {
    formats: {
      csv: (header) => csvLayout(header, map),
      ndjson: (firstLine) => ndjsonReader(map, firstLine),
    },
    encoding: rules.encoding === undefined ? null : encodingOf(rules.encoding),
    intake,
    groupOf(item) {
      groups ??= orderGroups();
      return groups(item);
    },
    notes: (columnNotes) => orderNotesAround(intake.tally(), { map, dryRun, columnNotes }),
  };
}

export function orderWriter(
  { dryRun }: Pick<OrderRules, 'dryRun'>,
  store: Pick<ImportStore, 'importOrders' | 'beginImport'>,
): CountingWriter<ImportedOrder> {
  return dryRun ? dryWriter() : storeWriter(store);
}
