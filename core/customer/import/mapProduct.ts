/** A row of a file of products. Only the item is needed; an empty cell says nothing of its field. */
import type { CatalogueItem } from '../../recommend/catalogue.ts';
import { parseAmount } from './amount.ts';
import { readState } from './consentCells.ts';
import { type FieldFault, type Unreadable, unreadable } from './rowFault.ts';
import { faultOfText } from './valueText.ts';

export const PRODUCT_FIELDS = [
  'item',
  'name',
  'name_zh',
  'category',
  'price',
  'cost',
  'stock',
  'durable',
  'brand',
  'url',
  'image',
  'replenish_days',
] as const;
type ProductField = (typeof PRODUCT_FIELDS)[number];

export type MappedProduct =
  | { readonly kind: 'row'; readonly row: CatalogueItem }
  | ({ readonly kind: 'rejected' } & FieldFault);

type Facts = Omit<CatalogueItem, 'item'>;
type Read = { readonly kind: 'facts'; readonly facts: Facts } | Unreadable;

const DAYS = /^\d{1,4}$/;
/** As long as a browser takes. */
const LONGEST_URL_CHARS = 2_048;
const WEB_ADDRESS = /^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/i;
const STOCK = /^\d{1,12}(?:\.\d{1,6})?$/;

function readText(text: string, factsOf: (text: string) => Facts): Read {
  return faultOfText(text) ?? { kind: 'facts', facts: factsOf(text) };
}

function readAmount(text: string, currency: string, factsOf: (minor: number) => Facts): Read {
  const amount = parseAmount(text, currency);
  if (amount.kind === 'unreadable') return amount;
  if (amount.minor < 0)
    return unreadable('not-a-number', 'is negative', 'write what it costs, 0 or more, or leave it empty');
  return { kind: 'facts', facts: factsOf(amount.minor) };
}

function readStock(text: string): Read {
  if (STOCK.test(text)) return { kind: 'facts', facts: { stock: Number(text) } };
  const remedy = 'write how many are left as digits, for example 12, or leave it empty';
  return unreadable('not-a-number', 'is no number of pieces', remedy);
}

function readDurable(text: string): Read {
  const stated = readState(text);
  return stated.kind === 'unreadable'
    ? unreadable('not-a-truth-value', 'is neither yes nor no', 'write yes, no, 1, 0, 是 or 否')
    : { kind: 'facts', facts: { durable: stated.state === 'granted' } };
}

/** True for an address a mail may link to. */
export function isWebAddress(text: string): boolean {
  return text.length <= LONGEST_URL_CHARS && WEB_ADDRESS.test(text);
}

function readAddress(text: string, factsOf: (url: string) => Facts): Read {
  if (isWebAddress(text)) return { kind: 'facts', facts: factsOf(text) };
  return unreadable('not-an-address', 'is no address of the web', 'write it whole, with https://');
}

function readDays(text: string): Read {
  const days = DAYS.test(text) ? Number(text) : 0;
  if (days > 0) return { kind: 'facts', facts: { replenishDays: days } };
  return unreadable('not-a-number', 'is no number of days', 'write how many days one piece lasts, 1 to 9999');
}

function readField(field: ProductField, text: string, currency: string): Read {
  switch (field) {
    case 'item':
      return readText(text, () => ({}));
    case 'name':
      return readText(text, (name) => ({ name }));
    case 'name_zh':
      return readText(text, (nameZh) => ({ nameZh }));
    case 'category':
      return readText(text, (category) => ({ category }));
    case 'price':
      return readAmount(text, currency, (priceMinor) => ({ priceMinor }));
    case 'cost':
      return readAmount(text, currency, (costMinor) => ({ costMinor }));
    case 'stock':
      return readStock(text);
    case 'durable':
      return readDurable(text);
    case 'brand':
      return readText(text, (brand) => ({ brand }));
    case 'url':
      return readAddress(text, (url) => ({ url }));
    case 'image':
      return readAddress(text, (image) => ({ image }));
    case 'replenish_days':
      return readDays(text);
  }
}

/** Maps one row. Total: every row gives a product or a fault that names the field, the value and the remedy. */
export function mapProduct(cells: Readonly<Record<string, string>>, currency: string): MappedProduct {
  let facts: Facts = {};
  for (const field of PRODUCT_FIELDS) {
    const text = cells[field]?.trim() ?? '';
    if (text === '' && field !== 'item') continue;
    const read = readField(field, text, currency);
    if (read.kind === 'unreadable') return { ...read, kind: 'rejected', field, value: text };
    facts = { ...facts, ...read.facts };
  }
  return { kind: 'row', row: { item: cells['item']?.trim() ?? '', ...facts } };
}
