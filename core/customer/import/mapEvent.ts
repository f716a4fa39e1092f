/**
 * One row of a file of events, its cells still text, becomes what happened to whom, or the reason why it cannot. Orders are
 * not taken here: they have lines, amounts and ids of their own.
 */
import { type CustomerId, isCustomerId } from '../../ids.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Instant } from '../../time.ts';
import { ORDER_EVENTS } from '../event.ts';
import { contentId } from './contentId.ts';
import { propertyOf, type PropertyTypes } from './eventMap.ts';
import { type DateRules, parseOrderDate } from './orderDate.ts';
import { type FieldFault, type Unreadable, unreadable } from './rowFault.ts';
import { readTrait } from './traitValue.ts';
import { faultOfText } from './valueText.ts';

export interface EventRow {
  readonly customerId: CustomerId;
  readonly at: Instant;
  readonly name: string;
  readonly properties: JsonObject;
  /** Of its content: equal rows have equal ids. */
  readonly contentId: string;
}

export interface EventRowRules extends DateRules {
  readonly types: PropertyTypes;
  /** The name of events whose row has none. */
  readonly event: string | null;
}

export type MappedEvent =
  | { readonly kind: 'row'; readonly row: EventRow }
  | ({ readonly kind: 'rejected' } & FieldFault);

type Cells = Readonly<Record<string, string>>;

const LONGEST_NAME = 200;

function faultOfName(name: string): Unreadable | null {
  const fault = faultOfText(name);
  if (fault !== null) return fault;
  if (name.length > LONGEST_NAME)
    return unreadable('too-long', `has more than ${LONGEST_NAME} characters`, 'shorten it');
  return ORDER_EVENTS.has(name)
    ? unreadable('reserved-id', 'is an order', 'import orders with: perennial import orders')
    : null;
}

type Properties = { readonly kind: 'properties'; readonly properties: JsonObject };

function readProperties(cells: Cells, rules: EventRowRules): Properties | FieldFault {
  const properties: Record<string, Json> = {};
  for (const [field, text] of Object.entries(cells)) {
    const property = propertyOf(field);
    if (property === null) continue;
    const read = readTrait(property, text, rules.types[property] ?? 'text', rules);
    if (read.kind === 'unreadable') return { ...read, field, value: text };
    properties[property] = read.value;
  }
  return { kind: 'properties', properties };
}

function isProperties(read: Properties | FieldFault): read is Properties {
  return 'properties' in read;
}

/** Maps one row. Total: every row gives an event or a fault that names the field, the value and the remedy. */
export function mapEvent(cells: Cells, rules: EventRowRules): MappedEvent {
  const customer = cells['customer']?.trim() ?? '';
  const refused = (field: string, value: string, fault: Unreadable): MappedEvent => ({
    ...fault,
    kind: 'rejected',
    field,
    value,
  });
  const badCustomer = faultOfText(customer);
  if (badCustomer !== null) return refused('customer', customer, badCustomer);
  if (!isCustomerId(customer))
    return refused('customer', customer, unreadable('too-long', 'is no customer id', 'shorten it'));
  const date = parseOrderDate(cells['date'] ?? '', rules);
  if (date.kind === 'unreadable') return refused('date', cells['date'] ?? '', date);
  const name = cells['name']?.trim() ?? rules.event ?? '';
  const badName = faultOfName(name);
  if (badName !== null) return refused('name', name, badName);
  const read = readProperties(cells, rules);
  if (!isProperties(read)) return { ...read, kind: 'rejected' };
  const { properties } = read;
  const told = JSON.stringify(Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const id = contentId('event', date.at, customer, name, told);
  return { kind: 'row', row: { customerId: customer, at: date.at, name, properties, contentId: id } };
}
