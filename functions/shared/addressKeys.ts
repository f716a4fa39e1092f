/** Keys that consent is kept under: a keyed hash of the address as providers treat it, so that no list of addresses is stored. */
import { hash, randomBytes } from 'node:crypto';
import { addressKey } from '../../core/ids.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { keptOrMade, type KeptOnceStore } from './keptOnce.ts';

/** Email addresses compare without case and outer blanks; phone numbers by their digits and leading plus. */
export function normalisedAddress(channel: ConsentChannel, address: string): string {
  return channel === 'email' ? address.trim().toLowerCase() : address.replace(/[^\d+]/g, '');
}

/** SHA-256 takes 64 bytes at a time. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const KEY_BYTES = 16;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Room for the text of nearly every address. */
const ROOM_BYTES = 1_024;
const MOST_BYTES_A_UNIT = 3;

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
  const outer = Buffer.concat([padded(secret, OUTER_PAD), Buffer.alloc(DIGEST_BYTES)]);
  let inner = Buffer.concat([padded(secret, INNER_PAD), Buffer.alloc(ROOM_BYTES)]);
  return (channel, address) => {
    const text = `${channel}:${normalisedAddress(channel, address)}`;
    const needed = BLOCK_BYTES + text.length * MOST_BYTES_A_UNIT;
    if (inner.length < needed) inner = Buffer.concat([inner], needed);
    const length = BLOCK_BYTES + inner.write(text, BLOCK_BYTES, 'utf8');
    hash('sha256', inner.subarray(0, length), 'buffer').copy(outer, BLOCK_BYTES);
    return addressKey(hash('sha256', outer, 'buffer').toString('base64url', 0, KEY_BYTES));
  };
}

const NAME = 'address-secret';

/** Keys under the secret that is kept in the store; it is made where there is none. */
export async function addressKeysOf(store: KeptOnceStore, mayWrite: boolean): Promise<AddressKeyOf> {
  const kept = await keptOrMade(store, NAME, mayWrite, () => randomBytes(32).toString('hex'));
  return addressKeysWith(Buffer.from(String(JSON.parse(kept)), 'hex'));
}
