/** Chance that follows from a seed: the same seed throws the same, wherever it runs. */

/** Numbers in [0, 1) (splitmix32). */
function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

export interface Dice {
  /** True in `share` of the throws. */
  readonly chance: (share: number) => boolean;
  /** A whole number from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** Throws a RangeError where there is nothing to choose from. */
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
  /** Dice of their own, so that what one part throws does not depend on how often another did. */
  readonly fork: (salt: number) => Dice;
}

export function diceFrom(seed: number): Dice {
  const next = numbersFrom(seed);
  const below = (count: number) => Math.floor(next() * count);
  return {
    chance: (share) => next() < share,
    below,
    oneOf: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('there is nothing to choose from');
      return item;
    },
    fork: (salt) => diceFrom(Math.imul(seed ^ 0x5bd1e995, 31) + Math.imul(salt + 1, 0x27d4eb2d)),
  };
}
