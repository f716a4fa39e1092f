/** An item of the fake: flat attributes, its size as DynamoDB counts it, and the limits of one item. */
import { FakeError } from './errors.ts';

export type Attribute = string | number | boolean | null;
export type Item = Readonly<Record<string, Attribute>>;

export const MOST_ITEM_BYTES = 400 * 1024;
const MOST_PK_BYTES = 2048;
const MOST_SK_BYTES = 1024;
const NUMBER_BYTES = 21;

function attributeBytes(value: Attribute): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'number' ? NUMBER_BYTES : 1;
}

export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += name.length + attributeBytes(value);
  return bytes;
}

function isAttribute(value: unknown): value is Attribute {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

/** A copy of what a command brings. Throws as the document client and the service do. */
export function readItem(raw: unknown): Item {
  if (typeof raw !== 'object' || raw === null) throw FakeError.validation('an item must be a map');
  const item: Record<string, Attribute> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) throw new Error(`Pass options.removeUndefinedValues=true: ${name} is undefined`);
    if (!isAttribute(value))
      throw FakeError.validation(`the fake knows flat attributes only; ${name} is none`);
    item[name] = value;
  }
  return item;
}

/** A key's text. Throws where it is missing, empty, no text or too long. */
export function keyText(item: Item, name: string, isSort: boolean): string {
  const value = item[name];
  if (typeof value !== 'string') throw FakeError.validation(`${name} must be a text`);
  if (value === '') throw FakeError.validation(`${name} must not be empty`);
  const most = isSort ? MOST_SK_BYTES : MOST_PK_BYTES;
  if (value.length * 3 > most && Buffer.byteLength(value) > most)
    throw FakeError.validation(`${name} has more than ${most} bytes`);
  return value;
}
