/**
 * Baskets of a store file, by customer id. A page is two statements of one read: whom it goes up to, and what they ordered.
 * People without lines cost the page nothing but their place in it.
 */
import type { OrderLine } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import type { Basket, PersonBaskets } from '../../core/recommend/baskets.ts';
import type { Instant } from '../../core/time.ts';
import { number, type Row, text, textOrNull } from './columns.ts';
import { lineOfRow } from './peopleTable.ts';
import type { SqliteFile } from './sqliteFile.ts';

const PAGE = 2_000;

/** Orders of a shop that names no items are not looked through. */
const ANY_LINE = 'SELECT 1 FROM order_lines LIMIT 1';

const LAST_OF_PAGE = `SELECT max(id) AS last FROM (SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ${PAGE})`;

const LINES = `SELECT p.id AS customer, o.id, o.at, o.amount_minor, l.item, l.quantity, l.price_minor, l.cost_minor
  FROM people p JOIN orders o ON o.customer_no = p.no JOIN order_lines l ON l.order_no = o.no
  WHERE p.id > ? AND p.id <= ? AND o.at < ? ORDER BY p.id, o.at, o.id, l.ordinal`;

interface OpenBasket extends Basket {
  readonly lines: OrderLine[];
}

interface OpenPerson extends PersonBaskets {
  readonly baskets: OpenBasket[];
}

function openBasket(row: Row): OpenBasket {
  return { id: text(row, 'id'), at: number(row, 'at'), amountMinor: number(row, 'amount_minor'), lines: [] };
}

/** Folds rows, which come by customer and then by order. */
function readBaskets(rows: readonly Row[]): PersonBaskets[] {
  const people: OpenPerson[] = [];
  for (const row of rows) {
    const id = text(row, 'customer');
    let person = people.at(-1);
    if (person?.customerId !== id) {
      person = { customerId: customerId(id), baskets: [] };
      people.push(person);
    }
    let basket = person.baskets.at(-1);
    if (basket === undefined || basket.id !== row.id) {
      basket = openBasket(row);
      person.baskets.push(basket);
    }
    basket.lines.push(lineOfRow(row));
  }
  return people;
}

/** Prepares the scan of a file. */
export function basketScan(file: SqliteFile): (before: Instant) => AsyncGenerator<readonly PersonBaskets[]> {
  const anyLine = file.prepare(ANY_LINE);
  const last = file.prepare(LAST_OF_PAGE);
  const lines = file.prepare(LINES);
  return async function* scan(before) {
    if ((await file.read(() => anyLine.get())) === undefined) return;
    let after = '';
    for (;;) {
      const page = await file.read(() => {
        const row = last.get(after);
        const upTo = row === undefined ? null : textOrNull(row, 'last');
        return upTo === null ? null : { upTo, people: readBaskets(lines.all(after, upTo, before)) };
      });
      if (page === null) return;
      after = page.upTo;
      if (page.people.length > 0) yield page.people;
    }
  };
}
