/**
 * What the law of a place asks of a message, as a table the shop can change: kind of consent, hours, required text, how long
 * implied consent lasts, and how soon an opt-out must be honoured (Perennial honours it at the next claim). The sources of
 * the shipped values are in docs/settings.md. It is no legal advice.
 */
import * as z from 'zod';
import { CONSENT_BASES, type ConsentBasis } from '../message/contact.ts';
import {
  countryCode,
  type HoursWindow,
  inBothLanguages,
  type InBothLanguages,
  windowOfHours,
} from './fields.ts';

/**
 * `opt-out`: nothing need be given; `soft-opt-in`: given on the basis of being a customer is enough; `opt-in`: said so; `double-opt-in`: said so and
 * confirmed it; `express-written`: said so to a wording that is kept. Each for promotional messages; care and surveys need `opt-in` at most.
 */
export const CONSENT_KINDS = [
  'opt-out',
  'soft-opt-in',
  'opt-in',
  'double-opt-in',
  'express-written',
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** What a promotional message must show. `signature` is 【…】 at the head of an SMS. */
export const REQUIRED_PARTS = ['sender-name', 'postal-address', 'opt-out', 'signature'] as const;

interface ChannelDefaults {
  readonly consent: ConsentKind;
  readonly windows: HoursWindow[];
  readonly requires: (typeof REQUIRED_PARTS)[number][];
  readonly prefix: InBothLanguages | null;
  readonly optOutLine: InBothLanguages | null;
}

interface Defaults {
  readonly countries: string[];
  readonly email: ChannelDefaults;
  readonly sms: ChannelDefaults;
  readonly lapseMonths: Partial<Record<ConsentBasis, number>>;
  readonly honourOptOutDays: number;
}

function channelRules(defaults: ChannelDefaults) {
  return z
    .strictObject({
      consent: z.enum(CONSENT_KINDS).default(defaults.consent),
      /** Local hours in which messages other than transactional may be sent; empty: any. */
      windows: z.array(windowOfHours).max(14).default(defaults.windows),
      requires: z.array(z.enum(REQUIRED_PARTS)).default(defaults.requires),
      /** Stands before the subject of a promotional mail, or the text of an SMS. */
      prefix: inBothLanguages.nullable().default(defaults.prefix),
      /** How to opt out, in an SMS; in a mail it is a link. */
      optOutLine: inBothLanguages.nullable().default(defaults.optOutLine),
    })
    .prefault({});
}

function jurisdiction(defaults: Defaults) {
  return z.strictObject({
    countries: z.array(countryCode).default(defaults.countries),
    email: channelRules(defaults.email),
    sms: channelRules(defaults.sms),
    /** Consent on such a basis counts for so many months; on a basis that is not named it does not lapse. */
    lapseMonths: z
      .partialRecord(z.enum(CONSENT_BASES), z.number().int().min(1).max(240))
      .default(defaults.lapseMonths),
    honourOptOutDays: z.number().int().min(0).max(60).default(defaults.honourOptOutDays),
  });
}

const EMAIL: ChannelDefaults = {
  consent: 'opt-in',
  windows: [],
  requires: ['sender-name', 'postal-address', 'opt-out'],
  prefix: null,
  optOutLine: null,
};
const SMS: ChannelDefaults = {
  consent: 'opt-in',
  windows: [],
  requires: ['sender-name', 'opt-out'],
  prefix: null,
  optOutLine: { en: 'Reply STOP to opt out', 'zh-CN': '拒收请回复R' },
};
const OTHER: Defaults = { countries: [], email: EMAIL, sms: SMS, lapseMonths: {}, honourOptOutDays: 1 };

const EEA = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE'],
  ...['IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
];

const other = jurisdiction(OTHER);
export type Jurisdiction = z.infer<typeof other>;

/** Where no jurisdiction is named: consent must be given, and no more. */
export const OTHER_JURISDICTION: Jurisdiction = other.parse({});

const SHIPPED: readonly string[] = ['US', 'EU', 'UK', 'CA', 'CN'];

/** Whether a jurisdiction is one of those that come with the program; one the shop adds takes its countries from them. */
export function isShipped(id: string): boolean {
  return SHIPPED.includes(id);
}

export const jurisdictions = z
  .object({
    US: jurisdiction({
      ...OTHER,
      countries: ['US'],
      sms: { ...SMS, consent: 'express-written', windows: [{ from: '08:00', until: '21:00' }] },
      honourOptOutDays: 10,
    }).prefault({}),
    EU: jurisdiction({ ...OTHER, countries: EEA }).prefault({}),
    UK: jurisdiction({
      ...OTHER,
      countries: ['GB'],
      email: { ...EMAIL, consent: 'soft-opt-in' },
      sms: { ...SMS, consent: 'soft-opt-in' },
    }).prefault({}),
    CA: jurisdiction({
      ...OTHER,
      countries: ['CA'],
      sms: {
        ...SMS,
        windows: [
          { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', until: '21:30' },
          { days: ['saturday', 'sunday'], from: '10:00', until: '18:00' },
        ],
      },
      lapseMonths: { 'implied-purchase': 24, 'implied-inquiry': 6 },
      honourOptOutDays: 10,
    }).prefault({}),
    CN: jurisdiction({
      ...OTHER,
      countries: ['CN'],
      email: { ...EMAIL, prefix: { en: '[AD] ', 'zh-CN': '【广告】' } },
      sms: {
        ...SMS,
        windows: [{ from: '08:00', until: '21:00' }],
        requires: ['signature', 'opt-out'],
        optOutLine: { en: 'Reply R to opt out', 'zh-CN': '拒收请回复R' },
      },
    }).prefault({}),
  })
  .catchall(other)
  .prefault({});
