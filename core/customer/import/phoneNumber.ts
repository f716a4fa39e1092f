/**
 * Phone numbers of files as E.164 text. A number with a plus, or `00`, is taken as it is; one without is national, and
 * needs the country it is meant in: its trunk prefix goes and the country's code comes before it.
 * Codes and trunk prefixes: ITU-T, National Numbering Plans (E.164 country codes; the trunk prefix of each plan).
 */
import { type Unreadable, unreadable } from './rowFault.ts';

export interface PhoneCountry {
  readonly code: string;
  /** What is dialled before a national number at home; empty where nothing is. */
  readonly trunk: string;
}

const PLANS =
  'AE:971:0 AR:54:0 AT:43:0 AU:61:0 BD:880:0 BE:32:0 BG:359:0 BR:55:0 CA:1:1 CH:41:0 CL:56: CN:86:0 CO:57: CY:357: CZ:420: ' +
  'DE:49:0 DK:45: EE:372: EG:20:0 ES:34: FI:358:0 FR:33:0 GB:44:0 GR:30: HK:852: HR:385:0 HU:36:06 ID:62:0 IE:353:0 IL:972:0 ' +
  'IN:91:0 IS:354: IT:39: JP:81:0 KE:254:0 KR:82:0 LT:370:0 LU:352: LV:371: MO:853: MT:356: MX:52: MY:60:0 NG:234:0 NL:31:0 ' +
  'NO:47: NZ:64:0 PE:51:0 PH:63:0 PK:92:0 PL:48: PT:351: RO:40:0 RS:381:0 RU:7:8 SA:966:0 SE:46:0 SG:65: SI:386:0 SK:421:0 ' +
  'TH:66:0 TR:90:0 TW:886:0 UA:380:0 US:1:1 VN:84:0 ZA:27:0';
const COUNTRIES: ReadonlyMap<string, PhoneCountry> = new Map(
  PLANS.split(' ').map((plan) => {
    const [name = '', code = '', trunk = ''] = plan.split(':');
    return [name, { code, trunk }];
  }),
);
export const PHONE_COUNTRIES: readonly string[] = [...COUNTRIES.keys()];

/** Signs people write between the digits. */
const BETWEEN = /[\s().\-/‐-―\u00a0]+/gu;
/** A country code begins with 1 to 9; 15 digits are the most. */
const E164 = /^\+[1-9]\d{6,14}$/;
const NATIONAL = /^\d{4,14}$/;
const LONGEST_TEXT = 64;

/** The numbering plan of an ISO 3166 country; null for one that is not known here. */
export function phoneCountry(name: string): PhoneCountry | null {
  return COUNTRIES.get(name.trim().toUpperCase()) ?? null;
}

function withCode(national: string, country: PhoneCountry | null): string | null {
  if (country === null || !NATIONAL.test(national)) return null;
  const bare =
    country.trunk !== '' && national.startsWith(country.trunk)
      ? national.slice(country.trunk.length)
      : national;
  return `+${country.code}${bare}`;
}

/** The number in E.164; `country` is meant where a number does not name its own. */
export function parsePhone(
  raw: string,
  country: PhoneCountry | null,
): { readonly kind: 'phone'; readonly e164: string } | Unreadable {
  const bare =
    raw.length > LONGEST_TEXT
      ? ''
      : raw
          .normalize('NFKC')
          .replaceAll('(0)', '')
          .replaceAll(BETWEEN, '')
          .replace(/^00(?=[1-9])/, '+');
  const e164 = bare.startsWith('+') ? bare : withCode(bare, country);
  if (e164 !== null && E164.test(e164)) return { kind: 'phone', e164 };
  return unreadable(
    'not-a-phone',
    country === null && NATIONAL.test(bare) ? 'has no country code' : 'is no phone number',
    'write it as +442079460018, or give --country for numbers without a country code',
  );
}
