/**
 * Rows of orders put in one transaction: each in the light of those before it. What is read is what the rows name; the
 * decision about each is the memory store's, told in the same words (`adapters/memory/importPort.ts`, `orderRows.ts`).
 */
import type { Order, OrderLine } from '../../../core/customer/order.ts';
import { newPerson } from '../../../core/customer/person.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { ImportedOrder } from '../../../core/ports.ts';
import { identityOf, ordinalId } from '../../records/importedRow.ts';
import type { ItemKey } from './itemKey.ts';
import { keyOf } from './keys.ts';
import {
  type LineRow,
  type OrderMark,
  orderMarkWrite,
  orderWrite,
  readOrder,
  readOrderMark,
  wholeOrderMark,
} from './records/orderItem.ts';
import { putProfile, readProfile } from './records/personItem.ts';
import { rootOf } from './roots.ts';
import type { Transaction } from './transaction.ts';

export type RowResult = 'accepted' | 'duplicate';

/** Items a row may write: the order and its mark. */
export const ITEMS_A_ROW = 2;
/** Items a customer may add: the profile, and the identity that must stay. */
export const ITEMS_A_CUSTOMER = 2;

/** The ordinals from which identical rows are looked for: all before them are this import's. */
export interface FirstOrdinals {
  first(id: string): number;
}

function isSameLine(a: LineRow, b: LineRow): boolean {
  return a.item === b.item && a.quantity === b.quantity && a.amountMinor === b.amountMinor;
}

export class OrderImport {
  /** By id of a row made from its content: the last ordinal this import has shown. */
  readonly shown = new Map<string, number>();
  private readonly tx: Transaction;
  private readonly importId: number;
  private readonly ordinals: FirstOrdinals;

  constructor(tx: Transaction, importId: number, ordinals: FirstOrdinals) {
    this.tx = tx;
    this.importId = importId;
    this.ordinals = ordinals;
  }

  /** All rows, in their order. */
  async put(rows: readonly ImportedOrder[]): Promise<RowResult[]> {
    await this.tx.getAll(this.keysOf(rows));
    const results: RowResult[] = [];
    for (const row of rows) results.push(await this.row(row));
    return results;
  }

  /** What the rows are likely to ask for, to be read at once. */
  private keysOf(rows: readonly ImportedOrder[]): ItemKey[] {
    const keys: ItemKey[] = [];
    const repeated = new Map<string, number>();
    for (const row of rows) {
      const { id, customerId } = row.order;
      keys.push(keyOf.profile(customerId), keyOf.identity(customerId));
      if (identityOf(row).kind !== 'content') {
        keys.push(keyOf.orderId(id));
        continue;
      }
      const before = repeated.get(id) ?? 0;
      repeated.set(id, before + 1);
      keys.push(keyOf.orderId(ordinalId(id, this.ordinals.first(id) + before)));
    }
    return keys;
  }

  private async row(row: ImportedOrder): Promise<RowResult> {
    const order = await this.underRoot(row.order);
    const identity = identityOf(row);
    switch (identity.kind) {
      case 'order':
        if ((await this.mark(order.id)) !== null) return 'duplicate';
        return this.putOrder(order, wholeOrderMark(order, this.importId));
      case 'content':
        return this.putContent(order);
      case 'line':
        return this.putLine(order, identity.line);
    }
  }

  /** An order of an id that leads to another is the other's, and remembers the id it came with. */
  private async underRoot(order: Order): Promise<Order> {
    const root = await rootOf(this.tx, order.customerId);
    return root === order.customerId ? order : { ...order, customerId: root, origin: order.customerId };
  }

  private async mark(orderId: string): Promise<OrderMark | null> {
    const item = await this.tx.get(keyOf.orderId(orderId));
    return item === null ? null : readOrderMark(item);
  }

  private putMark(orderId: string, mark: OrderMark): void {
    this.tx.put(keyOf.orderId(orderId), orderMarkWrite(mark));
  }

  private async putOrder(order: Order, mark: OrderMark): Promise<RowResult> {
    const key = keyOf.order(order.customerId, order.at, order.id);
    this.tx.insert(key, orderWrite(order));
    this.putMark(order.id, mark);
    await this.know(order.customerId, order.at);
    return 'accepted';
  }

  private async know(id: CustomerId, at: number): Promise<void> {
    const item = await this.tx.get(keyOf.profile(id));
    if (item === null) {
      putProfile(this.tx, { person: { ...newPerson(id, at), version: 1 }, toldSince: at });
      return;
    }
    const { person, toldSince } = readProfile(item);
    const knownSince = Math.min(person.knownSince, at);
    putProfile(this.tx, { person: { ...person, version: person.version + 1, knownSince }, toldSince });
  }

  private async putContent(order: Order): Promise<RowResult> {
    const { id } = order;
    for (let ordinal = this.shown.get(id) ?? this.ordinals.first(id); ; ordinal += 1) {
      const place = ordinalId(id, ordinal);
      const mark = await this.mark(place);
      if (mark !== null && mark.lines !== null) return 'duplicate';
      if (mark?.lastImport === this.importId) continue;
      this.shown.set(id, ordinal);
      if (mark === null) {
        const whole = wholeOrderMark(order, this.importId);
        return this.putOrder(place === id ? order : { ...order, id: place }, whole);
      }
      this.putMark(place, { ...mark, lastImport: this.importId });
      return 'duplicate';
    }
  }

  private async putLine(order: Order, line: OrderLine): Promise<RowResult> {
    const { item, quantity } = line;
    const row: LineRow = { item, quantity, amountMinor: order.amountMinor, lastImport: this.importId };
    const mark = await this.mark(order.id);
    if (mark === null) return this.putOrder(order, { at: order.at, lastImport: 0, lines: [row] });
    if (mark.lines === null) return 'duplicate';
    const key = keyOf.order(order.customerId, mark.at, order.id);
    const there = await this.tx.get(key);
    if (there === null) return 'duplicate';
    const repeated = mark.lines.findIndex(
      (known) => isSameLine(known, row) && known.lastImport !== this.importId,
    );
    if (repeated !== -1) {
      this.putMark(order.id, { ...mark, lines: mark.lines.with(repeated, row) });
      return 'duplicate';
    }
    this.putMark(order.id, { ...mark, lines: [...mark.lines, row] });
    const known = readOrder(there);
    const amountMinor = known.amountMinor + order.amountMinor;
    this.tx.put(key, orderWrite({ ...known, amountMinor, lines: [...known.lines, line] }));
    await this.know(order.customerId, known.at);
    return 'accepted';
  }
}
