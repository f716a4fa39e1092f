import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { type Condition, conditionSchema, holds, textAt } from '../../../core/journey/condition.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { aLifecycle, aPerson, NOW } from '../../support/builders.ts';

const BUYER = aPerson({
  traits: { city: 'Lyon', age: 41, vip: true, plan: { tier: 'gold' }, empty: null },
  lifecycle: aLifecycle({
    stage: 'development',
    grade: 'B',
    group: 'loyal',
    statistics: { ...aLifecycle().statistics, orders: 3, spendMinor: 9_900, lastDay: utcDay(NOW) - 10 },
  }),
});
const PROPERTIES: JsonObject = { cart: { id: 'c-1', items: 2 }, coupon: 'SPRING' };

function judged(condition: Condition, person = BUYER): boolean {
  return holds(conditionSchema.parse(condition), { person, properties: PROPERTIES, now: NOW + 3_600_000 });
}

describe('holds', () => {
  it.each<[Condition, boolean]>([
    [{ stage: ['development', 'stability'] }, true],
    [{ stage: ['decline'] }, false],
    [{ grade: ['A', 'B'] }, true],
    [{ grade: ['A'] }, false],
    [{ group: ['loyal'] }, true],
    [{ group: ['new'] }, false],
    [{ orders: { min: 3 } }, true],
    [{ orders: { min: 4 } }, false],
    [{ orders: { max: 3 } }, true],
    [{ orders: { min: 1, max: 2 } }, false],
    [{ spendMinor: { min: 9_900, max: 9_900 } }, true],
    [{ spendMinor: { min: 9_901 } }, false],
    [{ daysSinceLastOrder: { min: 10, max: 10 } }, true],
    [{ daysSinceLastOrder: { min: 11 } }, false],
    [{ trait: 'city', equals: 'Lyon' }, true],
    [{ trait: 'city', equals: 'lyon' }, false],
    [{ trait: 'age', equals: 41 }, true],
    [{ trait: 'age', equals: '41' }, false],
    [{ trait: 'vip', equals: true }, true],
    [{ trait: 'plan.tier', in: ['gold', 'silver'] }, true],
    [{ trait: 'plan.tier', in: ['silver'] }, false],
    [{ trait: 'plan.tier.deeper', exists: true }, false],
    [{ trait: 'city', exists: true }, true],
    [{ trait: 'empty', exists: true }, false],
    [{ trait: 'empty', exists: false }, true],
    [{ trait: 'unknown', exists: false }, true],
    [{ trait: 'unknown', equals: 'x' }, false],
    [{ trait: 'city', exists: true, equals: 'Paris' }, false],
    [{ trait: 'toString', exists: true }, false],
    [{ trait: 'city' }, false],
    [{ property: 'coupon', equals: 'SPRING' }, true],
    [{ property: 'cart.items', in: [1, 2] }, true],
    [{ property: 'city', exists: true }, false],
    [{ all: [{ orders: { min: 1 } }, { grade: ['B'] }] }, true],
    [{ all: [{ orders: { min: 1 } }, { grade: ['C'] }] }, false],
    [{ any: [{ orders: { min: 9 } }, { grade: ['B'] }] }, true],
    [{ any: [{ orders: { min: 9 } }, { grade: ['C'] }] }, false],
    [{ not: { orders: { min: 9 } } }, true],
    [{ not: { all: [{ orders: { min: 1 } }, { any: [{ grade: ['B'] }] }] } }, false],
  ])('%j is %s', (condition, expected) => {
    expect(judged(condition)).toBe(expected);
  });

  it.each<[Condition]>([
    [{ stage: ['identification'] }],
    [{ grade: ['C'] }],
    [{ group: ['prospects'] }],
    [{ orders: { max: 9 } }],
    [{ spendMinor: { min: 0 } }],
    [{ daysSinceLastOrder: { min: 0 } }],
  ])('%j is false of somebody who was never evaluated', (condition) => {
    expect(judged(condition, aPerson({ lifecycle: null }))).toBe(false);
    expect(judged({ not: condition }, aPerson({ lifecycle: null }))).toBe(true);
  });

  it('knows no days since an order that never was', () => {
    const newcomer = aPerson({ lifecycle: aLifecycle() });
    expect(judged({ daysSinceLastOrder: { min: 0 } }, newcomer)).toBe(false);
    expect(judged({ orders: { max: 0 } }, newcomer)).toBe(true);
  });

  it('counts the days as they pass', () => {
    const condition: Condition = { daysSinceLastOrder: { min: 12 } };
    const later = (days: number) =>
      holds(condition, { person: BUYER, properties: {}, now: NOW + days * DAY_MS });
    expect([later(1), later(2), later(3)]).toEqual([false, true, true]);
  });
});

describe('conditionSchema', () => {
  it.each([
    ['nothing', {}],
    ['a range without an end', { orders: {} }],
    ['an empty list', { stage: [] }],
    ['two conditions in one', { stage: ['decline'], grade: ['A'] }],
    ['an empty all', { all: [] }],
    ['more than twenty parts', { any: Array.from({ length: 21 }, () => ({ orders: { min: 1 } })) }],
    ['a comparison nobody knows', { trait: 'city', like: 'L%' }],
  ])('refuses %s', (_, condition) => {
    expect(conditionSchema.safeParse(condition).success).toBe(false);
  });
});

describe('textAt', () => {
  it.each([
    ['cart.id', 'c-1'],
    ['cart.items', '2'],
    ['cart', null],
    ['cart.unknown', null],
    ['coupon', 'SPRING'],
  ])('%s is %s', (path, text) => {
    expect(textAt(PROPERTIES, path)).toBe(text);
  });

  it('finds no key in an empty text', () => {
    expect(textAt({ id: '' }, 'id')).toBeNull();
  });
});
