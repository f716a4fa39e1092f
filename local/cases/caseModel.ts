/** The model of a case's shop: the rhythm it is given, and cuts that give everyone the grade it names, where it names one. */
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import type { Grade } from '../../core/lifecycle/lifecycle.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { GivenRhythm } from './caseFile.ts';

/** Cuts under which everyone has the grade. */
function gradeCutsFor(grade: Grade): ShopModel['grades'] {
  const never = Number.MAX_VALUE;
  return {
    aValueMinor: grade === 'A' ? Number.NEGATIVE_INFINITY : never,
    bValueMinor: grade === 'B' ? Number.NEGATIVE_INFINITY : never,
    aFrequency: never,
    aPotentialMinor: never,
  };
}

/** `until` is when the case ends: a model that young is never fitted anew. */
export function modelOf(
  rhythm: GivenRhythm,
  grade: Grade | undefined,
  settings: Settings,
  until: Instant,
): ShopModel {
  const cold = coldModel(settings);
  const told = Object.fromEntries(Object.entries(rhythm).filter(([, days]) => days !== undefined));
  return {
    ...cold,
    version: 1,
    fittedAt: until,
    rhythm: { ...cold.rhythm, ...told },
    grades: grade === undefined ? cold.grades : gradeCutsFor(grade),
  };
}
