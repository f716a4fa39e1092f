/** Counting by name, and counts as sorted records, so that no report depends on what happened first. */
export type Counts = Record<string, number>;

export function bump<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

export function addCounts<Key>(into: Map<Key, number>, counts: ReadonlyMap<Key, number>): void {
  for (const [key, count] of counts) bump(into, key, count);
}

/** The map under a key; made where there is none. */
export function inner<Key, Value>(map: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Key, Value>();
  map.set(key, made);
  return made;
}

/** A record with its keys in code-unit order. */
export function sortedRecord(map: ReadonlyMap<string, number>): Counts;
export function sortedRecord<Value, Result>(
  map: ReadonlyMap<string, Value>,
  of: (value: Value) => Result,
): Record<string, Result>;
export function sortedRecord<Value>(
  map: ReadonlyMap<string, Value>,
  of: (value: Value) => unknown = (value) => value,
): Record<string, unknown> {
  const entries = [...map].map(([key, value]) => [key, of(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
