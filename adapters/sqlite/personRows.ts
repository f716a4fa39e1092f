/** People in their tables. Version and first acquaintance are derived: see `storeSchema.ts`. */
import type { SQLInputValue } from 'node:sqlite';
import type { Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import { isJsonObject, json, jsonOrNull, number, type Row, text, textOrNull } from './columns.ts';
import { isLifecycle } from './lifecycleRow.ts';

/** SQL of people `p` with their lifecycles `l`. */
export const FROM_PEOPLE = 'FROM people p LEFT JOIN lifecycles l ON l.customer_id = p.id';

/** SQL of a person's version, over `FROM_PEOPLE`. */
export const VERSION =
  'p.version_base + (SELECT count(*) FROM orders o WHERE o.customer_no = p.no) + ifnull(l.evaluations, 0)';

/** SQL of the instant since when a person is known. */
const KNOWN_SINCE =
  'min(p.known_since, ifnull((SELECT min(o.at) FROM orders o WHERE o.customer_no = p.no), p.known_since))';

/** What `readPerson` reads, over `FROM_PEOPLE`. */
export const PERSON_FIELDS = `p.no, p.id, ${VERSION} AS version, ${KNOWN_SINCE} AS known_since,
  p.name, p.email, p.phone, p.locale, p.zone, p.traits, l.body AS lifecycle`;

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
] as const;

/** Values of `PERSON_COLUMNS` for a person with so many orders and evaluations. */
export function personValues(person: Person, versionsElsewhere: number): SQLInputValue[] {
  return [
    person.id,
    person.version - versionsElsewhere,
    person.knownSince,
    person.name,
    person.email,
    person.phone,
    person.locale,
    person.zone,
    JSON.stringify(person.traits),
  ];
}

/** Values of the columns `stage, grade, change_at, body`; `body` is the lifecycle as JSON text. */
export function lifecycleValues(lifecycle: Lifecycle | null, body: string | null): SQLInputValue[] {
  if (lifecycle === null) return [null, null, null, body];
  return [lifecycle.stage, lifecycle.grade, lifecycle.nextChangeAt, body];
}
