/**
 * How many people were in each segment when everyone was judged last, kept so that lists tell sizes without counting. Judging
 * everyone at once says it: by a recomputation, and each night, when what each part of the store counted is added up.
 */
import * as z from 'zod';
import type { ConfigStore } from '../../core/ports.ts';
import type { Segments } from '../../core/segment/definition.ts';
import type { Instant } from '../../core/time.ts';

const COUNTED = 'segments-counted';
const countedSchema = z.object({ at: z.number(), members: z.record(z.string(), z.number()) });
export type Counted = z.infer<typeof countedSchema>;

/** Null before anybody was judged. */
export async function segmentsCounted(store: Pick<ConfigStore, 'getValue'>): Promise<Counted | null> {
  const json = await store.getValue(COUNTED);
  return json === null ? null : countedSchema.parse(JSON.parse(json));
}

/** Keeps the count of everyone, and answers it: 0 of a segment that nobody is in. */
export async function keepCounted(
  store: Pick<ConfigStore, 'putValue'>,
  { all }: Segments,
  { at, members }: { readonly at: Instant; readonly members: Readonly<Record<string, number>> },
): Promise<Counted> {
  const counts = all.map(({ segment: { id } }) => [id, members[id] ?? 0] as const);
  const counted = { at, members: Object.fromEntries(counts) };
  await store.putValue(COUNTED, JSON.stringify(counted));
  return counted;
}
