import { describe, expect, it } from 'vitest';
import { lostReplyEffects } from './r11.ts';

describe('a reply lost after the provider took the message', () => {
  it('leaves one effect and "ambiguous" with the clients of the send path, three effects with the SDK as it comes', async () => {
    const { ours, sdkDefault } = await lostReplyEffects(1);
    expect(ours).toHaveLength(14);
    for (const one of ours) expect(one).toMatchObject({ least: 1, most: 1, misread: 0 });
    for (const one of sdkDefault) expect(one).toMatchObject({ least: 3, most: 3 });
  }, 20_000);
});
