import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { ASSUMING, aHistory, run, SHIPPED } from './history.ts';

const PRICE_MICRO_USD = 1_000;

describe('a budget in a simulation', () => {
  it('is shared by all customers, however many threads are asked for', async () => {
    const source = await aHistory();
    const free = await run(source, ASSUMING);
    const limitUsdCents = 1;
    const affordable = (limitUsdCents * 10_000) / PRICE_MICRO_USD;
    const settings = settingsSchema.parse({
      messages: {
        emailPriceMicroUsd: PRICE_MICRO_USD,
        budgets: [{ id: 'all', limitUsdCents, per: 'month' }],
      },
    });
    const definitions = { ...SHIPPED, settings };
    const [alone, asked] = await Promise.all([
      run(source, ASSUMING, { definitions, threads: 1 }),
      run(source, ASSUMING, { definitions, threads: 2 }),
    ]);
    expect(JSON.stringify(asked)).toBe(JSON.stringify(alone));
    const months = 2;
    expect(alone.ledger.sent).toBeLessThanOrEqual(months * affordable);
    expect(alone.ledger.sent).toBeLessThan(free.ledger.sent);
    expect(alone.suppressed.budget).toBeGreaterThan(0);
  });
});
