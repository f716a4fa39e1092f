/** Reads of the fake: queries of a partition or an index, and scans, in pages that end at a limit or at a size. */
import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { compareText } from '../../../adapters/records/textOrder.ts';
import { FakeError } from './errors.ts';
import { type Comparison, condition, conjunction, type Names } from './expression.ts';
import { type Item, itemBytes, keyText, readItem } from './item.ts';
import type { SortedEntries } from './sortedEntries.ts';
import { type Entry, type FakeTable, INDEXES, type IndexName } from './table.ts';

export interface PageLimits {
  /** DynamoDB's own is 1 MB. */
  readonly pageBytes: number;
  /** Fewer items a page, on request. */
  readonly pageItems: number;
}

export interface Page {
  readonly Items?: Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
}

type Reading = Pick<
  QueryCommandInput,
  'ExpressionAttributeNames' | 'ExpressionAttributeValues' | 'FilterExpression' | 'Limit' | 'Select'
>;

function namesOf(input: Reading): Names {
  return { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
}

/** Above every text: a character that is none. */
const BEYOND = '\u{10FFFF}\u{10FFFF}';

interface Bounds {
  /** First place. */
  readonly start: number;
  /** Behind the last. */
  readonly end: number;
}

function textOf(comparison: Comparison, place = 0): string {
  const value = comparison.values[place];
  if (typeof value !== 'string' || value === '') throw FakeError.validation('a key is compared with a text');
  return value;
}

function boundsOf(entries: SortedEntries<Entry>, sort: Comparison | undefined): Bounds {
  const all = { start: 0, end: entries.size };
  if (sort === undefined) return all;
  const from = () => entries.placeOf([textOf(sort)]);
  const behind = (place = 0) => entries.placeOf([textOf(sort, place), BEYOND, BEYOND]);
  switch (sort.operator) {
    case '=':
      return { start: from(), end: behind() };
    case '<':
      return { ...all, end: from() };
    case '<=':
      return { ...all, end: behind() };
    case '>':
      return { ...all, start: behind() };
    case '>=':
      return { ...all, start: from() };
    case 'between':
      return { start: from(), end: behind(1) };
    case 'begins_with':
      return { start: from(), end: entries.placeOf([`${textOf(sort)}${BEYOND}`]) };
    case '<>':
    case 'exists':
    case 'missing':
      throw FakeError.validation(`no key condition: ${sort.operator}`);
  }
}

function isIndex(name: string): name is IndexName {
  return INDEXES.some((known) => known === name);
}

function keyOf(item: Item, index: IndexName | null): Item {
  const { pk = '', sk = '' } = item;
  if (index === null) return { pk, sk };
  return { pk, sk, [`${index}Pk`]: item[`${index}Pk`] ?? '', [`${index}Sk`]: item[`${index}Sk`] ?? '' };
}

/** Takes items until the limit, or the size of a page, is reached. */
class PageMaker {
  private readonly items: Item[] = [];
  private readonly wanted: (item: Item | undefined) => boolean;
  private readonly limit: number;
  private readonly limits: PageLimits;
  private bytes = 0;
  private scanned = 0;
  private last: Item | null = null;

  constructor(input: Reading, limits: PageLimits) {
    if (input.Limit !== undefined && input.Limit < 1) throw FakeError.validation('Limit must be 1 or more');
    this.wanted = condition(input.FilterExpression, namesOf(input));
    this.limit = Math.min(input.Limit ?? Number.POSITIVE_INFINITY, limits.pageItems);
    this.limits = limits;
  }

  /** False once the page is full. */
  take(item: Item): boolean {
    this.scanned += 1;
    this.bytes += itemBytes(item);
    if (this.wanted(item)) this.items.push({ ...item });
    this.last = item;
    return this.scanned < this.limit && this.bytes < this.limits.pageBytes;
  }

  page(input: Reading, isFull: boolean, index: IndexName | null): Page {
    const { items, scanned, last } = this;
    return {
      ...(input.Select === 'COUNT' ? {} : { Items: items }),
      Count: items.length,
      ScannedCount: scanned,
      ...(isFull && last !== null ? { LastEvaluatedKey: keyOf(last, index) } : {}),
    };
  }
}

/** Throws where the key condition is none: equality of the partition key, and at most one comparison of the sort key. */
function keyCondition(input: QueryCommandInput, index: IndexName | null): { pk: string; sort?: Comparison } {
  const [pkName, skName] = index === null ? ['pk', 'sk'] : [`${index}Pk`, `${index}Sk`];
  const [ofPk, sort, ...more] = conjunction(input.KeyConditionExpression ?? '', namesOf(input));
  const isSound = ofPk?.name === pkName && ofPk.operator === '=' && more.length === 0;
  if (!isSound || (sort !== undefined && sort.name !== skName))
    throw FakeError.validation(`no key condition: ${input.KeyConditionExpression ?? 'none'}`);
  if (sort?.operator === 'between' && compareText(textOf(sort), textOf(sort, 1)) > 0)
    throw FakeError.validation('BETWEEN needs an upper bound at or above the lower one');
  return { pk: textOf(ofPk), ...(sort === undefined ? {} : { sort }) };
}

export function query(table: FakeTable, input: QueryCommandInput, limits: PageLimits): Page {
  const { IndexName: name } = input;
  if (name !== undefined && !isIndex(name)) throw FakeError.validation(`no index ${name}`);
  const index = name ?? null;
  if (index !== null && input.ConsistentRead === true)
    throw FakeError.validation('Consistent reads are not supported on global secondary indexes');
  const { pk, sort } = keyCondition(input, index);
  const maker = new PageMaker(input, limits);
  const entries = index === null ? table.partition(pk) : table.index(index, pk);
  if (entries === undefined) return maker.page(input, false, index);
  let { start, end } = boundsOf(entries, sort);
  const isForward = input.ScanIndexForward !== false;
  if (input.ExclusiveStartKey !== undefined) {
    const after = orderOf(readItem(input.ExclusiveStartKey), index);
    const place = entries.placeOf(after);
    if (isForward) start = Math.max(start, entries.find(after) === undefined ? place : place + 1);
    else end = Math.min(end, place);
  }
  for (let n = 0; n < end - start; n += 1) {
    const entry = entries.at(isForward ? start + n : end - 1 - n);
    if (entry !== undefined && !maker.take(entry.item)) return maker.page(input, true, index);
  }
  return maker.page(input, false, index);
}

function orderOf(key: Item, index: IndexName | null): string[] {
  const [pk, sk] = [keyText(key, 'pk', false), keyText(key, 'sk', true)];
  return index === null ? [sk] : [keyText(key, `${index}Sk`, true), pk, sk];
}

export function scan(table: FakeTable, input: ScanCommandInput, limits: PageLimits): Page {
  const { Segment = 0, TotalSegments = 1, ExclusiveStartKey } = input;
  if (Segment >= TotalSegments) throw FakeError.validation('Segment must be below TotalSegments');
  if (input.IndexName !== undefined) throw FakeError.validation('the fake scans no index');
  const from = ExclusiveStartKey === undefined ? null : readItem(ExclusiveStartKey);
  const after = from === null ? null : { pk: keyText(from, 'pk', false), sk: keyText(from, 'sk', true) };
  const maker = new PageMaker(input, limits);
  for (const item of table.scan({ segment: Segment, segments: TotalSegments, after })) {
    if (!maker.take(item)) return maker.page(input, true, null);
  }
  return maker.page(input, false, null);
}
