/** Shops made by hand for the analytical views: people with order days, and a rhythm told instead of fitted. */
import type { AnalyticsSource } from '../../core/analytics/analyse.ts';
import type { ViewContext } from '../../core/analytics/view.ts';
import { foldOrders } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { PersonHistory } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { aRhythm, at, someSettings } from './builders.ts';

/** Orders by day; 10.00 each unless told. */
export function aBuyer(
  id: string,
  days: readonly string[],
  amountsMinor: readonly number[] = [],
): PersonHistory {
  const orders = days.map((day, i) => ({ at: at(day), amountMinor: amountsMinor[i] ?? 1_000 }));
  const knownSince = orders[0]?.at ?? at('2025-01-01');
  return {
    person: { id: customerId(id), version: 1, knownSince, lifecycle: null },
    history: foldOrders(orders),
  };
}

/** Late after 40 days, whatever was bought. */
export function aModel(settings: Settings, overrides: Partial<ShopModel> = {}): ShopModel {
  return {
    ...coldModel(settings),
    rhythm: aRhythm({ firstGapDays: 40, gapDays: 40, gaps: 100 }),
    ...overrides,
  };
}

export function aContext(until: string, overrides: Partial<ViewContext> = {}): ViewContext {
  const settings = overrides.settings ?? someSettings();
  return { until: at(until), settings, model: aModel(settings), currency: 'USD', ...overrides };
}

/** People dealt out over segments; nothing is said of reasons, products or messages. */
export function aSource(
  people: readonly PersonHistory[],
  {
    model,
    settings,
    currency,
  }: Pick<ViewContext, 'settings' | 'currency'> & { readonly model: ShopModel | null },
  segments = 1,
): AnalyticsSource {
  return {
    segments,
    atOnce: 2,
    async *scan(segment) {
      const own = people.filter((_, i) => i % segments === segment);
      for (const person of own) yield [person];
    },
    model,
    settings,
    currency,
    lossReasons: async () => new Map(),
    beside: async () => ({ product: null, promotion: null }),
  };
}
