/** Keys that consent is kept under: a keyed hash of the address as providers treat it, so that no list of addresses is stored. */
import { createHmac } from 'node:crypto';
import { addressKey } from '../../core/ids.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf } from '../../core/ports.ts';

/** Email addresses compare without case and outer blanks; phone numbers by their digits and leading plus. */
export function normalisedAddress(channel: ConsentChannel, address: string): string {
  return channel === 'email' ? address.trim().toLowerCase() : address.replace(/[^\d+]/g, '');
}

/** HMAC-SHA-256 under the shop's secret, 128 bits of it in base64url. */
export function addressKeysWith(secret: Buffer): AddressKeyOf {
  return (channel, address) => {
    const text = `${channel}:${normalisedAddress(channel, address)}`;
    return addressKey(
      createHmac('sha256', secret).update(text).digest().subarray(0, 16).toString('base64url'),
    );
  };
}
