/** The picture of a shop that no evaluation has seen yet: the settings' fallback gap, and cuts that nobody reaches. */
import type { LifecycleSettings, Settings } from '../settings/settings.ts';
import { WEEK_DAYS } from '../time.ts';
import { rhythmFromLimits } from './gapQuantiles.ts';
import type { ShopModel, ShopRhythm } from './model.ts';

/** The fallback gap as the limit, and what follows from it. */
export function coldRhythm(gaps: number, { fallbackGapDays, lateQuantile }: LifecycleSettings): ShopRhythm {
  const limits = { firstGapDays: fallbackGapDays, gapDays: fallbackGapDays, gaps };
  return rhythmFromLimits(limits, lateQuantile);
}

/** Before anything is known: the settings' fallback gap, a weekly guess of nothing, cuts nobody reaches. */
export function coldModel(settings: Settings): ShopModel {
  return {
    version: 0,
    fittedAt: 0,
    customers: 0,
    rhythm: coldRhythm(0, settings.lifecycle),
    purchase: { kind: 'hiatus', r: 1, alpha: settings.lifecycle.fallbackGapDays / WEEK_DAYS },
    spend: { p: 1, q: 2, gamma: 1 },
    fit: { name: 'none', params: {}, logLikelihood: null, converged: false, flags: ['no-evaluation-yet'] },
    rfm: { recency: [], frequency: [], averageMinor: [] },
    grades: {
      aValueMinor: Number.MAX_VALUE,
      bValueMinor: Number.MAX_VALUE,
      aFrequency: Number.MAX_VALUE,
      aPotentialMinor: Number.MAX_VALUE,
    },
    trial: null,
    proposal: null,
    activity: null,
  };
}
