/** People in their table. Version and first acquaintance are derived from the row and the orders: see `storeSchema.ts`. */
import type { SQLInputValue } from 'node:sqlite';
import type { Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import { isJsonObject, json, jsonOrNull, number, type Row, text, textOrNull } from './columns.ts';
import { isLifecycle } from './lifecycleRow.ts';

/** SQL of a person's version; `p` is the row of `people`. */
export const VERSION = 'p.version_base + (SELECT count(*) FROM orders o WHERE o.customer_no = p.no)';

/** SQL of the instant since when a person is known. */
export const KNOWN_SINCE =
  'min(p.known_since, ifnull((SELECT min(o.at) FROM orders o WHERE o.customer_no = p.no), p.known_since))';

export const SELECT_PERSON = `SELECT p.no, p.id, ${VERSION} AS version, ${KNOWN_SINCE} AS known_since,
  p.name, p.email, p.phone, p.locale, p.zone, p.traits, p.lifecycle FROM people p`;

export function readPerson(row: Row): Person {
  return {
    id: customerId(text(row, 'id')),
    version: number(row, 'version'),
    knownSince: number(row, 'known_since'),
    name: textOrNull(row, 'name'),
    email: textOrNull(row, 'email'),
    phone: textOrNull(row, 'phone'),
    locale: textOrNull(row, 'locale'),
    zone: textOrNull(row, 'zone'),
    traits: json(row, 'traits', isJsonObject),
    lifecycle: jsonOrNull(row, 'lifecycle', isLifecycle),
  };
}

/** Sorts before every instant: people never evaluated always count as changing. */
const NEVER_EVALUATED = -Number.MAX_VALUE;

/** Values of the columns `stage, grade, change_at, lifecycle`. */
export function lifecycleValues(lifecycle: Lifecycle | null): SQLInputValue[] {
  return lifecycle === null
    ? [null, null, NEVER_EVALUATED, null]
    : [lifecycle.stage, lifecycle.grade, lifecycle.nextChangeAt, JSON.stringify(lifecycle)];
}

export const PERSON_COLUMNS = [
  'id',
  'version_base',
  'known_since',
  'name',
  'email',
  'phone',
  'locale',
  'zone',
  'traits',
  'stage',
  'grade',
  'change_at',
  'lifecycle',
] as const;

/** Values of `PERSON_COLUMNS` for a person with so many orders. */
export function personValues(person: Person, orders: number): SQLInputValue[] {
  return [
    person.id,
    person.version - orders,
    person.knownSince,
    person.name,
    person.email,
    person.phone,
    person.locale,
    person.zone,
    JSON.stringify(person.traits),
    ...lifecycleValues(person.lifecycle),
  ];
}
