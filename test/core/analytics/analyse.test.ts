import { describe, expect, it } from 'vitest';
import { analyse } from '../../../core/analytics/analyse.ts';
import { ANALYTICS_VIEWS } from '../../../core/analytics/view.ts';
import { aContext, aSource } from '../../support/analytics.ts';
import { cohortHistories } from '../../support/cohortShop.ts';
import { customerId } from '../../../core/ids.ts';
import { at, someSettings } from '../../support/builders.ts';

const until = at('2026-03-01');
const shop = { customers: 120, days: 500, gapDays: [10, 60], stages: 2, dropout: 0.1, seed: 3 } as const;
const PEOPLE = cohortHistories(shop, until).map(([id, history]) => ({
  person: {
    id: customerId(id),
    version: 1,
    knownSince: (history.days[0] ?? 0) * 86_400_000,
    lifecycle: null,
  },
  history,
}));

/** Sums of many parts may differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(9)) : one)),
  );
}

describe.each(ANALYTICS_VIEWS)('the view %s', (view) => {
  const request = { view, until, withRows: true, most: 5 };
  const settings = someSettings();

  it('is the same whether the shop is read in one segment or in seven', async () => {
    const whole = { settings, currency: 'USD', model: null };
    const one = await analyse(aSource(PEOPLE, whole), request);
    expect(one.view).toBe(view);
    expect(rounded(await analyse(aSource(PEOPLE, whole, 7), request))).toEqual(rounded(one));
  });

  it.each([
    ['empty', []],
    [
      'of one person without an order',
      PEOPLE.slice(0, 1).map((one) => ({
        ...one,
        history: { ...one.history, days: [], dayMinor: [], orders: 0, lastOrderAt: null },
      })),
    ],
    ['of one customer', PEOPLE.slice(0, 1)],
    [
      'of one-time buyers',
      PEOPLE.map((one) => ({
        ...one,
        history: {
          ...one.history,
          days: one.history.days.slice(0, 1),
          dayMinor: one.history.dayMinor.slice(0, 1),
          orders: 1,
        },
      })),
    ],
  ])('has no figure that is none in a shop %s', async (_, people) => {
    const answer = await analyse(aSource(people, { settings, currency: null, model: null }), request);
    const text = JSON.stringify(answer, (__, one: unknown) =>
      typeof one === 'number' && !Number.isFinite(one) ? `not finite: ${one}` : one,
    );
    expect(text).not.toContain('not finite');
  });
});

describe('the model of a view', () => {
  it('is the one in force where it is no younger than the moment asked about', async () => {
    const { model, settings } = aContext('2026-03-01');
    const told = { ...model, fittedAt: until };
    const request = { view: 'lost' as const, until, withRows: false, most: 1 };
    const byForce = await analyse(aSource(PEOPLE, { model: told, settings, currency: 'USD' }), request);
    const anew = await analyse(aSource(PEOPLE, { model: null, settings, currency: 'USD' }), request);
    const younger = { ...told, fittedAt: until + 1 };
    const back = await analyse(aSource(PEOPLE, { model: younger, settings, currency: 'USD' }), request);
    expect(byForce).not.toEqual(anew);
    expect(back).toEqual(anew);
  });
});
