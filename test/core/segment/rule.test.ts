import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { asEventLeaf, needsOfRules, type Rule, ruleSchema } from '../../../core/segment/rule.ts';

function problemsOf(rule: unknown): string[] {
  const parsed = ruleSchema.safeParse(rule);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a rule', () => {
  it.each([
    [{ event: 'Product Viewed' }],
    [{ event: ['Product Viewed', 'Product Added'], count: { min: 3 }, within: '14d' }],
    [{ event: 'Product Viewed', count: { max: 0 }, within: '60d' }],
    [{ event: 'Product Viewed', where: { property: 'category', equals: 'shoes' } }],
    [{ event: 'Order Completed', sum: { property: 'revenue_minor', min: 10_000 }, within: '2w' }],
    [{ event: 'Logged In', last: { before: '30d' } }],
    [{ event: 'Logged In', first: { within: '7d' } }],
    [{ orders: { min: 2 }, within: '90d' }],
    [{ orders: { min: 2 } }],
    [{ spendMinor: { min: 10_000, max: 50_000 }, within: '1w' }],
    [{ all: [{ stage: ['decline'] }, { inStageFor: { atLeast: '30d' } }] }],
    [{ any: [{ pAlive: { max: 0.3 } }, { valueMinor: { min: 100 } }] }],
    [{ not: { tier: ['gold'] } }],
    [{ points: { min: 100 } }],
    [{ pointsExpiring: { min: 1 }, within: '30d' }],
    [{ not: { engaged: 'opened', within: '90d' } }],
    [{ consent: { channel: 'email', topic: 'offers' } }],
    [{ segment: 'vip' }],
    [{ trait: 'city', equals: 'Oslo' }],
    [{ reachable: 'sms' }],
    [{ language: ['zh'] }],
  ])('may be %j', (rule) => {
    expect(problemsOf(rule)).toEqual([]);
  });

  it.each([
    ['what nobody asks', { weather: 'fine' }],
    ['a property of an event that let nobody in', { property: 'category', equals: 'shoes' }],
    ['the arm of a journey', { arm: { node: 'a', is: 'b' } }],
    ['nothing', { all: [] }],
    ['a time that is none', { event: 'Viewed', within: 'fortnight' }],
    ['orders of a time that is none', { orders: { min: 1 }, within: 'soon' }],
    ['a tier without a name', { tier: [] }],
    ['no bound at all', { pAlive: {} }],
    ['consent of a channel that needs none', { consent: { channel: 'webhook', topic: 'offers' } }],
    ['a count and a sum at once', { event: 'V', count: { min: 1 }, sum: { property: 'p', min: 1 } }],
    ['half a count', { event: 'V', count: { min: 1.5 } }],
    ['first within, and within', { event: 'V', first: { within: '1d' }, within: '2d' }],
    ['both within and before', { event: 'V', last: { within: '1d', before: '2d' } }],
    ['200 events within a time', { event: 'V', count: { min: 200 }, within: '30d' }],
    ['a stage for no time', { inStageFor: {} }],
  ])('is never %s', (_what, rule) => {
    expect(problemsOf(rule)).not.toEqual([]);
  });

  it('says what there is to choose from where it knows no such leaf', () => {
    expect(problemsOf({ weather: 'fine' })[0]).toContain(
      'use one of event (with count, sum, first or last), orders',
    );
  });

  it('may ask for 199 events within a time, and for 200 ever', () => {
    expect(problemsOf({ event: 'V', count: { min: 199 }, within: '30d' })).toEqual([]);
    expect(problemsOf({ event: 'V', count: { min: 200 } })).toEqual([]);
  });

  it('has a JSON Schema for editors', () => {
    expect(JSON.stringify(z.toJSONSchema(ruleSchema, { io: 'input', reused: 'ref' }))).toContain(
      'inStageFor',
    );
  });
});

describe('engagement', () => {
  it('is what readers did, on whichever channel', () => {
    expect(asEventLeaf({ engaged: 'clicked', within: '7d' })).toEqual({
      event: ['Email Link Clicked', 'SMS Link Clicked'],
      within: '7d',
    });
    expect(asEventLeaf({ engaged: 'opened', within: '7d' })?.event).toEqual(['Email Opened', 'SMS Opened']);
    expect(asEventLeaf({ points: { min: 1 } })).toBeNull();
  });
});

describe('what rules need to have read', () => {
  const needs = (...rules: Rule[]) => needsOfRules(rules);
  const nothing = { profile: false, lifecycle: false, orders: false, consents: false, loyalty: false };
  const parsed = (rule: unknown) => ruleSchema.parse(rule);

  it.each([
    [{ event: 'Viewed', within: '3d' }, {}],
    [{ segment: 'vip' }, {}],
    [{ stage: ['decline'] }, { lifecycle: true }],
    [{ inStageFor: { atLeast: '3d' } }, { lifecycle: true }],
    [{ orders: { min: 1 } }, { lifecycle: true }],
    [{ orders: { min: 1 }, within: '3d' }, { orders: true }],
    [{ spendMinor: { min: 1 }, within: '3d' }, { orders: true }],
    [{ pAlive: { max: 0.5 } }, { lifecycle: true }],
    [{ trait: 'city', exists: true }, { profile: true }],
    [{ reachable: 'email' }, { profile: true }],
    [{ language: ['en'] }, { profile: true }],
    [{ consent: { channel: 'sms', topic: 'offers' } }, { profile: true, consents: true }],
    [{ tier: ['gold'] }, { loyalty: true }],
    [{ pointsExpiring: { min: 1 }, within: '3d' }, { loyalty: true }],
  ])('is of %j only what it looks at', (rule, more) => {
    expect(needs(parsed(rule))).toEqual({ ...nothing, ...more });
  });

  it('is that of all of them together', () => {
    const all = parsed({ all: [{ not: { points: { min: 1 } } }, { any: [{ grade: ['A'] }] }] });
    expect(needs(all, parsed({ trait: 'x', exists: true }))).toEqual({
      ...nothing,
      lifecycle: true,
      loyalty: true,
      profile: true,
    });
    expect(needs()).toEqual(nothing);
  });
});
