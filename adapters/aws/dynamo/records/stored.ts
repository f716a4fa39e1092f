/**
 * Records as items keep them: what says nothing is left out, and filled in again when read. An item is paid for by the
 * kilobyte, and most fields of a record that nothing happened to yet say nothing.
 */

/** The fields whose values differ from the defaults. */
export function withoutDefaults(record: object, defaults: object): Readonly<Record<string, unknown>> {
  const usual = new Map<string, unknown>(Object.entries(defaults));
  const entries: [string, unknown][] = Object.entries(record);
  return Object.fromEntries(entries.filter(([name, value]) => !isUsual(value, usual.get(name))));
}

function isUsual(value: unknown, usual: unknown): boolean {
  if (value === usual) return true;
  return isEmpty(value) && isEmpty(usual) && Array.isArray(value) === Array.isArray(usual);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A record as it is written: fields with a default may be missing. */
export type Stored<Whole, Defaults> = Omit<Whole, keyof Defaults> &
  Partial<Pick<Whole, keyof Defaults & keyof Whole>>;
