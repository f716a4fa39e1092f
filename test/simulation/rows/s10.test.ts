import { describe, expect, it } from 'vitest';
import { erasedPeople } from './s10.ts';

describe('erasure', () => {
  it('leaves no canary of any path in any file, and everything of others', async () => {
    const row = await erasedPeople(11, 2);
    expect(row).toMatchObject({ neverThere: [], left: [], lost: [], balanced: true, broughtBack: 0 });
    expect(row.emptyRooms).toEqual([]);
    // All but the address that another took the place of: it is kept as a hash alone.
    expect(row.exported).toBe(row.canaries / row.people - 1);
  }, 60_000);
});
