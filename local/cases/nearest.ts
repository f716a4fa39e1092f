/** What was decided nearest to the first line that is not as expected: whose reason and evidence are shown with the diff. */
import type { Decided } from './decided.ts';
import type { Expected } from './expected.ts';
import type { DiffLine } from './match.ts';

/** Nearer in meaning goes before nearer in time: the same step, then a refusal to the same journey. */
function distance({ at, line, customer }: Expected, decided: Decided): readonly [number, number] {
  const isSame =
    (decided.kind === 'send' && decided.node === line.send) ||
    (decided.kind === 'refuses' && decided.journey === (line.enters ?? line.journey));
  const strange = decided.customer === customer ? 0 : 2;
  return [strange + (isSame ? 0 : 1), Math.abs(decided.at - at)];
}

/** Null where nothing was decided, or all is as expected. */
export function nearestDecided(diff: readonly DiffLine[], decided: readonly Decided[]): Decided | null {
  const missing = diff.find((line) => line.sign === '-');
  if (missing?.sign !== '-') {
    const unexpected = diff.find((line) => line.sign === '+');
    return unexpected?.sign === '+' ? unexpected.decided : null;
  }
  let nearest: Decided | null = null;
  let least: readonly [number, number] = [Number.POSITIVE_INFINITY, 0];
  for (const one of decided) {
    const far = distance(missing.expected, one);
    if (far[0] > least[0] || (far[0] === least[0] && far[1] >= least[1])) continue;
    nearest = one;
    least = far;
  }
  return nearest;
}
