/**
 * Ids made from what a row says, for rows that bring none: the same content gives the same id on every machine and in
 * every later version, because ids that are stored must be found again. Three lanes of `hash32` give 96 bits, so that
 * among a hundred million rows two contents share an id with odds below 1 in 10^12.
 *
 * The day comes first: ids of one time lie side by side in an index, so a file sorted by time is read at the speed of its
 * end instead of touching a random page a row.
 */
import { hash32 } from '../../chance.ts';
import { type Instant, isoDay, utcDay } from '../../time.ts';

const LANE_SEEDS = [0x1b873593, 0x7feb352d, 0x2545f491] as const;

/** `<kind>-<YYYYMMDD>-<24 hexadecimal digits>` of the instant and the parts; parts may hold any character but U+0000. */
export function contentId(
  kind: 'row' | 'refund' | 'event',
  at: Instant,
  ...parts: readonly (string | number)[]
): string {
  const text = [at, ...parts].join('\u0000');
  let id = `${kind}-${isoDay(utcDay(at)).replaceAll('-', '')}-`;
  for (const seed of LANE_SEEDS) id += hash32(seed, text).toString(16).padStart(8, '0');
  return id;
}
