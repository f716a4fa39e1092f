import { describe, expect, it } from 'vitest';
import { foldOrders, type OrderAmount } from '../../../core/customer/order.ts';
import { evaluateCustomer } from '../../../core/lifecycle/evaluateCustomer.ts';
import type { SegmentFacts } from '../../../core/segment/facts.ts';
import { membershipAt, valueFigures } from '../../../core/segment/membership.ts';
import { nextChangeAt } from '../../../core/segment/nextChange.ts';
import { ruleSchema } from '../../../core/segment/rule.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { aPerson, NOW } from '../../support/builders.ts';
import { MODEL } from '../../support/segmentHistories.ts';

const BOUGHT: readonly OrderAmount[] = [300, 200, 100, 20].map((days) => ({
  at: NOW - days * DAY_MS,
  amountMinor: 5_000,
}));

function someone(orders: readonly OrderAmount[], topValuesMinor: readonly number[] | null): SegmentFacts {
  const known = { knownSince: NOW - 400 * DAY_MS, lifecycle: null, history: foldOrders(orders) };
  const { topValuesMinor: _, ...model } = MODEL;
  return {
    person: aPerson({ lifecycle: evaluateCustomer(known, NOW, MODEL, DEFAULT_SETTINGS) }),
    orders,
    tallies: [],
    lists: {},
    contacts: { email: null, sms: null },
    loyalty: null,
    shop: {
      model: topValuesMinor === null ? model : { ...model, topValuesMinor },
      settings: DEFAULT_SETTINGS,
      segments: new Map(),
    },
  };
}

const RULE = ruleSchema.parse({ valueTop: 20 });

/** Where each top share begins, the top 20 % at `cut`. */
function cutsAt(cut: number): number[] {
  return Array.from({ length: 99 }, (_, place) => cut + 19 - place);
}

describe('a rule about the top of the shop by value', () => {
  const worth = valueFigures(someone(BOUGHT, null), NOW).valueMinor ?? 0;

  it('holds from where the share begins', () => {
    expect(worth).toBeGreaterThan(0);
    expect(membershipAt(RULE, someone(BOUGHT, cutsAt(worth)), NOW)).toBe(true);
    expect(membershipAt(RULE, someone(BOUGHT, cutsAt(worth + 0.01)), NOW)).toBe(false);
  });

  it('holds of nobody without an order, however little the others are worth', () => {
    expect(membershipAt(RULE, someone([], cutsAt(-1)), NOW)).toBe(false);
  });

  it('holds of nobody, and never changes, before the shop was fitted with it', () => {
    expect(membershipAt(RULE, someone(BOUGHT, null), NOW)).toBe(false);
    expect(nextChangeAt(RULE, someone(BOUGHT, null), NOW)).toBeNull();
  });

  it('changes at the midnight at which the value falls below, and not before', () => {
    const facts = someone(BOUGHT, cutsAt(worth * 0.7));
    const holdsAt = (at: Instant) => membershipAt(RULE, facts, at);
    const at = nextChangeAt(RULE, facts, NOW) ?? 0;
    expect(at % DAY_MS).toBe(0);
    expect([holdsAt(NOW), holdsAt(at - 1), holdsAt(at)]).toEqual([true, true, false]);
  });

  it.each([0, 100, 2.5, -1])('takes whole percent: not %d', (valueTop) => {
    expect(ruleSchema.safeParse({ valueTop }).success).toBe(false);
  });
});
