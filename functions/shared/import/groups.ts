/**
 * Which rows belong together, as a number: those of one customer or address, and those of one order. Who splits a file by it
 * has whatever a row can be compared with, or must be added to, in the same part.
 */
import { hash32 } from '../../../core/chance.ts';
import type { ImportedOrder } from '../../../core/ports.ts';

const GROUP_SEED = 0x51ed270b;
const SLOT_SEED = 0x2545f491;
const FINGERPRINT_SEED = 0x1b873593;
const SLOTS = 1 << 20;

/** The group of a customer, or of an address. */
export function groupOfKey(key: string): number {
  return hash32(GROUP_SEED, key) >>> 0;
}

/**
 * Groups orders by customer. An order id that comes again under another customer stays in the group of the first: which of the
 * two has it is then decided by the sequence of the file. Memory is bounded, a newcomer takes the slot of an order far before it,
 * so of such pairs a large file's farthest may fall apart, and the store decides as they come.
 */
export function orderGroups(): (item: ImportedOrder) => number {
  const fingerprints = new Uint32Array(SLOTS);
  const groups = new Uint32Array(SLOTS);
  return ({ order, idFromContent }) => {
    const own = groupOfKey(order.customerId);
    if (idFromContent) return own;
    const slot = hash32(SLOT_SEED, order.id) & (SLOTS - 1);
    // 0 marks an empty slot.
    const fingerprint = hash32(FINGERPRINT_SEED, order.id) >>> 0 || 1;
    if (fingerprints[slot] === fingerprint) return groups[slot] ?? own;
    fingerprints[slot] = fingerprint;
    groups[slot] = own;
    return own;
  };
}
