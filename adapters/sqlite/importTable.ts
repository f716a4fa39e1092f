/**
 * Imported rows put one by one into a store file: the identity rules of `importOrders` over its tables. Customers met
 * lately are remembered by number, so that a row of a known customer costs one insert.
 */
import type { StatementSync } from 'node:sqlite';
import type { Order, OrderLine } from '../../core/customer/order.ts';
import { newPerson } from '../../core/customer/person.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { ImportedOrder } from '../../core/ports.ts';
import { identityOf, ordinalId } from '../records/importedRow.ts';
import { Ordinals } from '../records/ordinals.ts';
import { flag, number } from './columns.ts';
import { countOf } from './counters.ts';
import type { IdentityTable } from './identityTable.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { SqliteFile } from './sqliteFile.ts';

const MOST_REMEMBERED = 200_000;

type RowResult = 'accepted' | 'duplicate';

function prepareImports(file: SqliteFile) {
  return {
    shown: file.prepare('SELECT whole, last_import FROM orders WHERE id = ?'),
    showOrder: file.prepare('UPDATE orders SET last_import = ? WHERE id = ?'),
    order: file.prepare('SELECT no, customer_no, whole FROM orders WHERE id = ?'),
    addLineOrder: file.prepare(
      `INSERT INTO orders (id, customer_no, at, amount_minor, currency, whole, last_import, origin)
      VALUES (?, ?, ?, 0, ?, 0, ?, ?)`,
    ),
    growOrder: file.prepare('UPDATE orders SET amount_minor = amount_minor + ? WHERE no = ?'),
    /** The first line like this one that this import has not shown yet. */
    likeLine: file.prepare(
      `SELECT ordinal FROM order_lines WHERE order_no = ? AND item = ? AND quantity = ? AND amount_minor = ?
      AND last_import <> ? ORDER BY ordinal LIMIT 1`,
    ),
    showLine: file.prepare('UPDATE order_lines SET last_import = ? WHERE order_no = ? AND ordinal = ?'),
    addLine: file.prepare(
      `INSERT INTO order_lines (order_no, ordinal, item, quantity, price_minor, amount_minor, last_import, cost_minor)
      VALUES (?1, 1 + (SELECT count(*) FROM order_lines WHERE order_no = ?1), ?2, ?3, ?4, ?5, ?6, ?7)`,
    ),
  } satisfies Record<string, StatementSync>;
}

export class ImportTable {
  private readonly people: PeopleTable;
  private readonly identities: IdentityTable;
  private readonly merges: () => number;
  private mergesSeen = 0;
  private readonly sql: ReturnType<typeof prepareImports>;
  private readonly customers = new Map<CustomerId, number>();
  private readonly ordinals = new Ordinals();

  constructor(file: SqliteFile, people: PeopleTable, identities: IdentityTable) {
    this.people = people;
    this.identities = identities;
    const count = countOf(file);
    this.merges = () => count('merges');
    this.sql = prepareImports(file);
    file.onUndo(() => {
      this.customers.clear();
      this.ordinals.forget();
    });
  }

  /** To be called within each transaction before its rows: another process may have merged somebody remembered here. */
  begin(): void {
    const merges = this.merges();
    if (merges !== this.mergesSeen) this.customers.clear();
    this.mergesSeen = merges;
  }

  put(told: ImportedOrder, importId: number): RowResult {
    const row = this.underRoot(told);
    const identity = identityOf(row);
    switch (identity.kind) {
      case 'order':
      case 'content':
        return this.putWhole(row, importId);
      case 'line':
        return this.putLine(row.order, identity.line, importId);
    }
  }

  /** An order of an id that leads to another is the other's, and remembers the id it came with. */
  private underRoot(row: ImportedOrder): ImportedOrder {
    if (this.mergesSeen === 0) return row;
    const id = row.order.customerId;
    if (this.customer(id) !== null) return row;
    const owner = this.identities.ownerOf(id);
    return owner === id ? row : { ...row, order: { ...row.order, customerId: owner, origin: id } };
  }

  private putWhole({ order, idFromContent }: ImportedOrder, importId: number): RowResult {
    const known = this.customer(order.customerId);
    if (known !== null && this.people.addWholeOrder(known, order, order.id, importId)) return 'accepted';
    const id = idFromContent ? this.placeForContent(order.id, importId) : this.placeForId(order.id);
    if (id === null) return 'duplicate';
    this.people.addWholeOrder(known ?? this.makeKnown(order), order, id, importId);
    return 'accepted';
  }

  private placeForId(id: string): string | null {
    return this.people.hasOrder(id) ? null : id;
  }

  /** The id under which the next row of this content is an order of its own; null where the row is a repeat. */
  private placeForContent(id: string, importId: number): string | null {
    for (let ordinal = this.ordinals.first(importId, id); ; ordinal += 1) {
      const place = ordinalId(id, ordinal);
      const shown = this.sql.shown.get(place);
      if (shown !== undefined && !flag(shown, 'whole')) return null;
      if (shown !== undefined && number(shown, 'last_import') === importId) continue;
      this.ordinals.take(importId, id, ordinal);
      if (shown === undefined) return place;
      this.sql.showOrder.run(importId, place);
      return null;
    }
  }

  private putLine(order: Order, line: OrderLine, importId: number): RowResult {
    const { amountMinor } = order;
    const found = this.sql.order.get(order.id);
    if (found === undefined) {
      const customer = this.customer(order.customerId) ?? this.makeKnown(order);
      const { at, currency } = order;
      const { lastInsertRowid } = this.sql.addLineOrder.run(
        order.id,
        customer,
        at,
        currency,
        importId,
        order.origin ?? null,
      );
      this.addLine(Number(lastInsertRowid), line, amountMinor, importId);
      return 'accepted';
    }
    const customer = this.customer(order.customerId);
    if (flag(found, 'whole') || number(found, 'customer_no') !== customer) return 'duplicate';
    const no = number(found, 'no');
    const like = this.sql.likeLine.get(no, line.item, line.quantity, amountMinor, importId);
    if (like !== undefined) {
      this.sql.showLine.run(importId, no, number(like, 'ordinal'));
      return 'duplicate';
    }
    this.addLine(no, line, amountMinor, importId);
    this.people.moveVersion(customer, 1);
    return 'accepted';
  }

  private addLine(orderNo: number, line: OrderLine, amountMinor: number, importId: number): void {
    const { item, quantity, priceMinor, costMinor = null } = line;
    this.sql.addLine.run(orderNo, item, quantity, priceMinor, amountMinor, importId, costMinor);
    this.sql.growOrder.run(amountMinor, orderNo);
  }

  private customer(id: CustomerId): number | null {
    const remembered = this.customers.get(id);
    if (remembered !== undefined) return remembered;
    const no = this.people.numberOf(id);
    if (no !== null) this.remember(id, no);
    return no;
  }

  /** Makes a customer known by their first order, at version 0; the order moves it to 1. */
  private makeKnown(order: Order): number {
    const no = this.people.addPerson(newPerson(order.customerId, order.at));
    this.remember(order.customerId, no);
    return no;
  }

  private remember(id: CustomerId, no: number): void {
    if (this.customers.size >= MOST_REMEMBERED) this.customers.clear();
    this.customers.set(id, no);
  }
}
