import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loyaltyIn, loyaltySchema, worthMinor } from '../../../core/loyalty/definition.ts';
import { NO_PROGRAMME } from '../../../core/programme/programme.ts';
import { checkYaml } from '../../../functions/shared/yamlDocument.ts';
import { aProgramme, bookWith } from './given.ts';

const SHIPPED = readFileSync(new URL('../../../workflows/loyalty.yaml', import.meta.url), 'utf8');

it('ships a programme that can be published', () => {
  const { data, problems } = checkYaml(SHIPPED, loyaltySchema);
  expect(problems).toEqual([]);
  expect(data?.tiers.map(({ id }) => id)).toEqual(['member', 'silver', 'gold']);
  expect(data === null ? 0 : worthMinor(100, data)).toBe(100);
});

describe('a programme is refused', () => {
  const [member, silver] = aProgramme().tiers;
  it.each([
    ['whose first tier is not everybody’s', { tiers: [silver] }, 'tiers.0.from'],
    ['whose tiers do not rise', { tiers: [member, silver, { ...silver, id: 'other' }] }, 'tiers.2.from'],
    ['with two tiers of one name', { tiers: [member, { ...silver, id: 'member' }] }, 'tiers.1.id'],
    ['without tiers', { tiers: [] }, 'tiers'],
    [
      'that redeems a minimum that is no step',
      { redemption: { points: 100, valueMinor: 1, minimum: 150, step: 100 } },
      'redemption.minimum',
    ],
    ['whose points lapse on no day', { expiry: { kind: 'date', month: 2, day: 30 } }, 'expiry.day'],
    [
      'with two rules of one name',
      {
        earn: {
          order: { points: 1, perMinor: 1 },
          events: [
            { id: 'a', event: 'X', points: 1 },
            { id: 'a', event: 'Y', points: 1 },
          ],
        },
      },
      'earn.events.1.id',
    ],
    ['with fractions of points', { earn: { order: { points: 0.5, perMinor: 1 } } }, 'earn.order.points'],
    [
      'with a multiplier of more than three decimals',
      { tiers: [{ ...member, times: 1.00001 }] },
      'tiers.0.times',
    ],
    ['with a field nobody knows', { tier: [] }, ''],
  ])('%s', (_, wrong, path) => {
    const parsed = loyaltySchema.safeParse({ ...JSON.parse(JSON.stringify(aProgramme())), ...wrong });
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});

it('is read once a version', () => {
  const { programme } = bookWith(aProgramme());
  expect(loyaltyIn(programme)).toBe(loyaltyIn(programme));
  expect(loyaltyIn(NO_PROGRAMME)).toBeNull();
});

it.each([
  [100, 100],
  [99, 99],
  [0, 0],
])('%i points are worth %i minor units', (points, worth) => {
  expect(worthMinor(points, aProgramme())).toBe(worth);
});

it('rounds what points are worth down', () => {
  const redemption = { points: 300, valueMinor: 100, minimum: 300, step: 300 };
  expect([299, 300, 1_000].map((points) => worthMinor(points, aProgramme({ redemption })))).toEqual([
    99, 100, 333,
  ]);
});
