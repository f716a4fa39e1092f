/** Values of traits: text of a cell as the type the map gives it, JSON as it is, birthdays as dates. */
import type { Json } from '../../json.ts';
import { type Instant, isCivilDate, isoDay, isoInstant, utcDay, DAY_MS } from '../../time.ts';
import { readState } from './consentCells.ts';
import type { TraitType } from './customerMap.ts';
import { type DateRules, notInFuture, parseDate } from './orderDate.ts';
import { type Unreadable, unreadable } from './rowFault.ts';

export type TraitValue = { readonly kind: 'value'; readonly value: Json } | Unreadable;

const NUMBER = /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;
const MONTH_DAY = /^(?:--)?(\d{2})-(\d{2})$/;
/** 29 February is a birthday too. */
const LEAP_YEAR = 2000;

function numberOf(text: string): TraitValue {
  return NUMBER.test(text)
    ? { kind: 'value', value: Number(text) }
    : unreadable(
        'not-a-number',
        'is no number',
        'write it as digits with a decimal point, or map it as text',
      );
}

function truthOf(text: string): TraitValue {
  const stated = readState(text);
  return stated.kind === 'unreadable' ? stated : { kind: 'value', value: stated.state === 'granted' };
}

function dateText(at: Instant): string {
  return at % DAY_MS === 0 ? isoDay(utcDay(at)) : isoInstant(at);
}

/** `YYYY-MM-DD`, an instant where there is a time, or `--MM-DD` where the year is not told. */
function dateOf(text: string, { dateFormat, now }: DateRules, mayCome: boolean): TraitValue {
  const [, month, day] = MONTH_DAY.exec(text) ?? [];
  if (isCivilDate(LEAP_YEAR, Number(month), Number(day)))
    return { kind: 'value', value: `--${month}-${day}` };
  const date = mayCome ? parseDate(text, dateFormat) : notInFuture(parseDate(text, dateFormat), now);
  return date.kind === 'unreadable' ? date : { kind: 'value', value: dateText(date.at) };
}

/** Reads the trait `name`. Only birthdays cannot lie in the future. */
export function readTrait(name: string, value: Json, type: TraitType, rules: DateRules): TraitValue {
  const isBirthday = name === 'birthday';
  if (typeof value !== 'string')
    return isBirthday && value !== null
      ? unreadable('not-a-date', 'is no date', 'write it as text, for example 1990-04-03')
      : { kind: 'value', value };
  if (isBirthday) return dateOf(value.trim(), rules, false);
  switch (type) {
    case 'text':
      return { kind: 'value', value };
    case 'number':
      return numberOf(value.trim());
    case 'boolean':
      return truthOf(value.trim());
    case 'date':
      return dateOf(value.trim(), rules, true);
  }
}
