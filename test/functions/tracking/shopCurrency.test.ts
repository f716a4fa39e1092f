import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { ShopCurrency } from '../../../functions/tracking/shopCurrency.ts';

describe('the currency of the shop', () => {
  it('is that of the first order, for every process that asks at once', async () => {
    const store = createMemoryStore();
    const claims = ['EUR', 'USD', 'CNY'].map((currency) =>
      new ShopCurrency(store, DEFAULT_SETTINGS).claim(currency),
    );
    const taken = await Promise.all(claims);
    expect(new Set(taken).size).toBe(1);
    expect(await store.getValue('currency')).toBe(JSON.stringify(taken[0]));
    expect(await new ShopCurrency(store, DEFAULT_SETTINGS).claim('JPY')).toBe(taken[0]);
  });
});
