/**
 * Expected beside actual: which lines are met, which are missing, and what was decided besides. As many lines as can be met
 * are, whatever their order within a minute (augmenting paths; Kuhn 1955).
 */
import type { Decided } from './decided.ts';
import { type Expected, isExpected, isSameMinute } from './expected.ts';

export type DiffLine =
  | { readonly sign: ' '; readonly expected: Expected; readonly decided: Decided }
  | { readonly sign: '-'; readonly expected: Expected }
  | { readonly sign: '+'; readonly decided: Decided };

/** By place of what was decided the place of the line it meets. */
function pairsOf(expected: readonly Expected[], decided: readonly Decided[]): Map<number, number> {
  const lineOf = new Map<number, number>();
  const meet = (line: number, tried: Set<number>): boolean => {
    const wanted = expected[line];
    if (wanted === undefined) return false;
    for (const [place, one] of decided.entries()) {
      if (tried.has(place) || !isExpected(wanted, one)) continue;
      tried.add(place);
      const taken = lineOf.get(place);
      if (taken !== undefined && !meet(taken, tried)) continue;
      lineOf.set(place, line);
      return true;
    }
    return false;
  };
  for (const line of expected.keys()) meet(line, new Set());
  return lineOf;
}

/**
 * A refusal to let somebody in is no decision about them, and what a step gave shows in what follows: both count where they are
 * expected.
 */
function counts({ kind }: Decided): boolean {
  return kind !== 'refuses' && kind !== 'gives';
}

function kindOf({ line }: Expected): Decided['kind'] {
  if (line.send !== undefined) return 'send';
  if (line.ends !== undefined) return 'ends';
  if (line.trait !== undefined) return 'trait';
  if (line.gives !== undefined) return 'gives';
  if (line.task !== undefined) return 'task';
  return line.refuses === undefined ? 'enters' : 'refuses';
}

/** Where a missing line stands: before what was decided in its stead at its time, else after all of its time. */
function placeOf(missing: Expected, lines: readonly DiffLine[]): number {
  const instead = lines.findIndex(
    (line) =>
      line.sign === '+' &&
      isSameMinute(line.decided.at, missing.at) &&
      line.decided.kind === kindOf(missing) &&
      line.decided.customer === missing.customer,
  );
  if (instead >= 0) return instead;
  const later = lines.findIndex(
    (line) => (line.sign === '-' ? line.expected.at : line.decided.at) > missing.at,
  );
  return later < 0 ? lines.length : later;
}

/** All lines in order of time; with `some`, what was decided and is not expected is left out. */
export function diffOf(
  expected: readonly Expected[],
  decided: readonly Decided[],
  { some }: { readonly some: boolean },
): DiffLine[] {
  const lineOf = pairsOf(expected, decided);
  const met = new Set(lineOf.values());
  const lines = decided.flatMap((one, place): DiffLine[] => {
    const wanted = expected[lineOf.get(place) ?? -1];
    if (wanted !== undefined) return [{ sign: ' ', expected: wanted, decided: one }];
    return some || !counts(one) ? [] : [{ sign: '+', decided: one }];
  });
  for (const [line, one] of expected.entries()) {
    if (!met.has(line)) lines.splice(placeOf(one, lines), 0, { sign: '-', expected: one });
  }
  return lines;
}

export function isMet(diff: readonly DiffLine[]): boolean {
  return diff.every(({ sign }) => sign === ' ');
}
