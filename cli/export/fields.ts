/** Which fields of a customer an export has, and in what order: those promised first, then whatever else the API tells. */

const PROMISED = [
  'id',
  'stage',
  'stageSince',
  'grade',
  'rfmGroup',
  'orders',
  'lastOrder',
  'pAlive',
  'expectedOrders',
  'value',
] as const;

type Row = Readonly<Record<string, unknown>>;

export function customerFields(row: Row): readonly string[] {
  const promised: readonly string[] = PROMISED;
  return [...promised, ...Object.keys(row).filter((field) => !promised.includes(field))];
}

/** The row with its fields in that order; what it lacks is null. */
export function fieldsOf(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}
