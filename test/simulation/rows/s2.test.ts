import { describe, expect, it } from 'vitest';
import { seed } from '../../support/seed.ts';
import { countLinks } from './s2.ts';

describe('links that unsubscribe', () => {
  it('change nothing when they are prefetched, accept no forgery, and take a POST that comes twice once', async () => {
    const counts = await countLinks({ seed, prefetches: 40, forged: 3_000, doublePosts: 12 });
    expect(counts).toMatchObject({ mutatedByGet: 0, accepted: 0, notOnce: 0 });
  }, 30_000);
});
