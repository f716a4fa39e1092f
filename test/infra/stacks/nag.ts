import { describe, expect, it } from 'vitest';
import { EVERYTHING, NOTHING } from '../support/deployed.ts';
import { nagged } from '../support/nag.ts';

describe.each([
  { what: 'with everything', config: EVERYTHING },
  { what: 'without a word of configuration', config: NOTHING },
])('AwsSolutions of a deployment $what', ({ config }) => {
  const { findings, reasons, stale } = nagged(config);

  it('finds nothing that is not acknowledged', () => {
    expect(findings).toEqual([]);
  });

  it('is left aside at fifteen places at most, each with a reason', () => {
    expect(reasons.length).toBeLessThanOrEqual(15);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(40);
  });

  it('is left aside nowhere without need', () => {
    expect(stale).toEqual([]);
  });
});
