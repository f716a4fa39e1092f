/** Whether the value of an option is of its kind, said before anything is opened or sent. */
import { parseIso } from '../../core/time.ts';
import { type Failure, misuse } from '../failure.ts';
import { nearest } from '../../core/nearest.ts';
import type { OptionSpec } from './spec.ts';

const HIGHEST_PORT = 65_535;
const NUMBER = /^-?(?:\d{1,15}\.?\d*|\.\d+)$/;

function isUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function notOneOf({ oneOf, list = false }: OptionSpec, value: string): string | null {
  if (oneOf === undefined) return null;
  const given = list ? value.split(',').map((part) => part.trim()) : [value];
  const wrong = given.find((one) => !oneOf.includes(one));
  if (wrong === undefined) return null;
  const meant = nearest(wrong, oneOf);
  const choice = list
    ? `takes ${oneOf.join(' and ')}, with a comma between`
    : `is one of ${oneOf.join(', ')}`;
  return `${choice}, not "${wrong}"${meant === null ? '' : `; did you mean ${meant}?`}`;
}

function complaint(option: OptionSpec, value: string): string | null {
  const { kind = 'text' } = option;
  const unknown = notOneOf(option, value);
  if (unknown !== null) return unknown;
  switch (kind) {
    case 'text':
      return value === '' ? 'is empty' : null;
    case 'date':
      return parseIso(value) === null ? `is a date such as 2026-03-05, not "${value}"` : null;
    case 'whole':
      return /^-?\d{1,15}$/.test(value) ? null : `is a whole number, not "${value}"`;
    case 'number':
      return NUMBER.test(value) ? null : `is a number, not "${value}"`;
    case 'port':
      return /^\d{1,5}$/.test(value) && Number(value) <= HIGHEST_PORT
        ? null
        : `is a port from 0 to ${HIGHEST_PORT}, not "${value}"`;
    case 'url':
      return isUrl(value) ? null : `is an address such as https://api.shop.example, not "${value}"`;
  }
}

/** Null where the value may stand; else what to say. */
export function checkValue(option: OptionSpec, value: string): Failure | null {
  const wrong = complaint(option, value);
  return wrong === null ? null : misuse(`--${option.name} ${wrong}.`, { field: `--${option.name}` });
}
