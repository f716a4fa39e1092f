/** Every zone Node knows, each of its clock changes of three years, every quarter of an hour around them. */
import { describe, expect, it } from 'vitest';
import { auditChanges, changesOf, EVERY_ZONE } from './wallClocks.ts';

describe('daily times and dates around the clock changes', () => {
  it.each([2011, 2018, 2026])(
    'of %i in every zone: one instant a local day, none skipped or doubled',
    { timeout: 600_000 },
    (year) => {
      const changes = EVERY_ZONE.flatMap((zone) => changesOf(zone, year));
      const { cases, wrong } = auditChanges(changes);
      console.info(
        `${year}: ${EVERY_ZONE.length} zones, ${changes.length} changes, ${cases} cases, wrong = ${wrong.length}`,
      );
      expect(EVERY_ZONE.length).toBeGreaterThan(500);
      expect(cases).toBeGreaterThan(1_000_000);
      expect(wrong.slice(0, 20)).toEqual([]);
    },
  );
});
