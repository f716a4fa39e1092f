import { describe, expect, it } from 'vitest';
import { guardedWorlds } from './r15.ts';

describe('R15: the reputation guard', () => {
  it('lets no page begin after the batch with which a rate crossed its limit', {
    timeout: 60_000,
  }, async () => {
    const found = await guardedWorlds(7, 8);
    expect(found.crossed + found.before).toBeGreaterThan(2);
    expect(found.sentAfter).toBe(0);
  });
});
