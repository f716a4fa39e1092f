/**
 * Which column of a file means what. A map names columns by their header (keys, in NDJSON); customer, date and amount
 * are always needed, the rest is taken where named. Whether the columns exist is for whoever has read the header.
 */
import { ImportMisuse } from './importMisuse.ts';

const REQUIRED = ['customer', 'date', 'amount'] as const;
const OPTIONAL = ['order', 'item', 'quantity', 'price', 'cost', 'currency'] as const;
/** Every field of an order that a column can fill, required ones first. */
export const ORDER_FIELDS = [...REQUIRED, ...OPTIONAL] as const;

export type RequiredOrderField = (typeof REQUIRED)[number];
export type OrderField = (typeof ORDER_FIELDS)[number];

/** Column name by field. */
export type OrderColumnMap = Readonly<Record<RequiredOrderField, string>> &
  Readonly<Partial<Record<OrderField, string>>>;

const EXAMPLE = '--map customer=customer_id,date=ordered_at,amount=total';

export function isRequiredField(field: OrderField): field is RequiredOrderField {
  return REQUIRED.some((required) => required === field);
}

function isOrderField(text: string): text is OrderField {
  return ORDER_FIELDS.some((field) => field === text);
}

function parseEntry(entry: string): { field: OrderField; column: string } {
  const equals = entry.indexOf('=');
  const field = entry.slice(0, Math.max(equals, 0)).trim().toLowerCase();
  const column = entry.slice(equals + 1).trim();
  if (equals < 1 || column === '')
    throw new ImportMisuse(
      'map-invalid',
      `"${entry.trim()}" in --map is not of the form field=column; for example ${EXAMPLE}`,
    );
  if (isOrderField(field)) return { field, column };
  throw new ImportMisuse(
    'map-unknown-field',
    `--map knows no field "${field}"; the fields are ${ORDER_FIELDS.join(', ')}: remove it or correct its name`,
  );
}

function refuseRepeats(
  columns: Partial<Record<OrderField, string>>,
  field: OrderField,
  column: string,
): void {
  if (columns[field] !== undefined)
    throw new ImportMisuse(
      'map-repeated',
      `--map names ${field} twice (columns "${columns[field]}" and "${column}"); keep one of them`,
    );
  const other = ORDER_FIELDS.find((known) => columns[known] === column);
  if (other !== undefined)
    throw new ImportMisuse(
      'map-repeated',
      `--map gives column "${column}" to both ${other} and ${field}; name another column for one of them`,
    );
}

/**
 * Parses `customer=masterid,date=date,amount=sales[,order=…,item=…,quantity=…,price=…,cost=…,currency=…]`. A column's name may
 * hold commas, as long as none is followed by `word=`. Throws `ImportMisuse` (`map-…`) naming the field and the remedy.
 */
export function parseColumnMap(text: string): OrderColumnMap {
  const columns: Partial<Record<OrderField, string>> = {};
  for (const entry of text.split(/,(?=\s*[\p{L}\w-]+\s*=)/u)) {
    const { field, column } = parseEntry(entry);
    refuseRepeats(columns, field, column);
    columns[field] = column;
  }
  const { customer, date, amount } = columns;
  if (customer === undefined) throw missing('customer');
  if (date === undefined) throw missing('date');
  if (amount === undefined) throw missing('amount');
  for (const field of ['quantity', 'price', 'cost'] as const)
    if (columns[field] !== undefined && columns.item === undefined)
      throw new ImportMisuse(
        'map-missing-field',
        `--map names ${field}, which belongs to a line of an order, but no item; add item=COLUMN or leave ${field} out`,
      );
  return { ...columns, customer, date, amount };
}

function missing(field: RequiredOrderField): ImportMisuse {
  return new ImportMisuse(
    'map-missing-field',
    `--map names no column for ${field}; add ${field}=COLUMN (${EXAMPLE})`,
  );
}
