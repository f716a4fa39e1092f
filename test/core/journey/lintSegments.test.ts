import { describe, expect, it } from 'vitest';
import { segmentFindings } from '../../../core/journey/lintSegments.ts';
import { aJourney } from '../../support/builders.ts';

const NAMES_THREE = aJourney({
  entry: [{ on: 'segment', segment: 'looking', where: { not: { segment: 'quiet' } } }],
  exits: [{ on: 'segment', segment: 'looking', change: 'left' }],
  goal: { on: 'condition', when: { any: [{ segment: 'buyers' }, { orders: { min: 1 } }] } },
});

describe('segments a journey names', () => {
  it('are not looked at where nobody says which there are', () => {
    expect(segmentFindings(NAMES_THREE, {})).toEqual([]);
  });

  it('are an error each that is not published, wherever they are named', () => {
    const findings = segmentFindings(NAMES_THREE, { segments: new Set(['quiet']) });
    expect(findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([
      'error unknown-segment entry',
      'error unknown-segment nodes',
    ]);
    expect(findings[0]?.message).toBe(
      'there is no segment "looking"; publish it first. Known segments: quiet',
    );
    expect(segmentFindings(NAMES_THREE, { segments: new Set() })[0]?.message).toContain('none');
  });

  it('are in order where all are published', () => {
    const segments = new Set(['looking', 'quiet', 'buyers']);
    expect(segmentFindings(NAMES_THREE, { segments })).toEqual([]);
  });
});
