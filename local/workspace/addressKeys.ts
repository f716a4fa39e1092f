/** Keys that consent is kept under: a keyed hash of the address as providers treat it, so that no list of addresses is stored. */
import { hash } from 'node:crypto';
import { addressKey } from '../../core/ids.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf } from '../../core/ports.ts';

/** Email addresses compare without case and outer blanks; phone numbers by their digits and leading plus. */
export function normalisedAddress(channel: ConsentChannel, address: string): string {
  return channel === 'email' ? address.trim().toLowerCase() : address.replace(/[^\d+]/g, '');
}

/** SHA-256 takes 64 bytes at a time. */
const BLOCK_BYTES = 64;

/** RFC 2104's padded key: the secret, or its digest where it is longer than a block, with every byte changed by `pad`. */
function padded(secret: Buffer, pad: number): Buffer {
  const key = secret.length > BLOCK_BYTES ? hash('sha256', secret, 'buffer') : secret;
  const block = Buffer.alloc(BLOCK_BYTES, pad);
  for (const [place, byte] of key.entries()) block[place] = byte ^ pad;
  return block;
}

/**
 * HMAC-SHA-256 under the shop's secret, 128 bits of it in base64url. Made of two plain digests (RFC 2104), because an import
 * asks for millions and Node prepares the secret anew for each of its own.
 */
export function addressKeysWith(secret: Buffer): AddressKeyOf {
  const [inner, outer] = [padded(secret, 0x36), padded(secret, 0x5c)];
  return (channel, address) => {
    const text = Buffer.from(`${channel}:${normalisedAddress(channel, address)}`, 'utf8');
    const digest = hash('sha256', Buffer.concat([inner, text]), 'buffer');
    const keyed = hash('sha256', Buffer.concat([outer, digest]), 'buffer');
    return addressKey(keyed.subarray(0, 16).toString('base64url'));
  };
}
