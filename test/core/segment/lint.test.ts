import { describe, expect, it } from 'vitest';
import { segmentsSchema } from '../../../core/segment/definition.ts';
import { lintSegments, type SegmentLintContext } from '../../../core/segment/lint.ts';

const name = { en: 'x', 'zh-CN': 'x' };

function findings(
  rules: readonly (readonly [id: string, rule: unknown])[],
  context: SegmentLintContext = {},
): string[] {
  const segments = rules.map(([id, rule]) =>
    rule === null ? { id, kind: 'list', name } : { id, kind: 'live', name, rule },
  );
  return lintSegments(segmentsSchema.parse({ segments }), context).map(
    ({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`,
  );
}

describe('a document of segments', () => {
  it('is in order where segments name lists and each other one way', () => {
    const rules = [
      ['vip', null],
      ['a', { segment: 'vip' }],
      ['b', { any: [{ segment: 'a' }, { segment: 'a' }, { event: 'V', within: '30d' }] }],
    ] as const;
    expect(findings(rules)).toEqual([]);
  });

  it('has no two segments of one id', () => {
    expect(
      findings([
        ['a', null],
        ['b', null],
        ['a', null],
      ]),
    ).toEqual([
      'error duplicate-segment segments.2: segment "a" is there twice; give one of them another id',
    ]);
  });

  it('names no segment that is not there', () => {
    expect(
      findings([
        ['a', { not: { segment: 'b' } }],
        ['vip', null],
      ]),
    ).toEqual([
      'error unknown-segment segments.0.rule.not: segment "a" names "b", which is not there. Known segments: a, vip',
    ]);
  });

  it('has no circle, however long', () => {
    const found = findings([
      ['a', { segment: 'b' }],
      ['b', { all: [{ segment: 'c' }] }],
      ['c', { segment: 'a' }],
      ['d', { segment: 'a' }],
      ['e', { segment: 'e' }],
    ]);
    expect(found.map((one) => one.split('; ')[0])).toEqual([
      'error segment-cycle segments.0.rule: a → b → c → a leads back to itself',
      'error segment-cycle segments.1.rule: b → c → a → b leads back to itself',
      'error segment-cycle segments.2.rule: c → a → b → c leads back to itself',
      'error segment-cycle segments.4.rule: e → e leads back to itself',
    ]);
  });

  it('names tiers there are, where they are known', () => {
    const rules = [['a', { any: [{ tier: ['gold', 'lead'] }] }]] as const;
    expect(findings(rules)).toEqual([]);
    expect(findings(rules, { tiers: new Set(['silver', 'gold']) })).toEqual([
      'error unknown-tier segments.0.rule.any.0: there is no tier "lead". Known tiers: gold, silver',
    ]);
  });

  it('is warned of topics nobody is asked about, and of windows that only fill with time', () => {
    const rules = [
      ['a', { consent: { channel: 'email', topic: 'gossip' } }],
      ['b', { event: ['V', 'W'], within: '31d' }],
      ['c', { engaged: 'opened', within: '90d' }],
      ['d', { orders: { min: 1 }, within: '90d' }],
    ] as const;
    expect(findings(rules, { topics: new Set(['offers']) }).map((one) => one.split(':')[0])).toEqual([
      'warning unknown-topic segments.0.rule',
      'warning window-fills segments.1.rule',
      'warning window-fills segments.2.rule',
    ]);
    expect(findings(rules)[0]).toContain('V, W is counted over 31d');
  });

  it.each([
    [{ orders: { min: 5, max: 2 } }, 'nothing is at least 5 and at most 2; exchange min and max'],
    [{ event: 'V', count: { min: 3, max: 1 }, within: '3d' }, 'nothing is at least 3 and at most 1'],
    [{ event: 'V', where: { property: 'n', min: 3, max: 1 } }, 'nothing is at least 3 and at most 1'],
    [{ trait: 'age', min: 30, max: 20 }, 'nothing is at least 30 and at most 20'],
    [{ trait: 'age' }, 'nothing is asked of age; give equals, in, exists, min or max'],
    [{ event: 'V', where: { property: 'n' } }, 'nothing is asked of n; give equals'],
    [{ pAlive: { min: 50 } }, 'a probability lies between 0 and 1; write 0.5 for 50 %'],
  ])('is warned of what nobody is ever in: %j', (rule, message) => {
    const [found, ...more] = findings([['a', { not: rule }]]);
    expect(found).toContain(`warning never-true segments.0.rule.not: ${message}`);
    expect(more).toEqual([]);
  });
});
