/** Random rules and documents of segments, as people write them. */
import * as fc from 'fast-check';
import { type Segments, segmentsFrom } from '../../core/segment/definition.ts';
import { type Rule, ruleSchema } from '../../core/segment/rule.ts';

export const spans = fc.constantFrom('1h', '5h', '1d', '3d', '10d', '40d');
const counts = fc.integer({ min: 0, max: 4 });
const range = (number: fc.Arbitrary<number>) =>
  fc
    .record({ min: fc.option(number, { nil: undefined }), max: fc.option(number, { nil: undefined }) })
    .filter(({ min, max }) => min !== undefined || max !== undefined);
const names = fc.uniqueArray(fc.constantFrom('View', 'Cart', 'Rate'), { minLength: 1, maxLength: 2 });
const where = fc.option(fc.constantFrom({ property: 'kind', equals: 'tea' }, { property: 'stars', min: 3 }), {
  nil: undefined,
});
const ago = fc.oneof(
  spans.map((within) => ({ within })),
  spans.map((before) => ({ before })),
);

const eventLeaves = fc.oneof(
  fc.record({ event: names, where, count: range(counts), within: spans }),
  fc.record({ event: names, where, count: range(counts) }),
  fc.record({
    event: names,
    where,
    sum: range(fc.integer({ min: 0, max: 12 })).map((bounds) => ({ property: 'stars', ...bounds })),
    within: fc.option(spans, { nil: undefined }),
  }),
  fc.record({ event: names, where, first: ago }),
  fc.record({ event: names, where, last: ago }),
);

const leaves = fc.oneof(
  { arbitrary: eventLeaves, weight: 12 },
  fc.record({ engaged: fc.constantFrom('opened', 'clicked'), within: spans }),
  fc.record({ orders: range(counts), within: spans }),
  fc.record({ orders: range(counts) }),
  fc.record({ spendMinor: range(fc.integer({ min: 0, max: 300 })), within: spans }),
  fc.record({ daysSinceLastOrder: range(fc.integer({ min: 0, max: 20 })) }),
  fc.record({ pAlive: range(fc.double({ min: 0, max: 1, noNaN: true })) }),
  fc.record({ valueMinor: range(fc.integer({ min: 0, max: 5_000 })) }),
  fc.record({ valueTop: fc.constantFrom(10, 50, 90) }),
  fc.record({ stage: fc.constantFrom(['decline'], ['identification', 'development']) }),
  ago.map((span) => ({
    inStageFor: 'within' in span ? { atMost: span.within } : { atLeast: span.before },
  })),
  fc.record({ points: range(fc.integer({ min: 0, max: 50 })) }),
  fc.record({ pointsExpiring: range(fc.integer({ min: 0, max: 50 })), within: spans }),
  fc.record({ tier: fc.constantFrom(['gold'], ['silver', 'gold']) }),
  fc.constant({ consent: { channel: 'email', topic: 'offers' } }),
  fc.record({
    birthday: fc.constantFrom('today', 'this-month', { within: '3d' }, { within: '2w' }),
  }),
  fc.record({ trait: fc.constant('city'), equals: fc.constantFrom('Oslo', 'Rome') }),
);

/** Rules as people write them; `known` are the ids of segments they may name. */
export function rules(known: readonly string[]): fc.Arbitrary<Rule> {
  const leaf: fc.Arbitrary<unknown> =
    known.length === 0
      ? leaves
      : fc.oneof(
          { arbitrary: leaves, weight: 5 },
          fc.constantFrom(...known).map((segment) => ({ segment })),
        );
  const { rule } = fc.letrec<{ rule: unknown }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 3 },
      fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie('rule').map((not) => ({ not })),
    ),
  }));
  return rule.map((one) => ruleSchema.parse(JSON.parse(JSON.stringify(one))));
}

const NAME = { en: 'x', 'zh-CN': 'x' };

/** Three live segments, of which later ones may name earlier ones, and a list. */
export const someSegments: fc.Arbitrary<Segments> = fc
  .tuple(rules(['vip']), rules(['vip', 's0']), rules(['s0', 's1']))
  .map((all) =>
    segmentsFrom(1, [
      { segment: { id: 'vip', name: NAME, kind: 'list' }, revision: 1 },
      ...all.map((rule, place) => ({
        segment: { id: `s${place}`, name: NAME, kind: 'live' as const, rule },
        revision: 1,
      })),
    ]),
  );
