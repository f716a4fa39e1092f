/**
 * Counts order ids that came before in the same file, in bounded memory: a table of 32-bit fingerprints, one a slot, a
 * newcomer taking the slot. So the count never misses lines that stand near each other, may miss ids far apart in a very
 * large file, and counts a chance likeness about once in four thousand million rows.
 */
import { hash32 } from '../../../core/chance.ts';

const SLOTS = 1 << 20;
const SLOT_SEED = 0x2f0b4a27;
const FINGERPRINT_SEED = 0x6c62272e;

export interface RepeatedOrderIds {
  see(orderId: string): void;
  count(): number;
}

export function repeatedOrderIds(): RepeatedOrderIds {
  const fingerprints = new Uint32Array(SLOTS);
  let repeated = 0;
  return {
    see(orderId) {
      const slot = hash32(SLOT_SEED, orderId) & (SLOTS - 1);
      // 0 marks an empty slot.
      const fingerprint = hash32(FINGERPRINT_SEED, orderId) || 1;
      if (fingerprints[slot] === fingerprint) repeated += 1;
      else fingerprints[slot] = fingerprint;
    },
    count: () => repeated,
  };
}
