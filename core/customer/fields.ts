/**
 * What was told of a person, field by field, each with its time. Of two tellings of a field the later stays, of one
 * instant the one with the greater canonical JSON: so late, repeated and out-of-order events leave the same profile, and
 * what several ids of one person were told adds up the same whichever comes first. A language that somebody stated
 * themselves outranks any that was found out, however late.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { Json, JsonObject } from '../json.ts';
import { complaintsAfter } from '../care/complaint.ts';
import { type Complaint, type ConsentChange, consentKey, supersedes } from '../message/contact.ts';
import type { Instant } from '../time.ts';
import type { Person } from './person.ts';

const NAMED = ['name', 'email', 'phone', 'locale', 'zone'] as const;
type Named = (typeof NAMED)[number];

/** What one id of a person was told. */
export type Fields = Pick<Person, Named | 'knownSince' | 'traits' | 'fieldTimes' | 'consents' | 'complaints'>;

/** New values; what is undefined stays as it is. */
export interface Told extends Partial<Readonly<Record<Named, string | null | undefined>>> {
  readonly traits?: JsonObject | undefined;
  /** True where the person said so themselves. */
  readonly isStated?: boolean;
}

/** Topics and channels a person's own consents are kept for: the newest. */
export const MOST_OWN_CONSENTS = 50;

const NEVER = Number.NEGATIVE_INFINITY;

export function newFields(knownSince: Instant): Fields {
  const nothing = { name: null, email: null, phone: null, locale: null, zone: null };
  return { knownSince, ...nothing, traits: {}, fieldTimes: {}, consents: [], complaints: [] };
}

export function fieldsOf(person: Fields): Fields {
  const { knownSince, name, email, phone, locale, zone, traits, fieldTimes, consents, complaints } = person;
  return { knownSince, name, email, phone, locale, zone, traits, fieldTimes, consents, complaints };
}

interface Timed {
  readonly value: Json;
  readonly at: Instant;
  readonly isStated: boolean;
}

/** By `name`, …, `traits.<name>`; a field that nobody told is absent. */
type FieldMap = Map<string, Timed>;

const TRAIT = 'traits.';
/** Beside the time of a field that was stated, the same time under this name. */
const STATED = 'stated.';

function put(map: FieldMap, key: string, told: Timed): void {
  if (told.value === null && told.at === NEVER) return;
  const known = map.get(key);
  if (known === undefined || outdoes(told, known)) map.set(key, told);
}

function outdoes(told: Timed, known: Timed): boolean {
  if (told.isStated !== known.isStated) return told.isStated;
  if (told.at !== known.at) return told.at > known.at;
  return canonicalJson(told.value) > canonicalJson(known.value);
}

type When = Pick<Timed, 'at' | 'isStated'>;

function putAll(map: FieldMap, fields: Told, whenOf: (key: string) => When): void {
  for (const key of NAMED) {
    const value = fields[key];
    if (value !== undefined) put(map, key, { value, ...whenOf(key) });
  }
  for (const [name, value] of Object.entries(fields.traits ?? {})) {
    const key = `${TRAIT}${name}`;
    put(map, key, { value, ...whenOf(key) });
  }
}

/** Puts fields as they were told before. */
function putKnown(map: FieldMap, fields: Fields): void {
  const times = fields.fieldTimes;
  putAll(map, fields, (key) => ({
    at: times[key] ?? NEVER,
    isStated: times[`${STATED}${key}`] !== undefined,
  }));
}

function mapOf(fields: Fields): FieldMap {
  const map: FieldMap = new Map();
  putKnown(map, fields);
  return map;
}

function textIn(map: FieldMap, key: Named): string | null {
  const value = map.get(key)?.value;
  return typeof value === 'string' ? value : null;
}

function fromMap(map: FieldMap, rest: Pick<Fields, 'knownSince' | 'consents' | 'complaints'>): Fields {
  const keys = [...map.keys()].sort();
  const traits = keys.filter((key) => key.startsWith(TRAIT));
  const timed = keys.filter((key) => map.get(key)?.at !== NEVER);
  const stated = keys.filter((key) => map.get(key)?.isStated === true);
  return {
    ...rest,
    name: textIn(map, 'name'),
    email: textIn(map, 'email'),
    phone: textIn(map, 'phone'),
    locale: textIn(map, 'locale'),
    zone: textIn(map, 'zone'),
    traits: Object.fromEntries(traits.map((key) => [key.slice(TRAIT.length), map.get(key)?.value ?? null])),
    fieldTimes: Object.fromEntries([
      ...timed.map((key) => [key, map.get(key)?.at ?? 0]),
      ...stated.map((key) => [`${STATED}${key}`, map.get(key)?.at ?? 0]),
    ]),
  };
}

/** The newest consent by channel and topic, the latest `MOST_OWN_CONSENTS`, by channel and topic. */
function consentsAfter(known: readonly ConsentChange[], more: readonly ConsentChange[]): ConsentChange[] {
  const byTopic = new Map<string, ConsentChange>();
  for (const change of [...known, ...more]) {
    const key = consentKey(change.channel, change.topic);
    if (supersedes(change, byTopic.get(key))) byTopic.set(key, change);
  }
  return [...byTopic]
    .sort(([a, one], [b, other]) => other.at - one.at || (a < b ? -1 : 1))
    .slice(0, MOST_OWN_CONSENTS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

/** Fields after something was told at `at`. */
export function fieldsAfter(before: Fields, told: Told, at: Instant): Fields {
  const map = mapOf(before);
  putAll(map, told, () => ({ at, isStated: told.isStated ?? false }));
  return fromMap(map, before);
}

/** Fields after an event: known since then at the latest, with what it told. `consents` are those without an address. */
export function fieldsAfterEvent(
  before: Fields,
  at: Instant,
  fields: Told | null,
  consents: readonly ConsentChange[],
  complaints: readonly Complaint[] = [],
): Fields {
  const known = {
    ...before,
    knownSince: Math.min(before.knownSince, at),
    complaints: complaintsAfter(before.complaints, complaints),
  };
  if (fields === null) return known;
  const told = fieldsAfter(known, fields, at);
  return consents.length === 0 ? told : { ...told, consents: consentsAfter(told.consents, consents) };
}

/** What several ids of one person were told, together. Whatever their order, the same. */
export function mergedFields(first: Fields, others: readonly Fields[]): Fields {
  if (others.length === 0) return first;
  const map = mapOf(first);
  for (const other of others) putKnown(map, other);
  return fromMap(map, {
    knownSince: Math.min(first.knownSince, ...others.map(({ knownSince }) => knownSince)),
    consents: consentsAfter(
      first.consents,
      others.flatMap(({ consents }) => consents),
    ),
    complaints: complaintsAfter(
      first.complaints,
      others.flatMap(({ complaints }) => complaints),
    ),
  });
}

/**
 * Fields of a person whose ids `lost` turned out to be somebody else's: what `kept` were told, and of the rest what none
 * of the lost had told, such as a trait set by a journey.
 */
export function fieldsWithout(whole: Fields, kept: readonly Fields[], lost: readonly Fields[]): Fields {
  const foreign = lost.map(mapOf);
  const map: FieldMap = new Map();
  for (const [key, told] of mapOf(whole)) {
    const isForeign = foreign.some((theirs) => isSame(theirs.get(key), told));
    if (!isForeign) map.set(key, told);
  }
  for (const fields of kept) putKnown(map, fields);
  return fromMap(map, {
    knownSince: Math.min(...kept.map(({ knownSince }) => knownSince)),
    consents: consentsAfter(
      [],
      kept.flatMap(({ consents }) => consents),
    ),
    complaints: complaintsAfter(
      [],
      kept.flatMap(({ complaints }) => complaints),
    ),
  });
}

function isSame(a: Timed | undefined, b: Timed): boolean {
  return a !== undefined && a.at === b.at && canonicalJson(a.value) === canonicalJson(b.value);
}

/** Names of the fields a whole has from one of its parts: `email`, `traits.city`, …, ascending. */
export function namesTold(part: Fields, whole: Fields): string[] {
  const all = mapOf(whole);
  return [...mapOf(part)]
    .filter(([key, told]) => isSame(all.get(key), told))
    .map(([key]) => key)
    .sort();
}
