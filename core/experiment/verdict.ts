/**
 * What may be said today of a comparison that is looked at on any day: better, worse, or too early to tell and how many more
 * people it would take if the difference stays what it is. Only the always-valid p decides.
 */

export const DECIDED_BELOW = 0.05;

export type Verdict =
  | { readonly kind: 'better' | 'worse' }
  /** People of both arms together; null where no number of them up to ten thousand times today's would do. */
  | { readonly kind: 'too-early'; readonly morePeople: number | null };

const MOST_TIMES = 10_000;
const HALVINGS = 60;

/** The least factor by which everybody must become more for `p` to fall to the bound; null above `MOST_TIMES`. */
function timesNeeded(pAfter: (times: number) => number): number | null {
  if (!(pAfter(MOST_TIMES) <= DECIDED_BELOW)) return null;
  let [low, high] = [1, MOST_TIMES];
  for (let step = 0; step < HALVINGS; step += 1) {
    const times = (low + high) / 2;
    if (pAfter(times) <= DECIDED_BELOW) high = times;
    else low = times;
  }
  return high;
}

/** `pAfter(times)` is the always-valid p of the same shares or means among `times` as many people. */
export function verdictOf(difference: number, people: number, pAfter: (times: number) => number): Verdict {
  if (pAfter(1) <= DECIDED_BELOW) return { kind: difference > 0 ? 'better' : 'worse' };
  const times = timesNeeded(pAfter);
  return { kind: 'too-early', morePeople: times === null ? null : Math.ceil((times - 1) * people) };
}
