/**
 * One row of a file becomes what it says of a customer, or the reason why it cannot. The first fault found is the one told,
 * and refuses the whole row: nothing is half imported. Pure and the same for every file format. Empty text says nothing, so
 * it never takes away what is known.
 */
import { type CustomerId, isCustomerId } from '../../ids.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { ConsentChange } from '../../message/contact.ts';
import type { Instant } from '../../time.ts';
import { isAnonymous } from '../identity.ts';
import { type ConsentRules, noProof, readConsents, readState } from './consentCells.ts';
import { type Kept, parseEmail, parseLocale, parseZone } from './contactText.ts';
import { type CustomerField, fieldLabel, type TextField } from './customerMap.ts';
import { parseOrderDate } from './orderDate.ts';
import { type PhoneCountry, phoneNumberOf } from '../phoneNumber.ts';
import { type FieldFault, type Unreadable, unreadable } from './rowFault.ts';
import { readTrait } from './traitValue.ts';
import { faultOfText, textOf } from './valueText.ts';

/** One value of a row and what it says. */
export interface CustomerCell {
  readonly field: CustomerField;
  /** Null and empty text say nothing. */
  readonly value: Json;
}

export interface CustomerRules extends ConsentRules {
  /** The country that phone numbers without a country code are meant in. */
  readonly country: PhoneCountry | null;
}

export interface ToldCustomer {
  readonly id: CustomerId;
  /** When the shop first knew them; null where the row does not say. */
  readonly since: Instant | null;
  /** When the row was last true; null where it does not say. */
  readonly updated: Instant | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  readonly zone: string | null;
  readonly traits: JsonObject;
  readonly consents: readonly ConsentChange[];
}

export type MappedCustomer =
  | { readonly kind: 'customer'; readonly customer: ToldCustomer }
  | ({ readonly kind: 'rejected' } & FieldFault);

/** What is gathered of a row. */
interface Gathered {
  readonly texts: Map<TextField, string>;
  readonly dates: Map<TextField, Instant>;
  readonly traits: Map<string, Json>;
  readonly consents: ConsentChange[];
}

function keptName(text: string): Kept {
  return faultOfText(text) ?? { kind: 'kept', text };
}

/** Reads a value other than the id into what is gathered; why it cannot be read. */
function gatherText(name: TextField, value: Json, into: Gathered, rules: CustomerRules): Unreadable | null {
  const raw = textOf(value);
  if (typeof raw !== 'string') return raw;
  const text = raw.trim();
  if (text === '') return null;
  const kept = readText(name, text, rules);
  if (kept.kind === 'unreadable') return kept;
  if (kept.kind === 'instant') into.dates.set(name, kept.at);
  else into.texts.set(name, kept.text);
  return null;
}

/** Digits and what people write between them, without a plus: a number that may lack nothing but its country. */
const NATIONAL = /^[\d\s().\-/]{4,}$/;

function notAPhone(text: string): Unreadable {
  return unreadable(
    'not-a-phone',
    NATIONAL.test(text) && !text.startsWith('00')
      ? 'has no country code, or is none of the country given'
      : 'is no phone number',
    'write it as +442079460018, or give --country for numbers without a country code',
  );
}

function readText(
  name: TextField,
  text: string,
  rules: CustomerRules,
): Kept | { kind: 'instant'; at: Instant } {
  switch (name) {
    case 'id':
    case 'name':
    case 'first_name':
    case 'last_name':
      return keptName(text);
    case 'email':
      return parseEmail(text);
    case 'phone': {
      const phone = phoneNumberOf(text, rules.country);
      return phone === null ? notAPhone(text) : { kind: 'kept', text: phone };
    }
    case 'locale':
      return parseLocale(text);
    case 'zone':
      return parseZone(text);
    case 'since':
    case 'updated':
      return parseOrderDate(text, rules);
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON of a cell: NDJSON holds it as it is, CSV as text. Undefined where the text is no JSON. */
function jsonOf(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return null;
  try {
    const parsed: Json = JSON.parse(value);
    return parsed;
  } catch {
    return undefined;
  }
}

function gatherTraits(value: Json, into: Gathered, rules: CustomerRules): Unreadable | null {
  const traits = jsonOf(value);
  if (traits === null) return null;
  if (traits === undefined || !isObject(traits))
    return unreadable(
      'not-traits',
      'is no object of traits',
      'write a JSON object, for example {"size":"M"}',
    );
  for (const [name, one] of Object.entries(traits)) {
    if (name === 'birthday' && one === '') continue;
    const trait = readTrait(name, one, 'text', rules);
    if (trait.kind === 'unreadable') return trait;
    into.traits.set(name, trait.value);
  }
  return null;
}

function gatherConsents(value: Json, into: Gathered, rules: CustomerRules): Unreadable | null {
  const list = readConsents(jsonOf(value) ?? (value === null || value === '' ? null : 'no JSON'), rules);
  if (list.kind === 'unreadable') return list;
  into.consents.push(...list.changes);
  return null;
}

/** Reads one cell into what is gathered; why it cannot be read. */
function gather({ field, value }: CustomerCell, into: Gathered, rules: CustomerRules): Unreadable | null {
  switch (field.kind) {
    case 'text':
      return gatherText(field.name, value, into, rules);
    case 'trait': {
      if (value === null || value === '') return null;
      const trait = readTrait(field.name, value, field.type, rules);
      if (trait.kind === 'unreadable') return trait;
      into.traits.set(field.name, trait.value);
      return null;
    }
    case 'consent': {
      const stated = readState(value);
      if (stated.kind === 'unreadable') return stated;
      if (stated.state === null) return null;
      if (rules.proof === null) return noProof();
      into.consents.push({ topic: field.topic, channel: field.channel, state: stated.state, ...rules.proof });
      return null;
    }
    case 'traits':
      return gatherTraits(value, into, rules);
    case 'consents':
      return gatherConsents(value, into, rules);
  }
}

const HAN = /^\p{Script=Han}+$/u;

/** The name in one piece, where only its parts are told: family name first, unspaced, in Chinese. */
function nameOf({ texts }: Gathered): string | null {
  const whole = texts.get('name');
  if (whole !== undefined) return whole;
  const [first = '', last = ''] = [texts.get('first_name'), texts.get('last_name')];
  if (HAN.test(first) && HAN.test(last)) return `${last}${first}`;
  const joined = `${first} ${last}`.trim();
  return joined === '' ? null : joined;
}

function rejected(field: string, value: Json, { code, problem, remedy }: Unreadable): MappedCustomer {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  return { kind: 'rejected', field, value: text, code, problem, remedy };
}

type ReadId = { readonly kind: 'id'; readonly id: CustomerId } | Unreadable;

function readId(text: string): ReadId {
  const fault = faultOfText(text);
  if (fault !== null) return fault;
  if (!isCustomerId(text)) return unreadable('too-long', 'is no customer id', 'shorten it');
  if (!isAnonymous(text)) return { kind: 'id', id: text };
  return unreadable(
    'reserved-id',
    'begins with "anonymous:", which stands for visitors without an id',
    'give the shop’s own id of the customer',
  );
}

/** Maps one row. Total: every row gives a customer or a fault that names the field, the value and the remedy. */
export function mapCustomer(cells: readonly CustomerCell[], rules: CustomerRules): MappedCustomer {
  const into: Gathered = { texts: new Map(), dates: new Map(), traits: new Map(), consents: [] };
  let faulty: MappedCustomer | null = null;
  for (const cell of cells) {
    const fault = gather(cell, into, rules);
    if (fault !== null) faulty ??= rejected(fieldLabel(cell.field), cell.value, fault);
  }
  if (faulty !== null) return faulty;
  const text = into.texts.get('id') ?? '';
  const read = readId(text);
  if (read.kind === 'unreadable') return rejected('id', text, read);
  return {
    kind: 'customer',
    customer: {
      id: read.id,
      since: into.dates.get('since') ?? null,
      updated: into.dates.get('updated') ?? null,
      name: nameOf(into),
      email: into.texts.get('email') ?? null,
      phone: into.texts.get('phone') ?? null,
      locale: into.texts.get('locale') ?? null,
      zone: into.texts.get('zone') ?? null,
      traits: Object.fromEntries(into.traits),
      consents: into.consents,
    },
  };
}
