/**
 * Phone numbers as people write them, as E.164. Numbering plans are those of libphonenumber: a number is taken where its
 * length is possible in its country, whether or not the range is given out, since ranges are given out faster than tables.
 */
import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

export type PhoneCountry = CountryCode;

export const PHONE_COUNTRIES: readonly PhoneCountry[] = getCountries();

const LONGEST_TEXT = 64;

/** The country of an ISO 3166 code of two letters; null where no numbering plan of that name is known. */
export function phoneCountry(name: string): PhoneCountry | null {
  const code = name.trim().toUpperCase();
  return isSupportedCountry(code) ? code : null;
}

/** The number in E.164; null where it is none. `country` is meant where a number does not name its own; `00` stands for the plus. */
export function phoneNumberOf(text: string, country: PhoneCountry | null = null): string | null {
  if (text.length > LONGEST_TEXT) return null;
  const written = text
    .normalize('NFKC')
    .trim()
    .replace(/^00(?=[1-9])/, '+');
  const parsed = parsePhoneNumberFromString(
    written,
    country === null ? { extract: false } : { extract: false, defaultCountry: country },
  );
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** The largest country of a calling code that several share and tell apart by ranges that are not in the plans here. */
const MAIN_COUNTRY: Readonly<Record<string, string>> = {
  44: 'GB',
  39: 'IT',
  47: 'NO',
  358: 'FI',
  61: 'AU',
  7: 'RU',
};

/** The ISO code of the country a number in E.164 belongs to; null where its plan does not tell. */
export function countryOfNumber(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (parsed === undefined) return null;
  return parsed.country ?? MAIN_COUNTRY[parsed.countryCallingCode] ?? null;
}
