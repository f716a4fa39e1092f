/** The best of many scores, best first; of equal scores the lower item. */

/** True where an item with this score comes before one with that. */
export function comesFirst(score: number, item: number, thanScore: number, thanItem: number): boolean {
  return score > thanScore || (score === thanScore && item < thanItem);
}

/** The best so far, best first. */
class Best {
  readonly #items: Int32Array;
  readonly #scores: Float64Array;
  #filled = 0;

  constructor(scores: Float64Array, k: number) {
    this.#items = new Int32Array(k);
    this.#scores = scores;
  }

  #scoreAt(place: number): number {
    return this.#scores[this.#items[place] ?? 0] ?? 0;
  }

  /** Takes it if it is among the best; what an item of a higher number must exceed from now on. */
  offer(item: number, score: number): number {
    const last = this.#items.length - 1;
    const isFull = this.#filled > last;
    if (isFull && !comesFirst(score, item, this.#scoreAt(last), this.#items[last] ?? 0))
      return this.#scoreAt(last);
    let place = isFull ? last : this.#filled;
    for (; place > 0; place -= 1) {
      const above = this.#items[place - 1] ?? 0;
      if (!comesFirst(score, item, this.#scoreAt(place - 1), above)) break;
      this.#items[place] = above;
    }
    this.#items[place] = item;
    if (!isFull) this.#filled += 1;
    return this.#filled > last ? this.#scoreAt(last) : Number.NEGATIVE_INFINITY;
  }

  list(): Int32Array {
    return this.#items.subarray(0, this.#filled);
  }
}

/**
 * At most `k` of `candidates` (every item where it is left out), those with the highest scores; `skip` marks what is
 * passed over with 1. O(n + k² log n) for scores in no order.
 */
export function topItems(
  scores: Float64Array,
  k: number,
  { candidates, skip }: { readonly candidates?: Int32Array; readonly skip?: Uint8Array } = {},
): Int32Array {
  const size = candidates?.length ?? scores.length;
  const best = new Best(scores, Math.max(0, Math.min(k, size)));
  if (k < 1) return best.list();
  if (candidates !== undefined) {
    for (const item of candidates) if (skip?.[item] !== 1) best.offer(item, scores[item] ?? 0);
    return best.list();
  }
  let threshold = Number.NEGATIVE_INFINITY;
  for (let item = 0; item < size; item += 1) {
    const score = scores[item] ?? 0;
    if (score > threshold && skip?.[item] !== 1) threshold = best.offer(item, score);
  }
  return best.list();
}
