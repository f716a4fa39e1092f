/**
 * Which orders are known, for ever, and which import last showed each row of them. An order that came whole is one
 * number; an order made of lines keeps its lines.
 */
import type { OrderLine } from '../../core/customer/order.ts';
import { Ordinals } from '../records/ordinals.ts';
import { ordinalId } from '../records/importedRow.ts';

interface LineRow {
  readonly item: string;
  readonly quantity: number;
  readonly amountMinor: number;
  lastImport: number;
}

/** Of an order that no import showed. */
const NO_IMPORT = 0;

export class OrderRows {
  private readonly rows = new Map<string, number | LineRow[]>();
  private readonly ordinals = new Ordinals();

  has(id: string): boolean {
    return this.rows.has(id);
  }

  /** The order is erased: it may come again. */
  forget(id: string): void {
    this.rows.delete(id);
  }

  /** Remembers an order that came whole. */
  addWhole(id: string, importId: number = NO_IMPORT): void {
    this.rows.set(id, importId);
  }

  /** The id under which the next row of this content is an order of its own; null where the row is a repeat. */
  placeForContent(id: string, importId: number): string | null {
    for (let ordinal = this.ordinals.first(importId, id); ; ordinal += 1) {
      const place = ordinalId(id, ordinal);
      const shownBy = this.rows.get(place);
      if (shownBy === importId) continue;
      if (Array.isArray(shownBy)) return null;
      this.ordinals.take(importId, id, ordinal);
      if (shownBy === undefined) return place;
      this.rows.set(place, importId);
      return null;
    }
  }

  /** A repeat is a line that is there, or any line of an order that came whole. */
  showLine(id: string, line: OrderLine, amountMinor: number, importId: number): 'new' | 'repeat' {
    const lines = this.rows.get(id);
    if (typeof lines === 'number') return 'repeat';
    const row = { item: line.item, quantity: line.quantity, amountMinor, lastImport: importId };
    if (lines === undefined) {
      this.rows.set(id, [row]);
      return 'new';
    }
    const known = lines.find((one) => isSameLine(one, row) && one.lastImport !== importId);
    if (known !== undefined) {
      known.lastImport = importId;
      return 'repeat';
    }
    lines.push(row);
    return 'new';
  }
}

function isSameLine(a: LineRow, b: LineRow): boolean {
  return a.item === b.item && a.quantity === b.quantity && a.amountMinor === b.amountMinor;
}
