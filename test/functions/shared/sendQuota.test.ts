import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../core/settings/settings.ts';
import { sendQuota } from '../../../functions/shared/sendQuota.ts';

const LIVE: Settings = {
  ...DEFAULT_SETTINGS,
  delivery: { ...DEFAULT_SETTINGS.delivery, email: 'ses', region: 'eu-central-1' },
};
const MINUTE = 60_000;

describe('what the email provider takes', () => {
  it('is without end while no mail leaves, and nobody is asked', async () => {
    const quota = sendQuota(
      () => DEFAULT_SETTINGS,
      () => 0,
      () => Promise.reject(new Error('asked')),
    );
    expect(await quota()).toBeNull();
  });

  it('is read in the region, remembered for ten minutes, and read again', async () => {
    let now = 0;
    const asked: (string | null)[] = [];
    const read = async (region: string | null) => {
      asked.push(region);
      return { perSecond: 14 * asked.length, perDay: 50_000 };
    };
    const quota = sendQuota(
      () => LIVE,
      () => now,
      read,
    );
    expect(await quota()).toEqual({ perSecond: 14, perDay: 50_000 });
    now = 9 * MINUTE;
    expect(await quota()).toEqual({ perSecond: 14, perDay: 50_000 });
    now = 10 * MINUTE;
    expect(await quota()).toEqual({ perSecond: 28, perDay: 50_000 });
    expect(asked).toEqual(['eu-central-1', 'eu-central-1']);
  });

  it('is the last one read where it cannot be read, and a new account’s before', async () => {
    let now = 0;
    let isDown = true;
    const read = async () => {
      if (isDown) throw new Error('no connection');
      return { perSecond: 14, perDay: 50_000 };
    };
    const quota = sendQuota(
      () => LIVE,
      () => now,
      read,
    );
    expect(await quota()).toEqual({ perSecond: 1, perDay: 200 });
    [isDown, now] = [false, 10 * MINUTE];
    expect(await quota()).toEqual({ perSecond: 14, perDay: 50_000 });
    [isDown, now] = [true, 20 * MINUTE];
    expect(await quota()).toEqual({ perSecond: 14, perDay: 50_000 });
  });
});
