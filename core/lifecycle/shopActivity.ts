/**
 * The shop's activity score: learnt from the quarter before the evaluation, whose outcome is known. How well the same way of
 * learning does is judged on that quarter with a score that was learnt from the quarter before it, so on a later period than
 * it was combined on. Stage and lateness have rules of their own and do not read it.
 */
import { type ActivityParams, activityScore, fitActivity } from '../value/activity.ts';
import { rocArea } from '../value/ranking.ts';
import type { ShopActivity, ShopModelName } from './model.ts';
import { type PastSample, QUARTER_DAYS } from './pastSample.ts';
import { foretell, type PastStanding, standingBefore, standingLater } from './pastStanding.ts';

interface Lesson {
  readonly standing: PastStanding;
  readonly pActive: Float64Array;
  /** 1 for whom bought in the quarter that followed. */
  readonly active: Uint8Array;
}

function lessonOf(standing: PastStanding, model: ShopModelName): Lesson {
  const active = Uint8Array.from(standing.bought, (days) => (days > 0 ? 1 : 0));
  return { standing, pActive: foretell(model, standing).pActive, active };
}

function learn({ standing, pActive, active }: Lesson): ActivityParams {
  return fitActivity({ ...standing, pActive }, active).params;
}

/** Null where nobody had ordered a quarter before the evaluation. */
export function learnActivity(past: PastSample, model: ShopModelName): ShopActivity | null {
  const later = standingLater(past);
  const customers = later.x.length;
  if (customers === 0) return null;
  const lesson = lessonOf(later, model);
  const earlier = standingBefore(past);
  const judged = earlier.x.length === 0 ? null : learn(lessonOf(earlier, model));
  const { pActive, active } = lesson;
  const silence = later.TDays.map((days, row) => (later.txDays[row] ?? 0) - days);
  return {
    params: learn(lesson),
    horizonDays: QUARTER_DAYS,
    area: judged === null ? null : rocArea(activityScore(judged, { ...later, pActive }), active),
    recencyArea: rocArea(silence, active),
    customers,
  };
}
