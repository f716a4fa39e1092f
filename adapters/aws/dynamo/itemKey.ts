/** Where an item is. */
export const TABLES = ['people', 'facts', 'work', 'config'] as const;
export type Table = (typeof TABLES)[number];

export interface ItemKey {
  readonly table: Table;
  readonly pk: string;
  readonly sk: string;
}

/** The key as one text, for maps. */
export function keyText({ table, pk, sk }: ItemKey): string {
  return `${table}\n${pk}\n${sk}`;
}
