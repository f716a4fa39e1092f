/** Money of order events: JSON numbers and texts in the shop's currency become whole minor units. */
import { isCurrencyCode, minorDigits } from '../../core/currency.ts';
import { LARGEST_AMOUNT_MINOR, parseAmount } from '../../core/customer/import/amount.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { noted, refused, shown } from './finding.ts';
import { member, type Reading, textAt } from './message.ts';

/** What floating point leaves of an amount that was meant exactly. */
const NOISE = 1e-6;

function ofNumber(value: number, currency: string, path: string, { note }: Reading): number | null {
  const exact = value * 10 ** minorDigits(currency);
  if (Math.abs(exact) > LARGEST_AMOUNT_MINOR) return null;
  const minor = Math.sign(exact) * Math.round(Math.abs(exact));
  if (Math.abs(exact - minor) > NOISE) {
    note(
      noted(
        'rounded-amount',
        path,
        `${path} ${value} has more decimals than ${currency}; it was rounded`,
        'round it before it is sent',
      ),
    );
  }
  return minor === 0 ? 0 : minor;
}

/** Minor units of an amount; null where it is none. Numbers are rounded to the minor unit, and that is noted. */
export function minorOf(value: Json, currency: string, path: string, reading: Reading): number | null {
  if (typeof value === 'number') return ofNumber(value, currency, path, reading);
  if (typeof value !== 'string') return null;
  const amount = parseAmount(value, currency);
  return amount.kind === 'amount' ? amount.minor : null;
}

/** The currency of an order: what it says, else the shop's. Throws `Refused` where it is another, or nobody knows. */
export function currencyOf(properties: JsonObject, { currency: ofShop }: Reading): string {
  const said = textAt(properties, 'currency')?.trim().toUpperCase() ?? null;
  if (said === null && ofShop !== null) return ofShop;
  if (said === null) {
    throw refused(
      'missing-currency',
      'properties.currency',
      'the order names no currency, and the shop has none yet',
      'send currency, for example USD; the first order sets the shop’s',
    );
  }
  if (!isCurrencyCode(said)) {
    const detail = `"${shown(said)}" is no currency`;
    throw refused('invalid-currency', 'properties.currency', detail, 'use an ISO 4217 code such as USD');
  }
  if (ofShop !== null && said !== ofShop) throw otherCurrency(said, ofShop);
  return said;
}

export function otherCurrency(said: string, ofShop: string) {
  return refused(
    'other-currency',
    'properties.currency',
    `the order is in ${said}, the shop in ${ofShop}`,
    `convert amounts to ${ofShop}: a shop has one currency`,
  );
}

const AMOUNTS = ['total', 'revenue', 'value'] as const;

/** The name of the amount that counts: the first of total, revenue and value that is there; null without any. */
export function amountName(properties: JsonObject): (typeof AMOUNTS)[number] | null {
  return AMOUNTS.find((name) => member(properties, name) !== null) ?? null;
}
