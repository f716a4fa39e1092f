/**
 * The expressions a store may use, read strictly: conditions and filters are comparisons joined by AND or OR, updates are ADD, SET
 * and REMOVE of plain values. Whatever else is met throws, so that no test passes over an expression that was not understood.
 */
import { compareText } from '../../../adapters/records/textOrder.ts';
import { FakeError } from './errors.ts';
import type { Attribute, Item } from './item.ts';

export interface Names {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

const OPERATORS = ['=', '<>', '<', '<=', '>', '>='] as const;

export interface Comparison {
  readonly name: string;
  readonly operator: (typeof OPERATORS)[number] | 'between' | 'begins_with' | 'exists' | 'missing';
  readonly values: readonly Attribute[];
}

function compare(a: Attribute | undefined, b: Attribute | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number.NaN;
}

function nameOf(token: string, { names }: Names): string {
  if (!token.startsWith('#')) return token;
  const name = names[token];
  if (name === undefined) throw FakeError.validation(`no name ${token}`);
  return name;
}

function valueOf(token: string, { values }: Names): Attribute {
  const value = values[token];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw FakeError.validation(`no plain value ${token}`);
}

const FUNCTION =
  /^(attribute_exists|attribute_not_exists|begins_with)\s*\(\s*([#\w]+)\s*(?:,\s*(:\w+)\s*)?\)$/;
const BETWEEN = /^([#\w]+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)$/i;
const PLAIN = /^([#\w]+)\s*(=|<>|<=|>=|<|>)\s*(:\w+)$/;

function comparisonOf(text: string, names: Names): Comparison {
  const call = FUNCTION.exec(text);
  if (call !== null) {
    const [, what = '', name = '', value] = call;
    if (what === 'begins_with')
      return { name: nameOf(name, names), operator: 'begins_with', values: [valueOf(value ?? '', names)] };
    const operator = what === 'attribute_exists' ? 'exists' : 'missing';
    return { name: nameOf(name, names), operator, values: [] };
  }
  const between = BETWEEN.exec(text);
  if (between !== null) {
    const [, name = '', from = '', to = ''] = between;
    const values = [valueOf(from, names), valueOf(to, names)];
    return { name: nameOf(name, names), operator: 'between', values };
  }
  const [, name = '', operator = '', value = ''] = PLAIN.exec(text) ?? [];
  const known = OPERATORS.find((one) => one === operator);
  if (known === undefined) throw FakeError.validation(`the fake does not understand: ${text}`);
  return { name: nameOf(name, names), operator: known, values: [valueOf(value, names)] };
}

/** Joined by AND; the AND of a BETWEEN joins nothing. */
export function conjunction(text: string, names: Names): Comparison[] {
  const parts: string[] = [];
  for (const part of text.split(/\s+AND\s+/i)) {
    const before = parts.at(-1);
    if (before !== undefined && /\sBETWEEN\s+:\w+$/i.test(before))
      parts[parts.length - 1] = `${before} AND ${part}`;
    else parts.push(part);
  }
  return parts.map((part) => comparisonOf(withoutParentheses(part), names));
}

function withoutParentheses(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('(') && trimmed.endsWith(')') ? trimmed.slice(1, -1).trim() : trimmed;
}

export function holds(item: Item | undefined, { name, operator, values }: Comparison): boolean {
  const value = item?.[name];
  const [first, second] = values;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'missing':
      return value === undefined;
    case 'begins_with':
      return typeof value === 'string' && typeof first === 'string' && value.startsWith(first);
    case 'between':
      return compare(value, first) >= 0 && compare(value, second) <= 0;
    case '=':
      return value !== undefined && value === first;
    case '<>':
      return value !== first;
    case '<':
      return compare(value, first) < 0;
    case '<=':
      return compare(value, first) <= 0;
    case '>':
      return compare(value, first) > 0;
    case '>=':
      return compare(value, first) >= 0;
  }
}

/** A condition on an item as it is; `undefined` where there is none. */
export function condition(text: string | undefined, names: Names): (item: Item | undefined) => boolean {
  if (text === undefined) return () => true;
  const alternatives = text.split(/\s+OR\s+/i).map((part) => conjunction(withoutParentheses(part), names));
  return (item) => alternatives.some((all) => all.every((comparison) => holds(item, comparison)));
}

const CLAUSE = /\b(ADD|SET|REMOVE)\b/;

/** The item after an update expression. */
export function updated(before: Item, text: string, names: Names): Item {
  const after: Record<string, Attribute> = { ...before };
  const parts = text.split(CLAUSE).map((part) => part.trim());
  if (parts[0] !== '') throw FakeError.validation(`the fake does not understand: ${text}`);
  for (let n = 1; n < parts.length; n += 2) {
    for (const action of (parts[n + 1] ?? '').split(',')) apply(after, parts[n] ?? '', action.trim(), names);
  }
  return after;
}

function apply(after: Record<string, Attribute>, clause: string, action: string, names: Names): void {
  if (clause === 'REMOVE') {
    delete after[nameOf(action, names)];
    return;
  }
  const [target = '', value = '', ...rest] = action.split(clause === 'ADD' ? /\s+/ : /\s*=\s*/);
  if (rest.length > 0) throw FakeError.validation(`the fake does not understand: ${clause} ${action}`);
  const name = nameOf(target, names);
  if (clause === 'SET') {
    after[name] = valueOf(value, names);
    return;
  }
  const [known = 0, more] = [after[name], valueOf(value, names)];
  if (typeof known !== 'number' || typeof more !== 'number')
    throw FakeError.validation(`ADD is for numbers: ${action}`);
  after[name] = known + more;
}
