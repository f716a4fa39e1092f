/**
 * One row of a file, its cells still text, becomes an order or the reason why it cannot. The first fault found is the
 * one told. Pure and the same for every file format; where the row stands in the file is for the caller to add.
 *
 * Ids: a row without an order column is identified by its content (customer, instant, amount, currency). A refund that
 * carries the id of its purchase gets an id of its own from (order id, instant, amount), so it does not collide.
 */
import { type CustomerId, isCustomerId } from '../../ids.ts';
import type { Instant } from '../../time.ts';
import type { Order, OrderLine } from '../order.ts';
import { type AmountReading, parseAmount } from './amount.ts';
import type { OrderField } from './columnMap.ts';
import { contentId } from './contentId.ts';
import { type DateRules, parseOrderDate } from './orderDate.ts';
import { type Fault, type FieldFault, type Unreadable, unreadable } from './rowFault.ts';
import { faultOfText } from './valueText.ts';

/** The text of every field; null where no column is mapped to it. */
export type OrderCells = Readonly<
  Record<'customer' | 'date' | 'amount', string> &
    Record<Exclude<OrderField, 'customer' | 'date' | 'amount'>, string | null>
>;

export interface MappingRules extends DateRules {
  /** ISO 4217 code of the shop; rows in another are refused. */
  readonly currency: string;
}

export type MappedOrder =
  | {
      readonly kind: 'order';
      readonly order: Order;
      readonly idFromContent: boolean;
      readonly reading: AmountReading;
    }
  | ({ readonly kind: 'rejected' } & FieldFault);

const QUANTITY = /^-?\d{1,9}(?:\.\d{1,6})?$/;

function parseCustomer(raw: string): { readonly kind: 'id'; readonly id: CustomerId } | Unreadable {
  const id = raw.trim();
  const fault = faultOfText(id);
  if (fault !== null) return fault;
  return isCustomerId(id) ? { kind: 'id', id } : unreadable('too-long', 'is no customer id', 'shorten it');
}

function parseQuantity(
  raw: string | null,
): { readonly kind: 'quantity'; readonly quantity: number } | Unreadable {
  const text = raw?.trim() ?? '';
  if (text === '') return { kind: 'quantity', quantity: 1 };
  return QUANTITY.test(text)
    ? { kind: 'quantity', quantity: Number(text) }
    : unreadable('not-a-number', 'is not a quantity', 'write it as digits, for example 2; empty means 1');
}

function parsePrice(
  raw: string | null,
  currency: string,
): { readonly kind: 'price'; readonly minor: number | null } | Unreadable {
  if (raw === null || raw.trim() === '') return { kind: 'price', minor: null };
  const price = parseAmount(raw, currency);
  return price.kind === 'unreadable' ? price : { kind: 'price', minor: price.minor };
}

function parseCost(raw: string | null, currency: string): ReturnType<typeof parsePrice> {
  const cost = parsePrice(raw, currency);
  if (cost.kind === 'unreadable' || cost.minor === null || cost.minor >= 0) return cost;
  return unreadable('not-a-number', 'is negative', 'write what one piece cost, 0 or more, or leave it empty');
}

function rejected(field: OrderField, value: string | null, { code, problem, remedy }: Fault): MappedOrder {
  return { kind: 'rejected', field, value: value ?? '', code, problem, remedy };
}

type Lines = { readonly kind: 'lines'; readonly lines: readonly OrderLine[] };
const NO_LINES: Lines = { kind: 'lines', lines: [] };

function mapLines(
  cells: OrderCells,
  currency: string,
): Lines | (MappedOrder & { readonly kind: 'rejected' }) {
  if (cells.item === null) return NO_LINES;
  const item = cells.item.trim();
  const fault = faultOfText(item);
  if (fault !== null) return { ...fault, kind: 'rejected', field: 'item', value: cells.item };
  const quantity = parseQuantity(cells.quantity);
  if (quantity.kind === 'unreadable')
    return { ...quantity, kind: 'rejected', field: 'quantity', value: cells.quantity ?? '' };
  const price = parsePrice(cells.price, currency);
  if (price.kind === 'unreadable')
    return { ...price, kind: 'rejected', field: 'price', value: cells.price ?? '' };
  const cost = parseCost(cells.cost, currency);
  if (cost.kind === 'unreadable')
    return { ...cost, kind: 'rejected', field: 'cost', value: cells.cost ?? '' };
  const costMinor = cost.minor === null ? {} : { costMinor: cost.minor };
  return {
    kind: 'lines',
    lines: [{ item, quantity: quantity.quantity, priceMinor: price.minor, ...costMinor }],
  };
}

function faultOfCurrency(raw: string | null, currency: string): Unreadable | null {
  if (raw === null || raw.trim().toUpperCase() === currency) return null;
  return unreadable(
    raw.trim() === '' ? 'empty' : 'other-currency',
    raw.trim() === '' ? 'is empty' : `is not ${currency}, the currency of this shop`,
    `convert the row to ${currency} or leave it out: a shop has one currency`,
  );
}

function identify(
  orderId: string | null,
  facts: { customerId: CustomerId; at: Instant; amountMinor: number; currency: string },
): { id: string; idFromContent: boolean } {
  const { customerId, at, amountMinor, currency } = facts;
  if (orderId === null)
    return { id: contentId('row', at, customerId, amountMinor, currency), idFromContent: true };
  if (amountMinor < 0) return { id: contentId('refund', at, orderId, amountMinor), idFromContent: true };
  return { id: orderId, idFromContent: false };
}

/** Maps one row. Total: every text gives an order or a fault that names the field, the value and the remedy. */
export function mapOrder(cells: OrderCells, rules: MappingRules): MappedOrder {
  const { currency } = rules;
  const customer = parseCustomer(cells.customer);
  if (customer.kind === 'unreadable') return rejected('customer', cells.customer, customer);
  const date = parseOrderDate(cells.date, rules);
  if (date.kind === 'unreadable') return rejected('date', cells.date, date);
  const otherCurrency = faultOfCurrency(cells.currency, currency);
  if (otherCurrency !== null) return rejected('currency', cells.currency, otherCurrency);
  const amount = parseAmount(cells.amount, currency);
  if (amount.kind === 'unreadable') return rejected('amount', cells.amount, amount);
  const orderId = cells.order?.trim() ?? null;
  const badId = orderId === null ? null : faultOfText(orderId);
  if (badId !== null) return rejected('order', cells.order, badId);
  const lines = mapLines(cells, currency);
  if (lines.kind === 'rejected') return lines;
  const facts = { customerId: customer.id, at: date.at, amountMinor: amount.minor, currency };
  const { id, idFromContent } = identify(orderId, facts);
  return {
    kind: 'order',
    order: { id, ...facts, lines: lines.lines },
    idFromContent,
    reading: amount.reading,
  };
}
