/** The test of two shares against "no difference" that is to be looked at once, on a day fixed before the start. */
import { normalTwoSided } from '../stats/normalCdf.ts';
import type { Arms, Conversions } from './interval.ts';

export interface ZTest {
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/** The z of the difference over its standard error under a common share. Null where an arm is empty or all people agree. */
export function pooledZ({ treated, control }: Arms<Conversions>): ZTest | null {
  if (treated.people === 0 || control.people === 0) return null;
  const share = (treated.converted + control.converted) / (treated.people + control.people);
  const variance = share * (1 - share) * (1 / treated.people + 1 / control.people);
  if (!(variance > 0)) return null;
  const difference = treated.converted / treated.people - control.converted / control.people;
  const z = difference / Math.sqrt(variance);
  return { z, p: normalTwoSided(z) };
}
