/** A fixed kernel of floating point and integer mixing: what a second is worth on this machine at this moment. */
import { hash32 } from '../core/chance.ts';

const ROUNDS = 4_000_000;

/** Seconds of one run of the kernel, the least of three. */
export function calibrationSeconds(): number {
  let best = Number.POSITIVE_INFINITY;
  let kept = 0;
  for (let run = 0; run < 3; run += 1) {
    const started = performance.now();
    let sum = run;
    for (let i = 1; i <= ROUNDS; i += 1) sum += Math.log(i + (sum % 3)) / (i & 7 || 1);
    kept += hash32(run, String(sum));
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  if (!Number.isFinite(kept)) throw new Error('the kernel came to nothing');
  return best;
}
