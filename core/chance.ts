/**
 * Chance without dice: a share in [0, 1) that is a stable function of a seed and the names of what is being decided,
 * so that the same customer gets the same arm on every machine, in every replay. Mixing steps are the finalisers of
 * MurmurHash3 (Appleby, public domain), over two 32-bit lanes.
 */

function finalise(lane: number): number {
  let h = lane ^ (lane >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a string under a seed. Not for secrets. */
export function hash32(seed: number, text: string): number {
  let h = (seed ^ 0x9e3779b9) | 0;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0xcc9e2d51);
    h = (h << 15) | (h >>> 17);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return finalise(h ^ text.length);
}

/** A number in [0, 1), uniform over names, with 53 bits: two independent lanes of `hash32`. */
export function chance(seed: number, ...names: readonly string[]): number {
  const text = names.join('\u0000');
  const high = hash32(seed, text) >>> 5;
  const low = hash32(seed ^ 0x5bd1e995, text) >>> 6;
  return (high * 67_108_864 + low) / 9_007_199_254_740_992;
}

/** Shard of an id among `shards`, 0-based. */
export function shardOf(id: string, shards: number): number {
  return hash32(0x51ed270b, id) % shards;
}
