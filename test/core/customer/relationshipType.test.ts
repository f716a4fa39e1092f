import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relationshipText } from '../../../core/customer/relationshipText.ts';
import {
  RELATIONSHIP_TYPES,
  type RelationshipFacts,
  suggestRelationship,
} from '../../../core/customer/relationshipType.ts';
import { GRADES, STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';

const RULES = DEFAULT_SETTINGS.relationship;

function suggest(facts: Partial<RelationshipFacts>) {
  const plain = {
    yearMarginMinor: 5_000,
    customers: 500,
    product: 'unknown',
    grade: 'B',
    stage: 'development',
  } as const;
  return suggestRelationship({ ...plain, ...facts }, RULES);
}

describe('which relationship suits a customer', () => {
  it.each<[number, number, string]>([
    [1_999, 1_001, 'basic'],
    [1_999, 1_000, 'reactive'],
    [1_999, 50, 'accountable'],
    [2_000, 1_001, 'reactive'],
    [2_000, 1_000, 'accountable'],
    [2_000, 50, 'proactive'],
    [12_000, 1_001, 'accountable'],
    [12_000, 1_000, 'proactive'],
    [12_000, 50, 'partnership'],
    [-500, 5_000, 'basic'],
  ])('is, of a margin of %i and %i of the grade, %s', (yearMarginMinor, customers, type) => {
    expect(suggest({ yearMarginMinor, customers }).type).toBe(type);
  });

  it.each<[string, Partial<RelationshipFacts>, string, string | null]>([
    ['what lasts is asked after', { product: 'lasting', customers: 5_000 }, 'accountable', 'lasting-product'],
    [
      'but not where there is no margin',
      { product: 'lasting', customers: 5_000, yearMarginMinor: 0 },
      'basic',
      null,
    ],
    ['what runs out is reminded of', { product: 'consumed' }, 'proactive', 'runs-out'],
    ['a steady A is closer', { stage: 'stability', grade: 'A' }, 'proactive', 'steady-best'],
    [
      'no partnership with hundreds',
      { stage: 'stability', grade: 'A', yearMarginMinor: 99_999 },
      'proactive',
      null,
    ],
    [
      'nobody is closer than a partner',
      { stage: 'stability', grade: 'A', yearMarginMinor: 99_999, customers: 9 },
      'partnership',
      null,
    ],
    ['who left and was worth little is let go', { stage: 'decline', grade: 'C' }, 'reactive', 'leaving'],
    [
      'nothing is less than basic',
      { stage: 'decline', grade: 'C', yearMarginMinor: 0, customers: 9_000 },
      'basic',
      null,
    ],
    ['nothing is known of a newcomer', { stage: null, grade: null }, 'accountable', null],
  ])('%s', (_, facts, type, moved) => {
    expect(suggest(facts)).toMatchObject({ type, moved });
  });

  it('is never further away for more margin', () => {
    const anything = fc.record({
      customers: fc.integer({ min: 1, max: 5_000 }),
      product: fc.constantFrom('lasting', 'unknown'),
      grade: fc.constantFrom(...GRADES),
      stage: fc.constantFrom(...STAGES),
    });
    const margins = fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 30_000 }));
    fc.assert(
      fc.property(anything, margins, (facts, [a, b]) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((yearMarginMinor) =>
          RELATIONSHIP_TYPES.indexOf(suggest({ ...facts, yearMarginMinor } as const).type),
        );
        expect(more).toBeGreaterThanOrEqual(less ?? 0);
      }),
    );
  });

  it('says why in both languages', () => {
    const { asks, because } = relationshipText(suggest({ product: 'consumed' }), 500);
    expect(asks.en).toContain('Proactive');
    expect(because.en).toBe(
      'A year with them pays for 5 personal contacts, and they are one of some (500) of their grade; what they buy runs out, so a word in time serves them.',
    );
    expect(because['zh-CN']).toContain('可支付5次人工联系');
  });
});
