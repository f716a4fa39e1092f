/** Whom a call is about: found in what it was called with, whatever the operation is named. */

export interface Touched {
  readonly customers: Set<string>;
  readonly decisions: Set<string>;
  readonly contacts: Set<string>;
}

/** What a person or a template said, not what a record is. */
const SAID: ReadonlySet<string> = new Set(['body', 'evidence', 'properties', 'traits', 'mergeData', 'event']);
const DEEPEST = 6;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function note(into: Set<string>, value: unknown): void {
  if (typeof value === 'string') into.add(value);
}

function walk(value: unknown, touched: Touched, depth: number): void {
  if (!isRecord(value) || depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, touched, depth + 1);
    return;
  }
  note(touched.customers, value['customerId']);
  note(touched.decisions, value['decisionId']);
  note(touched.contacts, value['contactKey']);
  for (const [name, member] of Object.entries(value)) {
    if (name === 'person' && isRecord(member)) note(touched.customers, member['id']);
    if (name === 'contact' && isRecord(member)) note(touched.contacts, member['key']);
    if (name === 'decision' && isRecord(member)) note(touched.decisions, member['id']);
    if (!SAID.has(name)) walk(member, touched, depth + 1);
  }
}

export function touchedBy(args: readonly unknown[]): Touched {
  const touched = { customers: new Set<string>(), decisions: new Set<string>(), contacts: new Set<string>() };
  walk(args, touched, 0);
  return touched;
}

export { isRecord };
