/**
 * What a new definition of a journey changes, by what it means: the order of keys, of names in a list and of conditions under
 * `all` and `any`, defaults that were left out, and another way to write the same length of time are no difference. Words for
 * people, name and description, are told apart from behaviour.
 */
import type { Json, JsonObject } from '../json.ts';
import type { JourneyDefinition } from './definition.ts';
import { inAnyOrder, isList, isObject, isSame, listOf, objectOf } from './meaning.ts';

/** A field by its path; without `from` it was not there before, without `to` it is there no more. */
export interface FieldChange {
  readonly path: string;
  readonly from?: Json;
  readonly to?: Json;
}

/** Of entries or exits. A path in `changed` begins with the place in the new definition, counted from 0. */
export interface ListChange {
  readonly added: readonly JsonObject[];
  readonly removed: readonly JsonObject[];
  readonly changed: readonly FieldChange[];
}

export interface NodeChange {
  readonly id: string;
  readonly fields: readonly FieldChange[];
  /** Ways on that lead elsewhere now. */
  readonly ways: readonly FieldChange[];
}

export interface NamedNode {
  readonly id: string;
  readonly node: JsonObject;
}

export interface JourneyDifference {
  readonly entries: ListChange;
  readonly exits: ListChange;
  /** Goal, re-entry, topic, class, priority and where it begins. */
  readonly fields: readonly FieldChange[];
  readonly nodes: {
    readonly added: readonly NamedNode[];
    readonly removed: readonly NamedNode[];
    readonly changed: readonly NodeChange[];
  };
  readonly texts: readonly FieldChange[];
}

/** The definition as it would be written, every default spelt out. */
function asJson(definition: JourneyDefinition): JsonObject {
  const written: Json = JSON.parse(JSON.stringify(definition));
  return objectOf(written);
}

/** Read whole: what became of one part of it says nothing. */
const WHOLE = new Set(['where', 'when', 'goal', 'reentry', 'until']);

/** Fields of an object by dotted path. */
function leavesOf(value: JsonObject, before = ''): [string, Json][] {
  return Object.entries(value).flatMap(([key, one]) => {
    const path = before === '' ? key : `${before}.${key}`;
    return isObject(one) && !WHOLE.has(key) ? leavesOf(one, path) : [[path, one] satisfies [string, Json]];
  });
}

/** What a value stands under; the traits that an update sets have names of their own. */
function keyOf(path: string): string | undefined {
  return path.startsWith('set.') ? undefined : path.split('.').at(-1);
}

function fieldChanges(before: JsonObject, after: JsonObject): FieldChange[] {
  const [was, is] = [new Map(leavesOf(before)), new Map(leavesOf(after))];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((path) => {
    const [from, to] = [was.get(path), is.get(path)];
    if (isSame(from, to, keyOf(path))) return [];
    return [{ path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

interface Pair {
  readonly was: Json | undefined;
  readonly is: Json | undefined;
  /** Place in the new list; in the old one where it is there no more. */
  readonly at: number;
}

/** What stands in one place of two lists, without what is the same at their beginnings and ends. */
function paired(
  before: readonly Json[],
  after: readonly Json[],
  same: (a: Json | undefined, b: Json | undefined) => boolean,
): { readonly pairs: readonly Pair[]; readonly alike: readonly Pair[] } {
  const [most, alike] = [Math.min(before.length, after.length), new Array<Pair>()];
  let first = 0;
  for (; first < most && same(before[first], after[first]); first += 1)
    alike.push({ was: before[first], is: after[first], at: first });
  let last = 0;
  for (; last < most - first && same(before.at(-1 - last), after.at(-1 - last)); last += 1)
    alike.push({ was: before.at(-1 - last), is: after.at(-1 - last), at: after.length - 1 - last });
  const places = Math.max(before.length, after.length) - last - first;
  const pairs = Array.from({ length: places }, (_, n) => {
    const at = first + n;
    const was = at < before.length - last ? before[at] : undefined;
    return { was, is: at < after.length - last ? after[at] : undefined, at };
  });
  return { pairs, alike };
}

function isOfOneKind(a: Json | undefined, b: Json | undefined): boolean {
  return isObject(a) && isObject(b) && a['on'] === b['on'];
}

/** Entries or exits: the order of exits means nothing, that of entries decides which of two lets a person in. */
function listChange(before: readonly Json[], after: readonly Json[]): ListChange {
  const added: JsonObject[] = [];
  const removed: JsonObject[] = [];
  const changed: FieldChange[] = [];
  for (const { was, is, at } of paired(before, after, isSame).pairs) {
    if (isOfOneKind(was, is)) {
      const fields = fieldChanges(objectOf(was), objectOf(is));
      changed.push(...fields.map((field) => ({ ...field, path: `${at}.${field.path}` })));
      continue;
    }
    if (isObject(was)) removed.push(was);
    if (isObject(is)) added.push(is);
  }
  return { added, removed, changed };
}

/** The cases of a branch side by side: a case goes by its condition. */
function caseChanges(before: Json | undefined, after: Json | undefined): FieldChange[] {
  const when = (one: Json | undefined) => objectOf(one)['when'];
  const { pairs, alike } = paired(listOf(before), listOf(after), (a, b) => isSame(when(a), when(b), 'when'));
  const at = (one: Json | undefined, place: number) => ({ cases: { [place]: objectOf(one) } });
  return [...alike, ...pairs]
    .sort((a, b) => a.at - b.at)
    .flatMap((pair) => fieldChanges(at(pair.was, pair.at), at(pair.is, pair.at)));
}

/** A node by its fields, the arms of an experiment by their ids. */
function byId(node: JsonObject): JsonObject {
  if (!isList(node['arms'])) return node;
  const arms = node['arms'].map((arm) => {
    const { id, ...rest } = objectOf(arm);
    return [typeof id === 'string' ? id : '', rest] as const;
  });
  return { ...node, arms: Object.fromEntries(arms) };
}

const WAYS = new Set(['next', 'otherwise', 'onTimeout', 'missing']);

function isWay({ path }: FieldChange, type: Json | undefined): boolean {
  return WAYS.has(path.split('.').at(-1) ?? '') || (path === 'to' && type === 'jump');
}

function nodeChange(id: string, before: JsonObject, after: JsonObject): NodeChange[] {
  const { cases: was, ...old } = before;
  const { cases: is, ...now } = after;
  const changes = [...fieldChanges(byId(old), byId(now)), ...caseChanges(was, is)];
  if (changes.length === 0) return [];
  const type = after['type'];
  return [
    {
      id,
      fields: changes.filter((change) => !isWay(change, type)),
      ways: changes.filter((change) => isWay(change, type)),
    },
  ];
}

function nodesChange(before: JsonObject, after: JsonObject): JourneyDifference['nodes'] {
  const [was, is] = [Object.keys(before), Object.keys(after)];
  const named = (nodes: JsonObject) => (id: string) => ({ id, node: objectOf(nodes[id]) });
  return {
    added: is.filter((id) => !Object.hasOwn(before, id)).map(named(after)),
    removed: was.filter((id) => !Object.hasOwn(after, id)).map(named(before)),
    changed: is
      .filter((id) => Object.hasOwn(before, id))
      .flatMap((id) => nodeChange(id, objectOf(before[id]), objectOf(after[id]))),
  };
}

function textsOf({ name, description }: JsonObject): JsonObject {
  return { name: name ?? {}, description: description ?? {} };
}

/** What is neither text nor a part with changes of its own; a goal is one value. */
function fieldsOf(definition: JsonObject): JsonObject {
  const {
    id: _id,
    name: _name,
    description: _description,
    entry: _entry,
    exits: _exits,
    nodes: _nodes,
    ...fields
  } = definition;
  return fields;
}

/** What the second definition changes of the first. O(size of both). */
export function difference(before: JourneyDefinition, after: JourneyDefinition): JourneyDifference {
  const [was, is] = [asJson(before), asJson(after)];
  return {
    entries: listChange(listOf(was['entry']), listOf(is['entry'])),
    exits: listChange(inAnyOrder(listOf(was['exits'])), inAnyOrder(listOf(is['exits']))),
    fields: fieldChanges(fieldsOf(was), fieldsOf(is)),
    nodes: nodesChange(objectOf(was['nodes']), objectOf(is['nodes'])),
    texts: fieldChanges(textsOf(was), textsOf(is)),
  };
}

/** Whether nothing changes in what the journey does. */
export function isSameBehaviour({ entries, exits, fields, nodes }: JourneyDifference): boolean {
  const lists = [entries, exits].flatMap(({ added, removed, changed }) => [...added, ...removed, ...changed]);
  return [...lists, ...fields, ...nodes.added, ...nodes.removed, ...nodes.changed].length === 0;
}
