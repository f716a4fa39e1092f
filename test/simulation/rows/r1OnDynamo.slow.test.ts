/** R1 below the ports: the calls an operation makes to DynamoDB, each struck by each fault. */
import { describe, expect, it } from 'vitest';
import { seed } from '../../support/seed.ts';
import { brokenOf, noEvidence } from '../run/evidence.ts';
import { callFaults, strikeCalls, worthMost } from './r1.ts';

const PARTS = 4;

describe('any single fault of DynamoDB leaves the books right', () => {
  it.each(Array.from({ length: PARTS }, (_, part) => [part + 1, part] as const))(
    `at every write, and at the first reading of each kind: part %i of ${PARTS}`,
    { timeout: 300_000 },
    async (_, part) => {
      const all = worthMost(await callFaults(seed));
      const mine = all.filter((_fault, n) => n % PARTS === part);
      const evidence = noEvidence();
      await strikeCalls(evidence, seed, mine);
      expect(evidence.failed).toEqual([]);
      expect(brokenOf(evidence)).toBe(0);
      expect(evidence.worlds).toBe(mine.length);
      expect(evidence.faults).toBeGreaterThanOrEqual(evidence.worlds);
      expect(mine.length).toBeGreaterThan(150);
    },
  );
});
