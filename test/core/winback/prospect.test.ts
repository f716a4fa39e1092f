import { describe, expect, it } from 'vitest';
import type { PurchaseStatistics } from '../../../core/lifecycle/lifecycle.ts';
import { chanceToBuy } from '../../../core/lifecycle/outlook.ts';
import { worthOf } from '../../../core/lifecycle/worth.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { prospectOf } from '../../../core/winback/prospect.ts';

/** CDNOW's parameters (MBG/NBD), an order of 35.00 where nothing is known of one. */
const MODEL = {
  purchase: { kind: 'mbg-nbd', r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
  spend: { p: 6.25, q: 3.74, gamma: 1_543 },
  margin: null,
} as const;
const VALUE = { ...DEFAULT_SETTINGS.value, margin: 0.5 };
const TODAY = 400;

function bought(over: Partial<PurchaseStatistics> = {}): PurchaseStatistics {
  return {
    orders: 3,
    orderDays: 3,
    firstDay: 100,
    lastDay: 200,
    lastOrderAt: 200 * DAY_MS,
    spendMinor: 12_000,
    repeatSpendMinor: 8_000,
    ...over,
  };
}

function prospect(
  over: Partial<PurchaseStatistics> = {},
  windowDays = 90,
  model: Parameters<typeof prospectOf>[2] = MODEL,
) {
  const found = prospectOf(bought(over), TODAY * DAY_MS, model, VALUE, windowDays);
  if (found === null) throw new Error('nobody to win back');
  return found;
}

describe('prospectOf', () => {
  it('tells the chance of an order within the window, as the purchase model does', () => {
    const history = { x: 2, txDays: 100, TDays: 299 };
    expect(prospect().pModel).toBe(chanceToBuy(MODEL.purchase, history, 90 / 7));
  });

  it('who comes back is worth the returning order and what follows one order more, made today', () => {
    const { orderMinor, valueBackMinor } = prospect();
    const mean = (2 * 4_000 + orderMinor) / 3;
    const after = worthOf(
      { x: 3, txDays: 299, TDays: 299, meanRepeatMinor: mean, lapsed: false },
      MODEL,
      VALUE,
    );
    expect(valueBackMinor).toBeCloseTo(orderMinor * 0.5 + after.valueMinor, 8);
    expect(after.expectedOrderMinor).toBeCloseTo(orderMinor, 6);
  });

  it('who stays away is worth less the longer they do, and never as much as who came back', () => {
    const stays = [30, 90, 180, 365].map((days) => prospect({}, days).valueStayMinor);
    expect(stays).toEqual([...stays].sort((a, b) => b - a));
    expect(stays[0]).toBeLessThan(prospect().valueBackMinor);
    expect(stays.at(-1)).toBeGreaterThan(0);
  });

  it('who ordered last long ago comes back more rarely', () => {
    const chances = [390, 300, 200, 120].map((lastDay) => prospect({ lastDay }).pModel ?? 0);
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
  });

  it('takes the margin the orders of the shop tell', () => {
    const from = { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 };
    const told = { ...MODEL, margin: { share: 0.25, revenueMinor: 1_000, from } };
    expect(prospect({}, 90, told).valueBackMinor).toBeCloseTo(prospect().valueBackMinor / 2, 6);
  });

  it('takes the margin of their own orders as far as it tells, for the return and for what follows', () => {
    const from = { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 };
    const credibility = { priorMinor: 12_000, spread: 0.2, people: 500 };
    const told = { ...MODEL, margin: { share: 0.4, revenueMinor: 1_000, from, credibility } };
    const usual = prospect({}, 90, told);
    const thin = prospect({ margin: { marginMinor: 0, revenueMinor: 12_000, orders: 3 } }, 90, told);
    expect(thin.valueBackMinor).toBeCloseTo(usual.valueBackMinor / 2, 6);
    expect(thin.valueStayMinor).toBeCloseTo(usual.valueStayMinor / 2, 6);
    expect(thin.orderMinor).toBe(usual.orderMinor);
    const losing = prospect({ margin: { marginMinor: -12_000, revenueMinor: 12_000, orders: 3 } }, 90, told);
    expect(losing.valueBackMinor).toBeLessThan(losing.valueStayMinor);
  });

  it('counts nothing beyond the settings: without a margin nothing is won', () => {
    const none = prospectOf(bought(), TODAY * DAY_MS, MODEL, { ...VALUE, margin: 0 }, 90);
    expect(none).toMatchObject({ valueBackMinor: 0, valueStayMinor: 0 });
  });

  it('of a model that knows no leaving tells no chance; who stays away under the hiatus rule is worth nothing', () => {
    const hiatus = { ...MODEL, purchase: { kind: 'hiatus', r: 0.5, alpha: 6 } as const };
    expect(prospect({}, 90, hiatus)).toMatchObject({ pModel: null, valueStayMinor: 0 });
    const nbd = { ...MODEL, purchase: { kind: 'nbd', r: 0.5, alpha: 6 } as const };
    expect(prospect({}, 90, nbd).pModel).toBeNull();
  });

  it('is nobody without an order', () => {
    const none = bought({ orders: 0, orderDays: 0, firstDay: null, lastDay: null, lastOrderAt: null });
    expect(prospectOf(none, TODAY * DAY_MS, MODEL, VALUE, 90)).toBeNull();
  });
});
