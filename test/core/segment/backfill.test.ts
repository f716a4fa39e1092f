import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../core/fact.ts';
import { backfilled, talliesFromFacts, withCounted } from '../../../core/segment/backfill.ts';
import { ruleSchema } from '../../../core/segment/rule.ts';
import { seriesOf } from '../../../core/segment/series.ts';
import { NO_STANDING } from '../../../core/segment/standing.ts';
import { customerId } from '../../../core/ids.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const VIEWS = seriesOf([ruleSchema.parse({ event: 'View', count: { min: 2 }, within: '9d' })]);
const KEY = VIEWS[0]?.key ?? '';
const OTHER = customerId('anonymous-1');

function viewed(at: number, overrides: Partial<Fact> = {}): Fact {
  return {
    customerId: MAYA,
    at,
    kind: 'event',
    journeyId: null,
    body: { name: 'View', properties: {} },
    ...overrides,
  };
}

describe('events counted again from the facts', () => {
  it('are those of the series, by the id they came with, historical ones too', () => {
    const facts = [
      viewed(NOW, { body: { name: 'View', properties: {}, historical: true } }),
      viewed(NOW - 5, { customerId: OTHER }),
      viewed(NOW - 7),
      viewed(NOW - 8, { body: { name: 'Buy', properties: {} } }),
      viewed(NOW - 9, { kind: 'merged' }),
    ];
    expect(talliesFromFacts(MAYA, facts, VIEWS)).toEqual({
      own: { [KEY]: { count: 2, sum: 0, first: NOW - 7, last: NOW, newest: [NOW, 0, NOW - 7, 0] } },
      'of anonymous-1': { [KEY]: { count: 1, sum: 0, first: NOW - 5, last: NOW - 5, newest: [NOW - 5, 0] } },
    });
  });

  it('take the place of what was counted, and leave other series as they are', () => {
    const old = { count: 9, sum: 0, first: 0, last: 1, newest: [] };
    const standing = {
      ...NO_STANDING,
      tallies: { own: { [KEY]: old, other: old }, 'of anonymous-1': { [KEY]: old } },
    };
    const counted = talliesFromFacts(MAYA, [viewed(NOW)], VIEWS);
    const after = withCounted(standing, counted, VIEWS).tallies;
    expect(after).toEqual({ own: { ...counted['own'], other: old } });
  });

  it('are not read where nothing is to be counted', async () => {
    const store = { factsOf: () => Promise.reject(new Error('read')) };
    expect(await backfilled(store, MAYA, NO_STANDING, [])).toBe(NO_STANDING);
    await expect(backfilled(store, MAYA, NO_STANDING, VIEWS)).rejects.toThrow('read');
  });

  it('leave somebody of whom nothing is counted with the standing they have', async () => {
    const store = { factsOf: async () => [viewed(NOW, { body: { name: 'Buy' } })] };
    expect(await backfilled(store, MAYA, NO_STANDING, VIEWS)).toBe(NO_STANDING);
  });
});
