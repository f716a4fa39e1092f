/**
 * How imported rows share transactions: rows of one customer stay together and in their order, small customers share a
 * transaction of up to `MOST_ITEMS` items, and what is too large for one is written in several, one after the other.
 */

/** DynamoDB takes 100 items and 4 MB in one transaction; a little is left for what a row turns out to need. */
const MOST_ITEMS = 98;
const MOST_BYTES = 1_500_000;

export interface Weighed<Row> {
  readonly row: Row;
  /** Place among the rows of the call. */
  readonly place: number;
  /** Items it may write, those of its customer apart. */
  readonly items: number;
  readonly bytes: number;
}

/** Rows of one transaction. */
export type Bundle<Row> = readonly Weighed<Row>[];

/** Transactions to be written one after the other. */
export type BundleChain<Row> = readonly Bundle<Row>[];

interface Filling<Row> {
  rows: Weighed<Row>[];
  items: number;
  bytes: number;
}

function empty<Row>(): Filling<Row> {
  return { rows: [], items: 0, bytes: 0 };
}

function sum(rows: readonly { readonly items: number; readonly bytes: number }[]) {
  return rows.reduce(
    (total, { items, bytes }) => ({ items: total.items + items, bytes: total.bytes + bytes }),
    {
      items: 0,
      bytes: 0,
    },
  );
}

/** Rows of one customer, as few transactions as hold them. */
function chained<Row>(rows: readonly Weighed<Row>[], ofCustomer: number): BundleChain<Row> {
  const chain: Bundle<Row>[] = [];
  let open = empty<Row>();
  for (const row of rows) {
    const isFull = open.items + row.items > MOST_ITEMS - ofCustomer || open.bytes + row.bytes > MOST_BYTES;
    if (isFull && open.rows.length > 0) {
      chain.push(open.rows);
      open = empty();
    }
    open.rows.push(row);
    open.items += row.items;
    open.bytes += row.bytes;
  }
  if (open.rows.length > 0) chain.push(open.rows);
  return chain;
}

/** `ofCustomer`: items each customer may add to those of their rows. */
export function bundled<Row>(
  rows: readonly Weighed<Row>[],
  customerOf: (row: Row) => string,
  ofCustomer: number,
): BundleChain<Row>[] {
  const byCustomer = new Map<string, Weighed<Row>[]>();
  for (const row of rows) {
    const known = byCustomer.get(customerOf(row.row));
    if (known === undefined) byCustomer.set(customerOf(row.row), [row]);
    else known.push(row);
  }
  const chains: BundleChain<Row>[] = [];
  let open = empty<Row>();
  for (const theirs of byCustomer.values()) {
    const { items, bytes } = sum(theirs);
    if (items + ofCustomer > MOST_ITEMS || bytes > MOST_BYTES) {
      chains.push(chained(theirs, ofCustomer));
      continue;
    }
    if (open.items + items + ofCustomer > MOST_ITEMS || open.bytes + bytes > MOST_BYTES) {
      chains.push([open.rows]);
      open = empty();
    }
    open.rows.push(...theirs);
    open.items += items + ofCustomer;
    open.bytes += bytes;
  }
  if (open.rows.length > 0) chains.push([open.rows]);
  return chains;
}

/**
 * The same rows in rounds, one after the other, so that of several customers with the same order id the first row comes first.
 * One round but where a file is at odds with itself.
 */
export function inRounds<Row>(
  rows: readonly Weighed<Row>[],
  idOf: (row: Row) => string,
  customerOf: (row: Row) => string,
): (readonly Weighed<Row>[])[] {
  const rounds: (readonly Weighed<Row>[])[] = [];
  let left = rows;
  while (left.length > 0) {
    const first = new Map<string, string>();
    for (const { row } of left) if (!first.has(idOf(row))) first.set(idOf(row), customerOf(row));
    const isNow = ({ row }: Weighed<Row>) => first.get(idOf(row)) === customerOf(row);
    rounds.push(left.filter(isNow));
    left = left.filter((row) => !isNow(row));
  }
  return rounds;
}
