/**
 * What an identify call says of a person. Contact fields are checked one by one: one that cannot be used is left out and told,
 * and the rest applies. Every other trait is kept as it is.
 */
import type { IdentifiedEvent } from '../../core/customer/event.ts';
import type { JsonObject } from '../../core/json.ts';
import { isZone } from '../../core/zone.ts';
import { type FindingCode, leftOut, shown } from './finding.ts';
import { isObject, member, type Reading, textAt } from './message.ts';
import { phoneNumberOf } from '../../core/customer/phoneNumber.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Contact = Mutable<Pick<IdentifiedEvent, 'name' | 'email' | 'phone' | 'locale' | 'zone'>>;

/** Traits that are fields of the profile and not kept a second time. */
const FIELDS = new Set(['name', 'email', 'phone', 'locale', 'timezone', 'consents', '__proto__']);
const LONGEST_NAME = 512;
/** RFC 5321: 64 for the part before the sign, 255 after, 256 for the path with its brackets. */
const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@"<>()[\],;:\\]{1,64}@[^\s@"<>()[\],;:\\]+\.[^\s@"<>()[\],;:\\.]{2,}$/u;

function emailOf(text: string): string | null {
  const bare = text.trim();
  return bare.length <= LONGEST_EMAIL && EMAIL.test(bare) ? bare : null;
}

function localeOf(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

function zoneOf(text: string): string | null {
  return text.length <= 64 && isZone(text) ? text : null;
}

function nameOf(text: string): string | null {
  const bare = text.trim();
  return bare !== '' && bare.length <= LONGEST_NAME ? bare : null;
}

interface FieldRule {
  readonly read: (text: string) => string | null;
  readonly code: FindingCode;
  readonly what: string;
  readonly remedy: string;
}

const RULES: Readonly<Record<keyof Contact, FieldRule>> = {
  name: { read: nameOf, code: 'too-long', what: 'name', remedy: `use at most ${LONGEST_NAME} characters` },
  email: {
    read: emailOf,
    code: 'invalid-email',
    what: 'email address',
    remedy: 'write it as name@shop.example',
  },
  phone: {
    read: (text) => phoneNumberOf(text),
    code: 'invalid-phone',
    what: 'phone number with a country code',
    remedy: 'write it as in E.164, for example +442079460018',
  },
  locale: {
    read: localeOf,
    code: 'invalid-locale',
    what: 'locale',
    remedy: 'use a BCP 47 tag such as en or zh-CN',
  },
  zone: {
    read: zoneOf,
    code: 'unknown-zone',
    what: 'time zone that exists',
    remedy: 'use an IANA name such as Europe/Berlin',
  },
};

/** The value of one field, read by its rule; undefined where there is none or none that can be used. */
function readField(
  field: keyof Contact,
  path: string,
  value: unknown,
  { note }: Reading,
): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const { read, code, what, remedy } = RULES[field];
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') {
    note(leftOut('not-text', path, `${path} is not text`, 'send text'));
    return undefined;
  }
  const taken = read(text);
  if (taken !== null) return taken;
  note(leftOut(code, path, `${path} "${shown(text)}" is no ${what}`, remedy));
  return undefined;
}

function fullName(traits: JsonObject): string | null {
  const parts = [textAt(traits, 'firstName'), textAt(traits, 'lastName')].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** The first of two places that says anything, with its path. */
function either(traits: JsonObject, context: JsonObject, name: string): [string, unknown] {
  const trait = member(traits, name);
  return trait !== null && trait !== ''
    ? [`traits.${name}`, trait]
    : [`context.${name}`, member(context, name)];
}

/** Contact fields of an identify call; those that cannot be used are left out and noted. */
export function contactOf(traits: JsonObject, context: JsonObject, reading: Reading): Contact {
  const places: readonly (readonly [keyof Contact, string, unknown])[] = [
    ['name', 'traits.name', member(traits, 'name') ?? fullName(traits)],
    ['email', 'traits.email', member(traits, 'email')],
    ['phone', 'traits.phone', member(traits, 'phone')],
    ['locale', ...either(traits, context, 'locale')],
    ['zone', ...either(traits, context, 'timezone')],
  ];
  const contact: Contact = {};
  for (const [field, path, value] of places) {
    const taken = readField(field, path, value, reading);
    if (taken !== undefined) contact[field] = taken;
  }
  return contact;
}

/** Every trait that is no field of the profile. */
export function otherTraits(traits: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(traits).filter(([name]) => !FIELDS.has(name)));
}

/** The address of a consent event, under `properties`. */
export function addressesOf(properties: JsonObject, reading: Reading): Contact {
  const contact: Contact = {};
  for (const field of ['email', 'phone'] as const) {
    const taken = readField(field, `properties.${field}`, member(properties, field), reading);
    if (taken !== undefined) contact[field] = taken;
  }
  return contact;
}

/** The context of a message; one that is no object says nothing. */
export function contextOf(message: JsonObject): JsonObject {
  const context = member(message, 'context');
  return isObject(context) ? context : {};
}
