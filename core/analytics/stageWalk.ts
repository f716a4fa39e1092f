/**
 * The stages of one customer as of several mornings, from their order days: what an evaluation on each of these days would have
 * found, under one rhythm of the shop throughout. A stage is judged anew only where an order came or its time ran out.
 */
import type { Stage } from '../lifecycle/lifecycle.ts';
import type { ShopRhythm } from '../lifecycle/model.ts';
import { judgeStage, type StageVerdict } from '../lifecycle/stage.ts';
import type { LifecycleSettings } from '../settings/settings.ts';
import type { UtcDay } from '../time.ts';

/** How many of the ascending days, from `from` on, lie before `end`. */
function daysBefore(days: readonly UtcDay[], end: UtcDay, from: number): number {
  let count = from;
  while (count < days.length && (days[count] ?? end) < end) count += 1;
  return count;
}

function holdsOn(verdict: StageVerdict, day: UtcDay): boolean {
  return verdict.nextChangeDay === null || day < verdict.nextChangeDay;
}

/** The stage on each of `mornings`, ascending: orders before that day count. Null before the first order. */
export function stagesOn(
  mornings: readonly UtcDay[],
  days: readonly UtcDay[],
  rhythm: ShopRhythm,
  rules: LifecycleSettings,
): (Stage | null)[] {
  let known = 0;
  let verdict: StageVerdict | null = null;
  return mornings.map((morning) => {
    const before = known;
    known = daysBefore(days, morning, known);
    if (known === 0) return null;
    if (verdict === null || known !== before || !holdsOn(verdict, morning)) {
      const input = { days: days.slice(0, known), knownSinceDay: days[0] ?? 0, evaluationDay: morning };
      verdict = judgeStage(input, rhythm, rules);
    }
    return verdict.stage;
  });
}
