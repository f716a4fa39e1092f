/** A whole table read in parts at once, for audits: O(items of the table), never on a hot path. */
import type { ItemRead, ScanQuery, Tables } from './tables.ts';

const PARTS = 8;

/** `see` is called with pages of all parts, in no order. */
export async function scanParts(
  tables: Tables,
  query: Omit<ScanQuery, 'segment' | 'segments' | 'after'>,
  see: (items: readonly ItemRead[]) => void,
): Promise<void> {
  const parts = Array.from({ length: PARTS }, (_, segment) => segment);
  await Promise.all(
    parts.map(async (segment) => {
      for await (const items of tables.scan({ ...query, segment, segments: PARTS })) see(items);
    }),
  );
}
