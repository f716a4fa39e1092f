import { expect, it } from 'vitest';
import { run } from './s1.ts';

it('nobody gets in who may not, by any route, and nobody is shut out who may', async () => {
  const { pass, measured, runs } = await run();
  expect([pass, measured]).toEqual([true, expect.stringMatching(/^0 leaks, 0 shut out/)]);
  expect(runs).toBeGreaterThan(3_000);
}, 120_000);
