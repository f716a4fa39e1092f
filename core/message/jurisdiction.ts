/**
 * Whose rules hold for a message: those of the country its reader is in. A reader of no known country is under the shop's own
 * (`shop.jurisdiction`); one of a country that no jurisdiction names, under the strictest that asks nothing of a place:
 * consent must have been given.
 */
import { countryOfNumber } from '../customer/phoneNumber.ts';
import type { Person } from '../customer/person.ts';
import type { Json, JsonObject } from '../json.ts';
import { isShipped, type Jurisdiction, OTHER_JURISDICTION } from '../settings/jurisdictions.ts';
import { perSettings } from '../settings/perSettings.ts';
import type { Settings } from '../settings/settings.ts';
import type { Channel } from './messageClass.ts';

export interface NamedJurisdiction {
  /** Null where none is named. */
  readonly id: string | null;
  readonly rules: Jurisdiction;
}

const OTHER: NamedJurisdiction = { id: null, rules: OTHER_JURISDICTION };

interface Places {
  readonly byCountry: ReadonlyMap<string, NamedJurisdiction>;
  readonly unknown: NamedJurisdiction;
}

/** The shop's own come last, and so take their countries from those that are shipped. */
function placesOf({ jurisdictions, shop }: Settings): Places {
  const ids = Object.keys(jurisdictions).sort((a, b) => Number(isShipped(b)) - Number(isShipped(a)));
  const byCountry = new Map<string, NamedJurisdiction>();
  let unknown = OTHER;
  for (const id of ids) {
    const rules = jurisdictions[id];
    if (rules === undefined) continue;
    const named = { id, rules };
    for (const country of rules.countries) byCountry.set(country, named);
    if (id === shop.jurisdiction) unknown = named;
  }
  return { byCountry, unknown };
}

const placesIn = perSettings(placesOf);

/** Of an ISO 3166-1 code; null for a reader of no known country. The same object for the same settings and place. */
export function jurisdictionOf(settings: Settings, country: string | null): NamedJurisdiction {
  const { byCountry, unknown } = placesIn(settings);
  return country === null ? unknown : (byCountry.get(country) ?? OTHER);
}

/** Written for the United Kingdom more often than its own code. */
const WRITTEN_OTHERWISE: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

function countryIn(value: Json | undefined): string | null {
  if (typeof value !== 'string') return null;
  const code = value.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? (WRITTEN_OTHERWISE[code] ?? code) : null;
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The country a message to a person goes to, as an ISO 3166-1 code: their trait `country`, or `country` of their trait
 * `address`, else for an SMS that of the number. Null where none of them says.
 */
export function countryOf(
  { traits, phone }: Pick<Person, 'traits' | 'phone'>,
  channel: Channel,
): string | null {
  const { address } = traits;
  const told = countryIn(traits.country) ?? (isRecord(address) ? countryIn(address.country) : null);
  if (told !== null || channel !== 'sms' || phone === null) return told;
  return countryOfNumber(phone);
}
