/**
 * Which column of a file says what of a customer. A map names columns by their header, keys of NDJSON by their path. Only
 * the id is needed. Whether the columns exist is for whoever has read the header.
 */
import { CONSENT_CHANNELS, type ConsentChannel } from '../../message/messageClass.ts';
import { ImportMisuse } from './importMisuse.ts';
import { mapEntry } from './mapEntry.ts';

export const TEXT_FIELDS = [
  'id',
  'email',
  'phone',
  'name',
  'first_name',
  'last_name',
  'locale',
  'zone',
  'since',
  'updated',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const TRAIT_TYPES = ['text', 'number', 'boolean', 'date'] as const;
/** How the text of a CSV cell becomes a trait; values of NDJSON have types of their own. */
export type TraitType = (typeof TRAIT_TYPES)[number];

export type CustomerField =
  | { readonly kind: 'text'; readonly name: TextField }
  | { readonly kind: 'trait'; readonly name: string; readonly type: TraitType }
  | { readonly kind: 'consent'; readonly channel: ConsentChannel; readonly topic: string }
  /** An object of traits, in CSV as JSON. */
  | { readonly kind: 'traits' }
  /** A list of consents with their proof, in CSV as JSON. */
  | { readonly kind: 'consents' };

/** A column, key or path, and what it says. */
export interface CustomerColumn {
  readonly field: CustomerField;
  readonly column: string;
}

export type CustomerMap = readonly CustomerColumn[];

const EXAMPLE =
  '--map id=customer_id,email=email,consent.email.newsletter=newsletter,trait.birthday=birthday';
const FIELD_HELP = `${TEXT_FIELDS.join(', ')}, trait.NAME, consent.email.TOPIC, consent.sms.TOPIC, traits and consents`;
/** Birthdays are dates whatever the map says. */
const BIRTHDAY = 'birthday';

/** The name of a field in maps and reports. */
export function fieldLabel(field: CustomerField): string {
  switch (field.kind) {
    case 'text':
      return field.name;
    case 'trait':
      return `trait.${field.name}`;
    case 'consent':
      return `consent.${field.channel}.${field.topic}`;
    case 'traits':
    case 'consents':
      return field.kind;
  }
}

export function traitField(name: string, type: TraitType = 'text'): CustomerField {
  return { kind: 'trait', name, type: name === BIRTHDAY ? 'date' : type };
}

function traitOf(text: string): CustomerField | null {
  const colon = text.lastIndexOf(':');
  const type = TRAIT_TYPES.find((known) => known === text.slice(colon + 1));
  const name = colon < 0 || type === undefined ? text : text.slice(0, colon);
  return name === '' ? null : traitField(name, type);
}

function consentOf(text: string): CustomerField | null {
  const dot = text.indexOf('.');
  const channel = CONSENT_CHANNELS.find((known) => known === text.slice(0, dot).toLowerCase());
  const topic = text.slice(dot + 1);
  return channel === undefined || topic === '' ? null : { kind: 'consent', channel, topic };
}

/** The field of a name such as `email`, `firstName`, `trait.birthday` or `consent.sms.offers`; null for any other. */
export function customerField(text: string): CustomerField | null {
  const lower = text.toLowerCase();
  if (lower.startsWith('trait.')) return traitOf(text.slice('trait.'.length));
  if (lower.startsWith('consent.')) return consentOf(text.slice('consent.'.length));
  if (lower === 'traits' || lower === 'consents') return { kind: lower };
  const name = TEXT_FIELDS.find((field) => field === lower || field.replace('_', '') === lower);
  return name === undefined ? null : { kind: 'text', name };
}

function parseEntry(entry: string): CustomerColumn {
  return mapEntry(entry, { fieldOf: customerField, help: FIELD_HELP, example: EXAMPLE });
}

/** Throws `ImportMisuse` (`map-…`) where a field is named twice or there is no id. A column may fill several fields. */
export function requireSound(map: CustomerMap): void {
  const columns = new Map<string, string>();
  for (const { field, column } of map) {
    const label = fieldLabel(field);
    const other = columns.get(label);
    if (other !== undefined)
      throw new ImportMisuse(
        'map-repeated',
        `${label} is filled from two columns, "${other}" and "${column}"; keep one of them in --map`,
      );
    columns.set(label, column);
  }
  if (!columns.has('id'))
    throw new ImportMisuse('map-missing-field', `--map names no column for id; add id=COLUMN (${EXAMPLE})`);
}

/**
 * Parses `id=customer_id[,email=…,trait.points:number=…,consent.email.newsletter=…]`. A column's name may hold commas, as
 * long as none is followed by `word=`. Throws `ImportMisuse` (`map-…`) naming the field and the remedy.
 */
export function parseCustomerMap(text: string): CustomerMap {
  const map = text.split(/,(?=\s*[\p{L}\w.:-]+\s*=)/u).map(parseEntry);
  requireSound(map);
  return map;
}
