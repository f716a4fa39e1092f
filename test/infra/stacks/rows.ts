import { describe, expect, it } from 'vitest';
import { forgedPosts, otherRoads, strangersOnOurRoads } from '../../simulation/rows/s4.ts';
import { hardening } from '../../simulation/rows/s9.ts';

describe('news of providers and answers of people', () => {
  it('are taken from no stranger, and from those they come from', () => {
    const { tried, accepted, refused } = strangersOnOurRoads();
    expect(accepted).toEqual([]);
    expect(refused).toEqual([]);
    expect(tried).toBeGreaterThan(200);
  });

  it('reach their consumers by no other road', () => {
    expect(otherRoads()).toEqual([]);
  });

  it('are posted with a key that was given out, and count once', async () => {
    const { accepted, twice, rightful } = await forgedPosts();
    expect({ accepted, twice, rightful }).toEqual({ accepted: 0, twice: 0, rightful: 20 });
  });
});

describe('the stacks', () => {
  it('are hardened as promised', () => {
    expect(hardening()).toMatchObject({ findings: [], stale: [], wide: [], withoutReason: 0 });
  });
});
