/** The best of many scores, best first; of equal scores the lower item. */

/** True where an item with this score comes before one with that. */
export function comesFirst(score: number, item: number, thanScore: number, thanItem: number): boolean {
  return score > thanScore || (score === thanScore && item < thanItem);
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
  const best = new Int32Array(Math.max(0, Math.min(k, candidates?.length ?? scores.length)));
  let filled = 0;
  const all = candidates?.length ?? scores.length;
  for (let n = 0; n < all && best.length > 0; n += 1) {
    const item = candidates === undefined ? n : (candidates[n] ?? 0);
    if (skip !== undefined && skip[item] === 1) continue;
    const score = scores[item] ?? 0;
    const last = best[best.length - 1] ?? 0;
    if (filled === best.length && !comesFirst(score, item, scores[last] ?? 0, last)) continue;
    let place = filled < best.length ? filled : best.length - 1;
    for (; place > 0; place -= 1) {
      const above = best[place - 1] ?? 0;
      if (!comesFirst(score, item, scores[above] ?? 0, above)) break;
      best[place] = above;
    }
    best[place] = item;
    if (filled < best.length) filled += 1;
  }
  return best.subarray(0, filled);
}
