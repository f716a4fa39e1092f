/** People in their tables. Version and first acquaintance are derived: see `storeSchema.ts`. */
import type { SQLInputValue } from 'node:sqlite';
import type { Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import { isJsonObject, json, jsonOrNull, number, type Row, text, textOrNull } from './columns.ts';
import { isComplaint, isConsent } from './contactRows.ts';
import { isLifecycle } from './lifecycleRow.ts';

/** SQL of people `p` with their lifecycles `l`. */
export const FROM_PEOPLE = 'FROM people p LEFT JOIN lifecycles l ON l.customer_id = p.id';

/** SQL of a person's version, over `FROM_PEOPLE`. */
export const VERSION =
  'p.version_base + (SELECT count(*) FROM orders o WHERE o.customer_no = p.no) + ifnull(l.evaluations, 0)';

/** SQL of the instant since when a person is known. */
export const KNOWN_SINCE =
  'min(p.known_since, ifnull((SELECT min(o.at) FROM orders o WHERE o.customer_no = p.no), p.known_since))';

/** SQL of whether a person has orders, over `FROM_PEOPLE`: 1 or 0. */
export const HAS_ORDERS = 'EXISTS (SELECT 1 FROM orders o WHERE o.customer_no = p.no) AS has_orders';

/** What `readPerson` reads, over `FROM_PEOPLE`. */
export const PERSON_FIELDS = `p.no, p.id, ${VERSION} AS version, ${KNOWN_SINCE} AS known_since,
  p.name, p.email, p.phone, p.locale, p.zone, p.traits, p.details, l.body AS lifecycle`;

type Details = Pick<Person, 'fieldTimes' | 'members' | 'consents' | 'complaints'>;

/** Of somebody of whom only an import or orders told. */
const NO_DETAILS: Details = { fieldTimes: {}, members: [], consents: [], complaints: [] };

/** Without complaints where a file of an older version wrote it, or there are none. */
interface RawDetails extends Omit<Details, 'members' | 'complaints'> {
  readonly members: readonly string[];
  readonly complaints?: Details['complaints'];
}

function isRawDetails(value: unknown): value is RawDetails {
  return (
    isJsonObject(value) &&
    isJsonObject(value.fieldTimes) &&
    Object.values(value.fieldTimes).every((at) => typeof at === 'number') &&
    Array.isArray(value.members) &&
    value.members.every((id) => typeof id === 'string') &&
    Array.isArray(value.consents) &&
    value.consents.every(isConsent) &&
    (value.complaints === undefined ||
      (Array.isArray(value.complaints) && value.complaints.every(isComplaint)))
  );
}

function readDetails(row: Row): Details {
  const raw = jsonOrNull(row, 'details', isRawDetails);
  return raw === null ? NO_DETAILS : { complaints: [], ...raw, members: raw.members.map(customerId) };
}

/** Null where there is nothing to say. */
function detailsText({ fieldTimes, members, consents, complaints }: Details): string | null {
  const told = { fieldTimes, members, consents };
  if (complaints.length > 0) return JSON.stringify({ ...told, complaints });
  const isEmpty = members.length === 0 && consents.length === 0 && Object.keys(fieldTimes).length === 0;
  return isEmpty ? null : JSON.stringify(told);
}

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
    ...readDetails(row),
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
  'details',
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
    detailsText(person),
  ];
}

/** Values of the columns `stage, grade, change_at, body`; `body` is the lifecycle as JSON text. */
export function lifecycleValues(lifecycle: Lifecycle | null, body: string | null): SQLInputValue[] {
  if (lifecycle === null) return [null, null, null, body];
  return [lifecycle.stage, lifecycle.grade, lifecycle.nextChangeAt, body];
}
