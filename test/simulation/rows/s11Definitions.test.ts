import { expect, it } from 'vitest';
import { definitionsAtTheLimit } from './s11Definitions.ts';

it('takes templates of 64 KB and journeys of 200 nodes, and nothing beyond', async () => {
  expect(await definitionsAtTheLimit()).toEqual({ offered: 10, accepted: 0, atLimit: 4, refusedAtLimit: 0 });
}, 30_000);
