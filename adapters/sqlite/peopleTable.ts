/** People and orders of a store file, one by one; the conditions are the ports'. */
import type { StatementSync } from 'node:sqlite';
import type { Order, OrderLine } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import { type CustomerId, customerId } from '../../core/ids.ts';
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import { flag, insertInto, number, numberOrNull, type Row, takeOver, text, textOrNull } from './columns.ts';
import {
  lifecycleValues,
  PERSON_COLUMNS,
  personValues,
  readPerson,
  PERSON_FIELDS,
  HAS_ORDERS,
  FROM_PEOPLE,
  VERSION,
} from './personRows.ts';
import type { SqliteFile } from './sqliteFile.ts';

/** Of an order that no import showed. */
const NO_IMPORT = 0;

/** Where a person is and what the next write is conditional on. */
export interface PersonPlace {
  readonly no: number;
  readonly version: number;
  /** How much of the version is orders and evaluations, which are kept apart from the person. */
  readonly versionsElsewhere: number;
}

/** All but the id: an index of a column that is set is written again, though the value is the same. */
const CHANGING_COLUMNS = PERSON_COLUMNS.filter((column) => column !== 'id');

function preparePeople(file: SqliteFile) {
  return {
    person: file.prepare(`SELECT ${PERSON_FIELDS} ${FROM_PEOPLE} WHERE p.id = ?`),
    personToChange: file.prepare(`SELECT ${PERSON_FIELDS}, ${HAS_ORDERS} ${FROM_PEOPLE} WHERE p.id = ?`),
    place: file.prepare(`SELECT p.no, p.version_base, ${VERSION} AS version ${FROM_PEOPLE} WHERE p.id = ?`),
    putPerson: file.prepare(
      `${insertInto('people', PERSON_COLUMNS)} ON CONFLICT (id) DO UPDATE SET ${takeOver(CHANGING_COLUMNS)}`,
    ),
    addPerson: file.prepare(insertInto('people', PERSON_COLUMNS)),
    addPersonIfNew: file.prepare(`${insertInto('people', PERSON_COLUMNS)} ON CONFLICT (id) DO NOTHING`),
    numberOf: file.prepare('SELECT no FROM people WHERE id = ?'),
    putLifecycle: file.prepare(
      `INSERT INTO lifecycles (customer_id, evaluations, stage, grade, change_at, body) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (customer_id) DO UPDATE SET evaluations = evaluations + excluded.evaluations,
      stage = excluded.stage, grade = excluded.grade, change_at = excluded.change_at, body = excluded.body`,
    ),
    lifecycle: file.prepare('SELECT body FROM lifecycles WHERE customer_id = ?'),
    version: file.prepare(`SELECT ${VERSION} AS version ${FROM_PEOPLE} WHERE p.id = ?`),
    moveVersion: file.prepare('UPDATE people SET version_base = version_base + ? WHERE no = ?'),
    hasOrder: file.prepare('SELECT 1 FROM orders WHERE id = ?'),
    addOrder: file.prepare(
      `INSERT INTO orders (id, customer_no, at, amount_minor, currency, whole, last_import, origin)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ),
    addLine: file.prepare(
      `INSERT INTO order_lines (order_no, ordinal, item, quantity, price_minor, amount_minor, last_import, cost_minor)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    orders: file.prepare(
      `SELECT o.id, o.at, o.amount_minor, o.currency, o.origin, l.item, l.quantity, l.price_minor, l.cost_minor
      FROM people p JOIN orders o ON o.customer_no = p.no LEFT JOIN order_lines l ON l.order_no = o.no
      WHERE p.id = ? ORDER BY o.at, o.id, l.ordinal`,
    ),
  } satisfies Record<string, StatementSync>;
}

function readLine(row: Row): OrderLine | null {
  if (row.item === null) return null;
  return lineOfRow(row);
}

export function lineOfRow(row: Row): OrderLine {
  const costMinor = numberOrNull(row, 'cost_minor');
  return {
    item: text(row, 'item'),
    quantity: number(row, 'quantity'),
    priceMinor: numberOrNull(row, 'price_minor'),
    ...(costMinor === null ? {} : { costMinor }),
  };
}

function originOf(row: Row, owner: CustomerId): Pick<Order, 'origin'> {
  const origin = textOrNull(row, 'origin');
  return origin === null || origin === owner ? {} : { origin: customerId(origin) };
}

/** Folds rows of orders joined with their lines. */
function readOrders(rows: readonly Row[], owner: CustomerId): Order[] {
  const orders: (Order & { lines: OrderLine[] })[] = [];
  for (const row of rows) {
    const id = text(row, 'id');
    let order = orders.at(-1);
    if (order?.id !== id) {
      order = {
        id,
        customerId: owner,
        at: number(row, 'at'),
        amountMinor: number(row, 'amount_minor'),
        currency: text(row, 'currency'),
        lines: [],
        ...originOf(row, owner),
      };
      orders.push(order);
    }
    const line = readLine(row);
    if (line !== null) order.lines.push(line);
  }
  return orders;
}

export class PeopleTable {
  private readonly sql: ReturnType<typeof preparePeople>;

  constructor(file: SqliteFile) {
    this.sql = preparePeople(file);
  }

  person(id: CustomerId): Person | null {
    const row = this.sql.person.get(id);
    return row === undefined ? null : readPerson(row);
  }

  /** With their orders, which are looked for only where there are any; null where the customer is unknown. */
  personWithOrders(id: CustomerId): { readonly person: Person; readonly orders: Order[] } | null {
    const row = this.sql.personToChange.get(id);
    if (row === undefined) return null;
    const person = readPerson(row);
    return { person, orders: flag(row, 'has_orders') ? this.orders(id) : [] };
  }

  /** Null where the customer is unknown. */
  place(id: CustomerId): PersonPlace | null {
    const row = this.sql.place.get(id);
    if (row === undefined) return null;
    const version = number(row, 'version');
    return { no: number(row, 'no'), version, versionsElsewhere: version - number(row, 'version_base') };
  }

  /** Writes the whole person; `versionsElsewhere` counts their orders and evaluations once this change is written. */
  putPerson(person: Person, versionsElsewhere: number): void {
    this.sql.putPerson.run(...personValues(person, versionsElsewhere));
    const row = this.sql.lifecycle.get(person.id);
    const before = row === undefined ? null : textOrNull(row, 'body');
    const after = person.lifecycle === null ? null : JSON.stringify(person.lifecycle);
    if (after !== before)
      this.sql.putLifecycle.run(person.id, 0, ...lifecycleValues(person.lifecycle, after));
  }

  /** Adds somebody new; the number of their row. */
  addPerson(person: Person): number {
    return Number(this.sql.addPerson.run(...personValues(person, 0)).lastInsertRowid);
  }

  /** False where somebody is known by this id, who stays as they are. */
  addPersonIfNew(person: Person): boolean {
    return this.sql.addPersonIfNew.run(...personValues(person, 0)).changes > 0;
  }

  /** The person's version; null where the customer is unknown. */
  version(id: CustomerId): number | null {
    const row = this.sql.version.get(id);
    return row === undefined ? null : number(row, 'version');
  }

  /** Number of the person's row; null where the customer is unknown. */
  numberOf(id: CustomerId): number | null {
    const row = this.sql.numberOf.get(id);
    return row === undefined ? null : number(row, 'no');
  }

  /** Gives the person this lifecycle and the next version; false where they are not at this version. */
  putLifecycle(id: CustomerId, version: number, lifecycle: Lifecycle): boolean {
    if (this.version(id) !== version) return false;
    this.sql.putLifecycle.run(id, 1, ...lifecycleValues(lifecycle, JSON.stringify(lifecycle)));
    return true;
  }

  moveVersion(no: number, by: number): void {
    this.sql.moveVersion.run(by, no);
  }

  /** Oldest first, then by id. */
  orders(id: CustomerId): Order[] {
    return readOrders(this.sql.orders.all(id), id);
  }

  hasOrder(id: string): boolean {
    return this.sql.hasOrder.get(id) !== undefined;
  }

  /** Puts an order that came whole, which moves its customer's version by one; false where its id is taken. */
  addWholeOrder(no: number, order: Order, id: string, importId: number = NO_IMPORT): boolean {
    const { at, amountMinor, currency, lines } = order;
    const { changes, lastInsertRowid } = this.sql.addOrder.run(
      id,
      no,
      at,
      amountMinor,
      currency,
      1,
      importId,
      order.origin ?? null,
    );
    if (changes === 0) return false;
    for (const [index, { item, quantity, priceMinor, costMinor = null }] of lines.entries()) {
      this.sql.addLine.run(lastInsertRowid, index + 1, item, quantity, priceMinor, null, importId, costMinor);
    }
    return true;
  }
}
