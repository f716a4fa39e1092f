import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKeysWith } from '../../../functions/shared/addressKeys.ts';

describe('addressKeysWith', () => {
  it('is the first half of HMAC-SHA-256 in base64url, for secrets of any length', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 150 });
    const channels = fc.constantFrom('email', 'sms');
    fc.assert(
      fc.property(
        bytes,
        channels,
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (secret, channel, text) => {
          const address = channel === 'email' ? text.trim().toLowerCase() : text.replace(/[^\d+]/g, '');
          const digest = createHmac('sha256', secret).update(`${channel}:${address}`).digest();
          const expected = digest.subarray(0, 16).toString('base64url');
          expect(addressKeysWith(Buffer.from(secret))(channel, text)).toBe(expected);
        },
      ),
    );
  });

  it('gives one key to one mailbox, however its address is written, and another to a phone', () => {
    const keyOf = addressKeysWith(Buffer.from('secret'));
    expect(keyOf('email', ' Maya@Shop.example ')).toBe(keyOf('email', 'maya@shop.example'));
    expect(keyOf('sms', '+44 20 7946-0018')).toBe(keyOf('sms', '+442079460018'));
    expect(keyOf('email', '+442079460018')).not.toBe(keyOf('sms', '+442079460018'));
  });
});
